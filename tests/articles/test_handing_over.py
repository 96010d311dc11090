"""Handing over: what a writer began becomes another's, who goes on with it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from articles.models import Article, Note
from tests.articles.desk_form import change_page, opened
from tests.articles.writers import page, with_mail
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import EditorFactory, ModeratorFactory, UserFactory, WriterFactory
from tests.mails import mails, one_mail, text
from tests.worker import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def ink() -> User:
    return with_mail(WriterFactory(username="ink"))


def test_a_writer_hands_a_draft_over_and_the_other_goes_on_with_it(
    draft: Article, pen: User, ink: User
) -> None:
    giver, taker = signed_in(pen), signed_in(ink)
    assert page(draft, "hand-over") in giver.get(change_page(draft)).text
    answer = giver.post(page(draft, "hand-over"), {"to": ink.pk}, follow=True)
    assert "Handed over to ink" in words(answer.text)
    assert giver.get(change_page(draft)).status_code == 403
    sent = opened(taker, draft) | {"headline": "The tide clock runs", "_save": ""}
    assert taker.post(change_page(draft), sent).status_code == 302
    draft.refresh_from_db()
    assert (draft.headline, draft.begun_by) == ("The tide clock runs", ink)
    assert "Handed over to another writer" in words(taker.get(page(draft, "history")).text)


def test_the_other_is_told_by_mail(draft: Article, pen: User, ink: User) -> None:
    draft.hand_over(by=pen, to=ink)
    work()
    told = one_mail()
    assert (told["To"], told["Subject"]) == (ink.email, "“The tide clock” is yours to write now")
    assert "pen handed “The tide clock” over to you" in text(told) and change_page(draft) in text(told)


def test_the_notes_of_the_editors_come_along_and_answers_go_to_the_new_writer(
    draft: Article, pen: User, ink: User
) -> None:
    with_mail(pen)
    editor = EditorFactory()
    Note.objects.write(draft, by=editor, words="Who built it?")
    draft.hand_over(by=pen, to=ink)
    assert "Notes (1 unread)" in words(signed_in(ink).get(change_page(draft)).text)
    signed_in(ink).get(page(draft, "notes"))
    work()
    before = {str(mail["Message-ID"]) for mail in mails()}
    Note.objects.write(draft, by=editor, words="And when?")
    work()
    assert [mail["To"] for mail in mails() if str(mail["Message-ID"]) not in before] == [ink.email]
    with pytest.raises(PermissionDenied):
        Note.objects.write(draft, by=pen, words="I know.")


@pytest.mark.parametrize("other", [WriterFactory, ModeratorFactory, UserFactory])
def test_who_may_not_write_in_it_hands_nothing_over(draft: Article, ink: User, other: Any) -> None:
    them = other()
    with pytest.raises(PermissionDenied):
        draft.hand_over(by=them, to=ink)
    assert signed_in(them).post(page(draft, "hand-over"), {"to": ink.pk}).status_code in (302, 403)
    assert Article.objects.filter(begun_by__username="pen").exists()


def test_what_an_editor_reads_is_handed_over_by_editors_alone(draft: Article, pen: User, ink: User) -> None:
    draft.submit(by=pen)
    with pytest.raises(PermissionDenied):
        draft.hand_over(by=pen, to=ink)
    assert signed_in(pen).get(page(draft, "hand-over")).status_code == 403
    client = signed_in(EditorFactory())
    assert "It is pen's now." in words(client.get(page(draft, "hand-over")).text)
    client.post(page(draft, "hand-over"), {"to": ink.pk})
    assert Article.objects.get().begun_by == ink


@pytest.mark.parametrize("to", [UserFactory, ModeratorFactory, EditorFactory])
def test_it_becomes_nobodys_who_does_not_write(draft: Article, pen: User, to: Any) -> None:
    them = to()
    with pytest.raises(ValueError, match="who writes"):
        draft.hand_over(by=pen, to=them)
    with pytest.raises(ValueError, match="another"):
        draft.hand_over(by=pen, to=pen)
    assert signed_in(pen).post(page(draft, "hand-over"), {"to": them.pk}).status_code == 422
    closed = WriterFactory(is_active=False)
    assert f'value="{closed.pk}"' not in signed_in(pen).get(page(draft, "hand-over")).text


def test_what_is_not_saved_is_named_before_it_stays_behind(draft: Article, pen: User, ink: User) -> None:
    client = signed_in(pen)
    sentence = "You have typed something that isn't saved."
    assert sentence not in words(client.get(page(draft, "hand-over")).text)
    client.post(page(draft, "copy"), opened(client, draft) | {"headline": "Typed", "copy": "key"})
    assert sentence in words(client.get(page(draft, "hand-over")).text)
