"""Who is decided on is told: what, why, by rule or person, and how to appeal; once, after the ten seconds, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from comments import appealing, rule_changes, sanctioning, statements, whole_acts
from comments.models import Comment, Notification, ReaderSettings, Reason, Sanction, Statement
from comments.models.statement import APPEAL_FOR
from comments.models.telling import UNDO_FOR
from comments.undoing import undo
from tests.comments.appeals import told
from tests.comments.pages import page, post_address, words
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory, rest
from tests.mails import html, mails, one_mail, reader_with_mail, text
from tests.worker import work

pytestmark = pytest.mark.django_db
LIST = "/accounts/decisions/"


@pytest.fixture
def kelpie() -> User:
    return reader_with_mail(username="Kelpie")


@pytest.fixture
def reader(client: Client, kelpie: User) -> Client:
    client.force_login(kelpie)
    return client


def stated(reader: Client, **headers: str) -> str:
    """The words of the newest statement's page."""
    answer = reader.get(f"{LIST}{Statement.objects.latest('pk').pk}/", headers=headers)
    assert answer.status_code == 200 and "no-store" in answer.headers["Cache-Control"]
    return words(answer.text)


def test_a_hidden_comment_is_stated_with_reason_person_own_words_and_the_way_to_appeal(
    reader: Client, kelpie: User, mona: User, comment: Comment
) -> None:
    comment.hide(by=mona, reason="Insult or threat: “fool”")
    work(UNDO_FOR - timedelta(seconds=1))
    assert not Statement.objects.exists()
    work(UNDO_FOR)
    shown = stated(reader)
    for part in (
        "Your comment was removed",
        "Insult or threat: “fool”",
        "A moderator decided this, a person.",
        "The moderator came upon it; nobody had reported it.",
        "What I think of it.",
        comment.discussion.article.headline,
        "Another moderator looks at it",
        "Why it is a mistake",
    ):
        assert part in shown
    assert "Mona" not in shown
    assert "侮辱・脅迫: “fool”" in stated(reader, **{"accept-language": "ja"})


def test_it_comes_as_a_notification_and_a_mail_without_a_word_of_the_comment(
    reader: Client, kelpie: User, mona: User, comment: Comment
) -> None:
    comment.hide(by=mona, reason="Off the subject")
    work(UNDO_FOR)
    notices = reader.get("/notifications/").text
    assert "Your comment was removed" in words(notices) and "Off the subject" in words(notices)
    letter, statement = one_mail(), Statement.objects.get()
    assert letter["Subject"].startswith("[The Tidewater Post] Your comment was removed")
    assert f"{LIST}{statement.pk}/" in text(letter) and "Off the subject" in text(letter)
    assert "What I think" not in notices + text(letter) + html(letter)
    reader.get(f"{LIST}{statement.pk}/")
    assert not Notification.objects.of(kelpie).unread().exists()


def test_who_wants_no_mails_gets_none(kelpie: User, mona: User, comment: Comment) -> None:
    ReaderSettings.objects.choose(by=kelpie, mails="never")
    comment.hide(by=mona, reason="x")
    work(UNDO_FOR)
    assert mails() == [] and told(kelpie) == [""]


def test_what_was_reported_or_held_says_so(reader: Client, kelpie: User, mona: User) -> None:
    reported = CommentFactory(by=kelpie)
    reported.report(by=UserFactory(username="Snitch"), reason="spam")
    reported.hide(by=mona, reason="x")
    work(UNDO_FOR)
    shown = stated(reader)
    assert "Readers had reported it." in shown and "Snitch" not in shown
    rule_changes.list_words(["grebe"], "hold", by=mona)
    rest()
    held = CommentFactory(by=kelpie, text="A grebe.")
    held.hide(by=mona, reason="x")
    work(UNDO_FOR)
    assert "The rule “List of words” had held it" in stated(reader)


