"""Notes between a writer and the editors: said once, heard by the other side, and by nobody else."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from articles import previews
from articles.desk_waits import waits
from articles.models import Article, Note
from articles.models.note import NEW
from tests.articles.desk_form import change_page, opened
from tests.articles.writers import with_mail
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import EditorFactory, ModeratorFactory, UserFactory, WriterFactory
from tests.mails import mails, one_mail, reader_with_mail, text
from tests.worker import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def pen() -> User:
    return with_mail(WriterFactory(username="pen"))


@pytest.fixture
def editor() -> User:
    return with_mail(EditorFactory(username="ed"))


def notes_of(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/notes/"


def test_both_write_and_read_them_with_who_when_and_on_what(draft: Article, pen: User, editor: User) -> None:
    draft.submit(by=pen)
    assert (
        signed_in(editor).post(notes_of(draft), {"words": "Who <b>built</b> it?\n\nAsk."}).status_code == 303
    )
    assert signed_in(pen).post(notes_of(draft), {"words": "The harbour did."}).status_code == 303
    first, second = Note.objects.all()
    assert (first.by, first.is_writers, second.by, second.is_writers) == (editor, False, pen, True)
    assert first.version == draft.versions.first().history_id
    page = signed_in(pen).get(notes_of(draft)).text
    assert "Who &lt;b&gt;built&lt;/b&gt; it?" in page and "The harbour did." in page
    assert f"on version {first.version}" in words(page)


def test_a_note_leads_to_what_has_changed_since(draft: Article, pen: User, editor: User) -> None:
    draft.submit(by=pen)
    note = Note.objects.write(draft, by=editor, words="Who built it?")
    draft.take_back(by=pen)
    newest = draft.versions.first().history_id
    assert f"compare/?from={note.version}&amp;to={newest}" in signed_in(pen).get(notes_of(draft)).text


def test_sending_back_takes_a_note_and_writes_both_or_nothing(
    draft: Article, pen: User, editor: User
) -> None:
    draft.submit(by=pen)
    client = signed_in(editor)
    empty = client.post(notes_of(draft), {"words": " ", "_send_back": ""})
    assert empty.status_code == 422 and not Note.objects.exists()
    draft.refresh_from_db()
    assert draft.state == "in_review"
    client.post(notes_of(draft), {"words": "Who built it?", "_send_back": ""})
    draft.refresh_from_db()
    assert draft.state == "draft" and Note.objects.get().words == "Who built it?"
    late = client.post(notes_of(draft), {"words": "My long note.", "_send_back": ""})
    assert late.status_code == 422 and "My long note." in late.text and Note.objects.count() == 1
    assert signed_in(pen).post(notes_of(draft), {"words": "x", "_send_back": ""}).status_code == 403
    assert Note.objects.count() == 1


def test_a_note_stands_as_it_was_written(draft: Article, editor: User) -> None:
    note = Note.objects.write(draft, by=editor, words="Who built it?")
    for act in (
        lambda: Note.objects.filter(pk=note.pk).update(words="Nothing."),
        lambda: Note.objects.filter(pk=note.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    # Nor does it go with its draft for whoever wasn't told of it.
    signed_in(editor).post(f"/admin/articles/article/{draft.pk}/delete/", {"post": "yes"})
    assert Note.objects.get().words == "Who built it?"


@pytest.mark.parametrize("text", ["", "  \n ", "x\x00", "x" * (Note.MOST + 1)])
def test_no_words_and_too_many_are_refused(draft: Article, editor: User, text: str) -> None:
    with pytest.raises(ValidationError):
        Note.objects.write(draft, by=editor, words=text)
    answer = signed_in(editor).post(notes_of(draft), {"words": text})
    assert answer.status_code == 422 and not Note.objects.exists()


@pytest.mark.parametrize("other", [WriterFactory, ModeratorFactory, UserFactory])
def test_nobody_else_reads_or_writes_them(draft: Article, editor: User, other: Any) -> None:
    them = other()
    Note.objects.write(draft, by=editor, words="Who built it?")
    with pytest.raises(PermissionDenied):
        Note.objects.write(draft, by=them, words="I did.")
    client = signed_in(them)
    for answer in (client.get(notes_of(draft)), client.post(notes_of(draft), {"words": "I did."})):
        assert answer.status_code in (302, 403) and "Who built" not in answer.text
    assert "Who built" not in client.get(change_page(draft)).text
    assert Note.objects.count() == 1


def test_what_the_other_side_wrote_is_unread_until_it_is_opened(
    draft: Article, pen: User, editor: User
) -> None:
    Note.objects.write(draft, by=editor, words="Who built it?")
    writers, editors = signed_in(pen), signed_in(editor)
    assert "1 article has notes that you haven't read" in words(writers.get("/admin/").text)
    assert "haven't read" not in words(editors.get("/admin/").text)
    assert "Notes that you haven't read" in words(writers.get("/admin/articles/article/").text)
    assert "Notes (1 unread)" in words(writers.get(change_page(draft)).text)
    # Opening the article isn't opening the notes, nor does a HEAD read anything.
    writers.head(notes_of(draft))
    assert "unread" in words(writers.get(notes_of(draft)).text)
    assert "unread" not in words(writers.get(notes_of(draft)).text)
    assert "haven't read" not in words(writers.get("/admin/").text)
    Note.objects.write(draft, by=pen, words="The harbour.")
    assert "Notes (1 unread)" in words(editors.get(change_page(draft)).text)
    assert "Notes (1 unread)" in words(signed_in(EditorFactory()).get(change_page(draft)).text)


def test_above_every_page_stands_how_much_waits_at_the_desk(draft: Article, pen: User, editor: User) -> None:
    Note.objects.write(draft, by=editor, words="Who built it?")
    Note.objects.write(draft, by=editor, words="And when?")
    writers, editors, readers = signed_in(pen), signed_in(editor), signed_in(UserFactory())
    assert "The desk 1 waiting" in words(writers.get("/").text)
    assert "The desk 1 waiting" in words(writers.get("/notifications/").text)
    assert "waiting" not in words(editors.get("/").text) + words(readers.get("/").text)
    writers.get(notes_of(draft))
    assert "waiting" not in words(writers.get("/").text)
    draft.submit(by=pen)
    assert "The desk 1 waiting" in words(editors.get("/").text)


def test_what_waits_costs_the_house_a_query_and_readers_none(
    draft: Article, pen: User, django_assert_num_queries: Any
) -> None:
    for user, queries in ((pen, 1), (UserFactory(), 0), (ModeratorFactory(), 0)):
        user.has_perm("articles.publish_article")
        with django_assert_num_queries(queries):
            waits(user)


def test_what_nobody_opened_for_weeks_is_not_new_any_more(draft: Article, pen: User, editor: User) -> None:
    Note.objects.write(draft, by=editor, words="Who built it?")
    assert Note.objects.unread_by(pen).exists()
    with time_machine.travel(timezone.now() + NEW + timedelta(minutes=1)):
        assert not Note.objects.unread_by(pen).exists()


def test_the_other_side_gets_one_mail_until_it_looks(draft: Article, pen: User, editor: User) -> None:
    other = with_mail(EditorFactory())

    def write(by: User, said: str) -> list[str]:
        """To whom mails went for it."""
        before = {str(mail["Message-ID"]) for mail in mails()}
        Note.objects.write(draft, by=by, words=said)
        work()
        return [str(mail["To"]) for mail in mails() if str(mail["Message-ID"]) not in before]

    # Before an editor has written here, all find it at the desk.
    assert write(pen, "Is this too long?") == []
    assert write(editor, "Who built it?") == [pen.email]
    told = text(one_mail())
    assert one_mail()["Subject"] == "Note on “The tide clock”"
    assert "ed wrote a note" in told and "Who built it?" in told and notes_of(draft) in told
    assert write(editor, "And when?") == []
    signed_in(pen).get(notes_of(draft))
    assert write(editor, "Go on.") == [pen.email]
    # The editor hasn't looked at the first note yet: that it waits was for the desk to say.
    assert write(pen, "The harbour did.") == []
    signed_in(editor).get(notes_of(draft))
    assert write(pen, "In 1902.") == [editor.email]
    assert other.email not in {str(mail["To"]) for mail in mails()}


def test_no_reader_meets_one_anywhere(draft: Article, pen: User, editor: User) -> None:
    Note.objects.write(draft, by=editor, words="Confidential kelp.")
    link = previews.address(draft)
    pages = [link]
    assert "Confidential" not in Client().get(link).text
    draft.publish(by=editor)
    pages += [
        draft.get_absolute_url(),
        "/",
        "/feed/",
        "/feed/?format=json",
        "/harbour/feed/",
        "/search/?q=kelp",
    ]
    reader = signed_in(UserFactory())
    for page in pages:
        for client in (Client(), reader, signed_in(editor)):
            assert "Confidential" not in client.get(page).text, page


def test_the_dump_for_readers_has_none(draft: Article, editor: User, capsys: Any) -> None:
    Note.objects.write(draft, by=editor, words="Confidential kelp.")
    call_command("dump")
    told = capsys.readouterr().out
    assert json.loads(told.splitlines()[0])["headline"] == "The tide clock" and "Confidential" not in told


def test_it_outlives_the_account_of_who_wrote_it(draft: Article, pen: User, editor: User) -> None:
    Note.objects.write(draft, by=editor, words="Who built it?")
    editor.delete()
    page = words(signed_in(pen).get(notes_of(draft)).text)
    assert "a former editor" in page and "Who built it?" in page


def test_the_form_shows_the_newest_and_saves_as_before(draft: Article, pen: User, editor: User) -> None:
    for number in range(5):
        Note.objects.write(draft, by=editor, words=f"Number {number}.")
    client = signed_in(pen)
    page = client.get(change_page(draft)).text
    assert "Number 4." in page and "Number 1." not in page
    answer = client.post(change_page(draft), opened(client, draft) | {"headline": "Done", "_save": ""})
    assert answer.status_code == 302 and Article.objects.get().headline == "Done"


def test_the_page_costs_the_same_for_one_and_for_thirty(draft: Article, editor: User) -> None:
    client, taken = signed_in(editor), []
    for count in (1, 29):
        for number in range(count):
            Note.objects.write(draft, by=editor, words=f"Number {number}.")
        client.get(notes_of(draft))
        with CaptureQueriesContext(connection) as queries:
            client.get(notes_of(draft))
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_a_writers_mark_is_theirs_and_goes_with_them(draft: Article, editor: User) -> None:
    reader = reader_with_mail()
    assert not Note.objects.unread_by(reader).exists()
    Note.objects.write(draft, by=editor, words="x")
    assert not Note.objects.unread_by(reader).exists()
