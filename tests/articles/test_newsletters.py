"""The issues of newsletters: to whom they go, once, by an editor or by themselves; and what each mail holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from articles.models import Alert, AlertChoice, Newsletter, NewsletterIssue
from articles.models.newsletter_issue import NotSendableError
from articles.tasks import send_due_newsletters
from tests.articles.issues import daily, issue_of, reader_of
from tests.articles.subscribers import subscriber
from tests.at_once import at_once
from tests.factories import ArticleFactory, EditorFactory, SectionFactory, UserFactory
from tests.mails import html, mails, one_mail, text
from tests.worker import work

pytestmark = pytest.mark.django_db

SEVEN = datetime(2026, 3, 9, 7, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture(autouse=True)
def _the_site_s_clock(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"


def at(moment: datetime) -> None:
    """The worker looks at `moment`."""
    with time_machine.travel(moment, tick=True):
        send_due_newsletters.enqueue()
        work()


def addressees() -> list[str]:
    return sorted(str(mail["To"]).partition("@")[0] for mail in mails())


def test_it_goes_to_those_who_have_chosen_it_and_said_yes() -> None:
    reader_of("daily")
    reader_of("both", "daily", "weekly", pace="breaking")
    reader_of("weekly", "weekly")
    subscriber("alerts-alone")
    subscriber("a-day-alone", pace="daily")
    reader_of("ended").end()
    unconfirmed = reader_of("unconfirmed")
    type(unconfirmed).objects.filter(pk=unconfirmed.pk).update(confirmed_at=None)
    closed = reader_of("closed").reader
    closed.is_active = False
    closed.save()
    alert = issue_of().send(by=EditorFactory())
    work()
    assert addressees() == ["both", "daily"] and alert.recipients == 2


def test_of_several_accounts_at_one_address_one_gets_it() -> None:
    first, second = reader_of("ada"), reader_of("bea")
    type(second).objects.filter(pk=second.pk).update(email=first.email)
    issue_of().send(by=EditorFactory())
    work()
    assert addressees() == ["ada"]


def test_it_has_the_editor_s_words_and_the_stories_in_their_order() -> None:
    reader_of("ada")
    harbour, culture = SectionFactory(slug="harbour"), SectionFactory(slug="culture")
    first = ArticleFactory(section=culture, headline="The organ <plays>", standfirst="At noon.")
    second = ArticleFactory(section=harbour, headline="The crane stands still")
    issue = issue_of(first, second)
    issue.subject, issue.introduction = "Noise & quiet", "Good morning.\n\nTwo stories."
    issue.save()
    issue.send(by=EditorFactory())
    work()
    mail = one_mail()
    assert mail["Subject"] == "Noise & quiet"
    for body in (text(mail), html(mail)):
        places = [
            body.index(words)
            for words in ("Daily newsletter", "Good morning.", "Two stories.", "Culture", "Harbour", "crane")
        ]
        assert places == sorted(places) and second.get_absolute_url() in body and "At noon." in body
    assert "The organ &lt;plays&gt;" in html(mail) and "The organ <plays>" in text(mail)
    assert "<p>Two stories.</p>" in html(mail)


def test_without_a_subject_it_is_the_first_headline() -> None:
    reader_of("ada")
    issue_of(ArticleFactory(headline="The organ plays"), ArticleFactory()).send(by=EditorFactory())
    work()
    assert one_mail()["Subject"] == "The organ plays"


def test_one_press_in_the_mail_program_ends_this_newsletter_and_nothing_else(client: Any) -> None:
    subscription = reader_of("ada", "daily", "weekly", pace="breaking")
    issue_of().send(by=EditorFactory())
    work()
    mail = one_mail()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    address = str(mail["List-Unsubscribe"]).strip("<>")
    assert address in text(mail)
    path = address[address.index("/accounts/") :]
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    choice = AlertChoice.objects.get()
    assert list(choice.newsletters.values_list("pk", flat=True)) == ["weekly"] and choice.pace == "breaking"
    subscription.refresh_from_db()
    assert subscription.is_active


def test_each_has_it_in_the_language_that_they_chose() -> None:
    reader = reader_of("aoi").reader
    reader.language = "ja"
    reader.save()
    issue_of().send(by=EditorFactory())
    work()
    assert '<html lang="ja">' in html(one_mail()) and "日刊ニュースレター" in html(one_mail())


def test_who_leaves_it_before_it_goes_gets_none() -> None:
    stays, leaves = reader_of("ada"), reader_of("bea", pace="breaking")
    issue = issue_of()
    issue.send(by=EditorFactory())
    AlertChoice.objects.leave(leaves, issue.newsletter)
    work()
    assert addressees() == [stays.reader.username]


def test_what_is_taken_off_before_it_goes_is_not_in_it() -> None:
    reader_of("ada")
    gone, stays = ArticleFactory(headline="Taken off"), ArticleFactory(headline="It stays")
    issue_of(gone, stays).send(by=EditorFactory())
    gone.unpublish(by=EditorFactory())
    work()
    assert "Taken off" not in text(one_mail()) + html(one_mail()) and one_mail()["Subject"] == "It stays"


def test_where_every_story_is_taken_off_none_goes() -> None:
    reader_of("ada")
    story = ArticleFactory()
    issue_of(story).send(by=EditorFactory())
    story.unpublish(by=EditorFactory())
    work()
    assert mails() == []


def test_it_goes_once() -> None:
    reader_of("ada")
    issue, editor = issue_of(), EditorFactory()
    issue.send(by=editor)
    with pytest.raises(NotSendableError):
        issue.send(by=editor)
    work()
    assert len(mails()) == 1 and Alert.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_editors_and_workers_that_send_it_at_the_same_moment_send_one() -> None:
    reader_of("ada")
    issue = issue_of(at=SEVEN)
    daily(goes_by_itself=True)
    editor = EditorFactory()

    def press() -> None:
        try:
            NewsletterIssue.objects.get(pk=issue.pk).send(by=editor)
        except NotSendableError:
            return

    with time_machine.travel(SEVEN, tick=True):
        at_once(press, press, *[lambda: NewsletterIssue.objects.send_due(SEVEN)] * 2)
        work()
    assert Alert.objects.count() == 1 and one_mail()["To"] == "ada@example.com"


def test_an_older_one_can_not_go_once_a_newer_is_there() -> None:
    older, newer = issue_of(at=SEVEN - timedelta(days=1)), issue_of(at=SEVEN)
    with pytest.raises(NotSendableError):
        older.send(by=EditorFactory())
    newer.send(by=EditorFactory())


def test_without_a_public_story_it_can_not_go() -> None:
    story = ArticleFactory()
    issue = issue_of(story)
    story.unpublish(by=EditorFactory())
    with pytest.raises(NotSendableError):
        issue.send(by=EditorFactory())


def test_who_may_not_publish_sends_none() -> None:
    with pytest.raises(PermissionDenied):
        issue_of().send(by=UserFactory())
    assert not Alert.objects.exists()


def test_it_goes_by_itself_at_its_hour_and_once_where_the_switch_says_so() -> None:
    reader_of("ada")
    issue_of(ArticleFactory(published_at=SEVEN - timedelta(hours=3)), at=SEVEN - timedelta(hours=2))
    at(SEVEN)
    daily(goes_by_itself=True)
    at(SEVEN - timedelta(minutes=1))
    assert mails() == []
    at(SEVEN)
    at(SEVEN + timedelta(minutes=1))
    assert one_mail()["To"] == "ada@example.com" and Alert.objects.get().sent_by is None


@pytest.mark.parametrize(("is_held", "made"), [(True, ["daily"]), (False, ["weekly"])])
def test_one_that_is_held_and_one_of_a_newsletter_that_is_off_waits(
    is_held: bool, made: list[str], settings: Any
) -> None:
    settings.NEWSLETTERS = made
    reader_of("ada")
    daily(goes_by_itself=True)
    issue_of(ArticleFactory(published_at=SEVEN - timedelta(hours=3)), at=SEVEN)
    NewsletterIssue.objects.update(is_held=is_held)
    at(SEVEN + timedelta(minutes=1))
    assert mails() == []


def test_where_no_worker_ran_for_a_day_it_is_no_news_any_more() -> None:
    reader_of("ada")
    daily(goes_by_itself=True)
    issue_of(ArticleFactory(published_at=SEVEN - timedelta(hours=3)), at=SEVEN)
    at(SEVEN + timedelta(days=1, minutes=1))
    assert mails() == []


@pytest.mark.parametrize(
    ("cadence", "fields"),
    [
        ("daily", {"weekday": 2}),
        ("weekly", {"weekday": None}),
        ("daily", {"made_hour": 9, "goes_hour": 8}),
        ("daily", {"goes_hour": 24}),
    ],
)
def test_hours_that_can_not_be_are_refused_by_the_database(cadence: str, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Newsletter.objects.filter(pk=cadence).update(**fields)