def test_nobody_is_told_of_what_was_undone_or_restored_at_once(
    kelpie: User, mona: User, comment: Comment
) -> None:
    entry = comment.hide(by=mona, reason="x")
    undo(entry, by=mona)  # type: ignore[arg-type]
    comment.hide(by=mona, reason="x")
    comment.restore(by=ModeratorFactory())
    work(UNDO_FOR)
    assert not Statement.objects.exists() and told(kelpie) == []


def test_a_comment_that_is_restored_later_is_told_too(
    reader: Client, kelpie: User, mona: User, comment: Comment
) -> None:
    comment.hide(by=mona, reason="x")
    work(UNDO_FOR)
    comment.restore(by=mona)
    work(UNDO_FOR)
    assert told(kelpie) == ["", "restored"]
    shown = stated(reader)
    assert "The comment is public again." in shown and "Why it is a mistake" not in shown
    comment.hide(by=mona, reason="y")
    work(UNDO_FOR)
    assert told(kelpie) == ["", "restored", ""]


@pytest.mark.parametrize(
    ("kind", "head"),
    [("warn", "You have been warned"), ("suspend", "You are suspended until"), ("ban", "You are banned")],
)
def test_a_sanction_is_stated_and_so_is_its_lifting(
    reader: Client, kelpie: User, mona: User, comment: Comment, kind: str, head: str
) -> None:
    one = sanctioning.impose_for(comment, kind, by=mona, reason="Insult or threat", hours=24)
    work(UNDO_FOR)
    shown = stated(reader)
    assert head in shown and "Insult or threat" in shown and "What I think of it." in shown
    assert head in words(reader.get("/notifications/").text)
    assert head in text(one_mail()) and "  " not in text(one_mail()) and "  " not in one_mail()["Subject"]
    html = reader.get(f"{LIST}{Statement.objects.get().pk}/").text
    assert (f"/accounts/warnings/{one.pk}/read/" in html) == (kind == "warn")
    one.lift(by=mona)
    work(UNDO_FOR)
    assert told(kelpie) == ["", "lifted"] and "It was lifted on" in stated(reader)


def test_without_a_comment_a_sanction_is_stated_as_well(reader: Client, kelpie: User, mona: User) -> None:
    Sanction.objects.ban(kelpie, by=mona, reason="Posing as somebody else")
    work(UNDO_FOR)
    assert "You are banned" in stated(reader) and "What you wrote" not in stated(reader)
    assert "You are banned" in words(reader.get("/notifications/").text)
    assert one_mail()["Subject"] == "[The Tidewater Post] You are banned"


def test_what_is_hidden_as_one_act_is_one_statement_and_one_notification(
    reader: Client, kelpie: User, mona: User
) -> None:
    for _n in range(130):
        rest()
        CommentFactory(by=kelpie)
    batch = whole_acts.hide_since(kelpie, None, by=mona, reason="Spam or advertising")
    work(UNDO_FOR)
    assert Statement.objects.get().count == 130 and told(kelpie) == [""]
    assert "130 of your comments were removed" in stated(reader)
    whole_acts.restore_all(batch, by=mona)
    work(UNDO_FOR)
    assert told(kelpie) == ["", "restored"]


def test_sanction_and_hiding_in_one_press_are_told_each(kelpie: User, mona: User, comment: Comment) -> None:
    sanctioning.impose_for(comment, "ban", by=mona, reason="x", hides=True)
    work(UNDO_FOR)
    assert set(Statement.objects.values_list("act", flat=True)) == {"hide", "ban"}


def test_what_a_rule_refuses_is_stated_at_once_with_the_words_and_mails_nobody(
    reader: Client, kelpie: User, mona: User
) -> None:
    rule_changes.list_words(["grebe"], "refuse", by=mona)
    article = ArticleFactory()
    answer = reader.post(post_address(article), {"text": "Such a grebe."})
    assert answer.status_code == 422 and "You can appeal this" in words(answer.text)
    shown = stated(reader)
    for part in ("Your comment wasn't taken", "grebe", "Such a grebe.", "No person did.", "“List of words”"):
        assert part in shown
    work(UNDO_FOR)
    assert mails() == [] and not Notification.objects.of(kelpie).unread().exists()
    assert "Your comment wasn't taken" in words(reader.get("/notifications/").text)


