"""A draft goes with what was said about it, as who throws it away was told; what they couldn't know of keeps it."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction

from accounts.models import User
from articles.discarding import MoreNotesError
from articles.models import Article, Note
from tests.articles.writers import LIST, page
from tests.clients import signed_in
from tests.comments.pages import field, words
from tests.factories import ArticleFactory, EditorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(draft: Article, pen: User) -> Article:
    Note.objects.write(draft, by=EditorFactory(), words="Who built it?")
    Note.objects.write(draft, by=pen, words="Nobody knows.")
    return draft


@pytest.mark.parametrize("whose", ["writer", "editor"])
def test_who_throws_it_away_is_told_how_many_notes_go_and_no_other_goes(
    draft: Article, pen: User, whose: str
) -> None:
    other = ArticleFactory(state="draft", published_at=None, begun_by=pen)
    kept = Note.objects.write(other, by=pen, words="Another matter.")
    client = signed_in(pen if whose == "writer" else EditorFactory())
    asked = client.get(page(draft, "delete")).text
    assert "Its 2 notes go with it." in words(asked)
    client.post(page(draft, "delete"), {"post": "yes", "notes": field(asked, "notes")})
    assert list(Article.objects.all()) == [other] and list(Note.objects.all()) == [kept]


def test_a_note_that_they_were_not_told_of_is_shown_before_anything_goes(draft: Article, pen: User) -> None:
    client = signed_in(pen)
    sent = {"post": "yes", "notes": field(client.get(page(draft, "delete")).text, "notes")}
    Note.objects.write(draft, by=EditorFactory(), words="The harbour master does.")
    answer = client.post(page(draft, "delete"), sent, follow=True)
    assert "A note was written meanwhile" in words(answer.text)
    assert "Its 3 notes go with it." in words(answer.text)
    assert Note.objects.count() == 3 and not LogEntry.objects.exists()


@pytest.mark.parametrize("count", ["", "many", "-1", "9" * 5000])
def test_a_count_that_no_page_gave_throws_nothing_away(draft: Article, pen: User, count: str) -> None:
    signed_in(pen).post(page(draft, "delete"), {"post": "yes", "notes": count})
    assert Article.objects.exists() and Note.objects.count() == 2


def test_from_the_list_it_stays_and_the_page_says_why(draft: Article, pen: User) -> None:
    spare = ArticleFactory(state="draft", published_at=None, begun_by=pen)
    sent = {"action": "delete_selected", "_selected_action": [draft.pk, spare.pk]}
    for post in ({}, {"post": "yes"}):
        said = words(signed_in(pen).post(LIST, sent | post).text)
        assert "Nothing was deleted: these articles have notes" in said and "The tide clock" in said
    assert Article.objects.count() == 2


def test_without_the_page_it_goes_for_who_names_how_many(draft: Article, pen: User) -> None:
    with pytest.raises(MoreNotesError):
        draft.discard(by=pen, notes=1)
    draft.discard(by=pen, notes=2)
    assert not Note.objects.exists()


def test_other_notes_stand_as_before_in_the_very_transaction(draft: Article, pen: User) -> None:
    other = ArticleFactory(state="draft", published_at=None, begun_by=pen)
    kept = Note.objects.write(other, by=pen, words="Another matter.")
    draft.discard(by=pen, notes=2)
    with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
        kept.delete()
    assert Note.objects.get() == kept


@pytest.mark.parametrize("state", ["in_review", "published", "unpublished"])
def test_what_is_no_draft_keeps_its_notes_and_stays(draft: Article, state: str) -> None:
    time = draft.created_at if state != "in_review" else None
    Article.objects.filter(pk=draft.pk).update(state=state, published_at=time)
    draft.refresh_from_db()
    with pytest.raises(PermissionDenied):
        draft.discard(by=EditorFactory(), notes=2)
    assert Note.objects.count() == 2
