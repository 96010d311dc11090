"""A second report of the same comment by the same reader: one report, in which nothing that they wrote is lost."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from comments.models import Comment, Draft, Report
from comments.models.telling import UNDO_FOR
from comments.refusal import Refusal
from tests.comments.pages import act, words
from tests.factories import CommentFactory, ModeratorFactory, UserFactory
from tests.worker import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    return CommentFactory(text="Unkind words.")


@pytest.fixture
def reader(client: Client) -> User:
    reader = UserFactory()
    client.force_login(reader)
    return reader


def test_what_is_reported_again_is_added_to_the_report_that_waits(
    client: Client, reader: User, comment: Comment
) -> None:
    act(client, comment, "report", reason="spam", words="He sells boats.")
    form = client.get(f"/comments/{comment.pk}/report/").text
    assert "You reported this comment on" in form and "He sells boats." in form
    assert 'value="spam" checked' in " ".join(form.split())
    answer = act(client, comment, "report", reason="abuse", words="And he is rude.")
    assert answer.status_code == 303
    assert "added to what you reported before" in words(client.get(answer.url).text)
    report = Report.objects.get()
    assert (report.reason, report.words) == ("abuse", "He sells boats.\n\nAnd he is rude.")
    assert not Draft.objects.exists()


def test_the_same_once_more_changes_nothing(reader: User, comment: Comment) -> None:
    assert comment.report(by=reader, reason="spam", words="Look. ")
    for again in ("Look.", ""):
        assert not comment.report(by=reader, reason="spam", words=again)
    assert Report.objects.get().words == "Look."


def test_an_edit_in_between_changes_nothing_of_what_was_reported(reader: User, comment: Comment) -> None:
    comment.report(by=reader, reason="spam")
    comment.edit(by=comment.author, text="Kind words.")  # type: ignore[arg-type]
    comment.report(by=reader, reason="spam", words="He changes it all the time.")
    assert Report.objects.get().text == "Unkind words."


def test_once_it_is_decided_the_reader_is_told_what_became_of_it_and_keeps_the_words(
    client: Client, reader: User, comment: Comment
) -> None:
    comment.report(by=reader, reason="spam", words="He sells boats.")
    comment.reject_reports(by=ModeratorFactory())
    work(UNDO_FOR)
    form = client.get(f"/comments/{comment.pk}/report/").text
    assert "What became of it: the comment stays." in form and "Send report" not in form
    answer = act(client, comment, "report", reason="abuse", words="But look again.")
    assert answer.status_code == 422
    assert words(answer.text).count("What became of it: the comment stays.") == 1
    assert "\nBut look again.</textarea>" in answer.text
    assert Draft.objects.get().text == "But look again."
    assert (Report.objects.get().reason, Report.objects.get().words) == ("spam", "He sells boats.")


def test_while_a_decision_can_be_undone_nobody_is_told_it(
    client: Client, reader: User, comment: Comment
) -> None:
    comment.report(by=reader, reason="spam")
    comment.reject_reports(by=ModeratorFactory())
    answer = act(client, comment, "report", reason="abuse", words="But look again.")
    assert answer.status_code == 422
    assert "A moderator is deciding on it at this moment" in words(answer.text)
    assert "the comment stays" not in words(answer.text)
    assert "\nBut look again.</textarea>" in answer.text


def test_more_than_a_report_holds_is_refused_with_what_is_left(reader: User, comment: Comment) -> None:
    comment.report(by=reader, reason="spam", words="x" * 400)
    with pytest.raises(Refusal, match="room for 98 more") as refusal:
        comment.report(by=reader, reason="spam", words="y" * 99)
    assert refusal.value.code == "words"
    comment.report(by=reader, reason="spam", words="y" * 98)
    assert len(Report.objects.get().words) == 500


def test_each_reader_has_a_report_of_their_own(reader: User, comment: Comment) -> None:
    assert comment.report(by=reader, reason="spam")
    assert comment.report(by=UserFactory(), reason="abuse")
    assert list(Report.objects.order_by("pk").values_list("reason", flat=True)) == ["spam", "abuse"]