def test_nobody_else_sees_a_statement_and_nobody_reads_what_was_removed(
    kelpie: User, mona: User, comment: Comment
) -> None:
    comment.hide(by=mona, reason="A secret reason")
    work(UNDO_FOR)
    number, other = Statement.objects.get().pk, Client()
    assert other.get(f"{LIST}{number}/").status_code == 302
    other.force_login(UserFactory())
    assert other.get(f"{LIST}{number}/").status_code == 404
    assert other.post(f"{LIST}{number}/", {"words": "x"}).status_code == 404
    html = page(other, comment.discussion.article)
    assert "A secret reason" not in html and "What I think" not in html


def test_what_was_told_stays_though_the_list_of_reasons_changes(
    reader: Client, mona: User, comment: Comment
) -> None:
    comment.hide(by=mona, reason="Insult or threat")
    work(UNDO_FOR)
    Reason.objects.all().delete()
    assert "侮辱・脅迫" in stated(reader, **{"accept-language": "ja"})


def test_the_list_shows_the_newest_first_and_the_limits_lead_there(
    reader: Client, kelpie: User, mona: User, comment: Comment
) -> None:
    assert "Nothing of yours was removed" in words(reader.get(LIST).text)
    sanctioning.impose_for(comment, "ban", by=mona, reason="x", hides=True)
    work(UNDO_FOR)
    shown = words(reader.get(LIST).text)
    assert "You are banned" in shown and "Your comment was removed" in shown
    assert f'href="{LIST}"' in page(reader, comment.discussion.article)


def test_the_list_says_what_has_become_of_each_since(
    reader: Client, kelpie: User, mona: User, comment: Comment
) -> None:
    ban = sanctioning.impose_for(comment, "ban", by=mona, reason="x", hides=True)
    work(UNDO_FOR)
    shown = words(reader.get(LIST).text)
    assert "It was lifted on" not in shown and "public again" not in shown
    ban.lift(by=mona)
    comment.restore(by=mona)
    shown = words(reader.get(LIST).text)
    assert "It was lifted on" in shown and "The comment is public again." in shown


def test_the_list_takes_the_same_queries_for_one_decision_and_for_ten(
    reader: Client, kelpie: User, mona: User
) -> None:
    taken = []
    for count in (1, 9):
        for _ in range(count):
            rest()
            CommentFactory(by=kelpie).hide(by=mona, reason="x")
        work(UNDO_FOR)
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(LIST).text.count("Your comment was removed") >= count
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_an_account_that_is_gone_is_told_nothing(kelpie: User, mona: User, comment: Comment) -> None:
    comment.hide(by=mona, reason="x")
    Comment.objects.filter(pk=comment.pk).update(author=None)
    kelpie.delete()
    work(UNDO_FOR)
    assert not Statement.objects.exists()


def test_telling_again_tells_nothing_new(kelpie: User, mona: User, comment: Comment) -> None:
    entry: Any = comment.hide(by=mona, reason="x")
    work(UNDO_FOR)
    statements.tell([entry])
    assert Statement.objects.count() == 1 and told(kelpie) == [""]


def test_refused_words_are_forgotten_when_nobody_can_appeal_any_more(
    reader: Client, mona: User, time_machine: Any
) -> None:
    rule_changes.list_words(["grebe"], "refuse", by=mona)
    for words_of_theirs in ("Such a grebe.", "Another grebe."):
        reader.post(post_address(ArticleFactory()), {"text": words_of_theirs})
    one, other = Statement.objects.order_by("pk")
    appealing.appeal(other, by=other.reader, words="A bird.")
    time_machine.move_to(one.told_at + APPEAL_FOR - timedelta(days=1))
    assert statements.forget_refused(timezone.now()) == 0
    time_machine.move_to(one.told_at + APPEAL_FOR + timedelta(days=1))
    assert statements.forget_refused(timezone.now()) == 1
    assert list(Statement.objects.order_by("pk").values_list("text", flat=True)) == ["", "Another grebe."]
