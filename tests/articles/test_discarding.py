"""Throwing away: a writer's own draft goes, with nothing lost that is somebody else's."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from articles.discarding import MoreNotesError
from articles.models import Article, Note, WorkingCopy
from tests.articles.desk_form import ADD, change_page, opened
from tests.articles.writers import LIST, page
from tests.at_once import in_a_thread, waits_for_us
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import ArticleFactory, EditorFactory
from tests.newsportal.machine import until

pytestmark = pytest.mark.django_db


def test_a_writer_throws_a_draft_of_their_own_away(draft: Article, pen: User) -> None:
    client = signed_in(pen)
    assert page(draft, "delete") in client.get(change_page(draft)).text
    assert "Are you sure" in client.get(page(draft, "delete")).text
    client.post(page(draft, "delete"), {"post": "yes"})
    assert not Article.objects.exists()


def test_several_are_thrown_away_from_the_list_and_none_that_is_not_theirs_to(
    draft: Article, pen: User
) -> None:
    out = ArticleFactory(begun_by=pen)
    client = signed_in(pen)
    sent = {"action": "delete_selected", "_selected_action": [draft.pk, out.pk], "post": "yes"}
    assert client.post(LIST, sent).status_code in (200, 403) and Article.objects.count() == 2
    client.post(LIST, sent | {"_selected_action": [draft.pk]})
    assert list(Article.objects.all()) == [out]


@pytest.mark.parametrize("where", ["in_review", "published", "unpublished"])
def test_what_is_no_draft_any_more_stays(draft: Article, pen: User, where: str) -> None:
    time = draft.created_at if where != "in_review" else None
    Article.objects.filter(pk=draft.pk).update(state=where, published_at=time)
    draft.refresh_from_db()
    with pytest.raises(PermissionDenied):
        draft.discard(by=pen)
    client = signed_in(pen)
    assert client.post(page(draft, "delete"), {"post": "yes"}).status_code == 403
    assert page(draft, "delete") not in client.get(change_page(draft)).text
    assert Article.objects.exists()


def test_what_an_editor_has_placed_stays(draft: Article, pen: User) -> None:
    draft.slots.create(position=1)
    assert signed_in(pen).post(page(draft, "delete"), {"post": "yes"}).status_code == 403
    assert Article.objects.exists()


def test_what_an_editor_has_typed_in_it_is_theirs_still(draft: Article, pen: User) -> None:
    editor = EditorFactory()
    client = signed_in(editor)
    sent = opened(client, draft) | {"headline": "Typed for an hour", "copy": "key"}
    client.post(page(draft, "copy"), sent)
    draft.discard(by=pen)
    assert [copy.typed["headline"] for copy in WorkingCopy.objects.of(editor, None)] == ["Typed for an hour"]
    answer = client.post(page(draft, "change"), sent | {"headline": "And a half", "_save": ""}, follow=True)
    assert "What you typed is kept" in words(answer.text)
    kept = WorkingCopy.objects.get(editor=editor)
    assert kept.typed["headline"] == "And a half" and kept.key in client.get(ADD).text


def refused(act: Any) -> bool:
    try:
        act()
    except MoreNotesError:
        return True
    return False


@pytest.mark.django_db(transaction=True)
def test_a_note_that_is_written_at_this_moment_is_waited_for_and_the_draft_stays(
    draft: Article, pen: User
) -> None:
    editor = EditorFactory()
    with transaction.atomic():
        Note.objects.write(draft, by=editor, words="Who built it?")
        discarding, answers = in_a_thread(lambda: refused(lambda: draft.discard(by=pen)))
        assert until(waits_for_us)
    discarding.join()
    assert answers == [True] and Article.objects.exists() and Note.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_note_on_what_is_being_thrown_away_says_that_there_is_nothing(draft: Article, pen: User) -> None:
    client = signed_in(EditorFactory())
    with transaction.atomic():
        pk = draft.pk
        draft.discard(by=pen)
        writing, answers = in_a_thread(
            lambda: client.post(f"{LIST}{pk}/notes/", {"words": "Who built it?", "_write": ""}).status_code
        )
        assert until(waits_for_us)
    writing.join()
    assert answers == [404] and not Note.objects.exists()
