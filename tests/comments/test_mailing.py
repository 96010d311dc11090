"""When mails go: at once but bundled, once a day, or never; and however hot a thread is, only a handful."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.models import User
from comments.mailing import next_daily
from comments.models import Notification, Postbox, ReaderSettings
from comments.tasks import send_mails
from tests.factories import CommentFactory, UserFactory
from tests.mails import mails, reader_with_mail, text
from tests.worker import work

pytestmark = pytest.mark.django_db

# Long ago, so that to the database, which keeps its own clock, every article is out.
NOON = datetime(2024, 11, 6, 3, tzinfo=UTC)  # in Tokyo


@pytest.fixture
def kelpie() -> User:
    return reader_with_mail(username="Kelpie")


@pytest.fixture
def at(time_machine: time_machine.TimeMachineFixture) -> Callable[..., None]:
    """Moves the clock to so long after noon, where the worker then does what is due."""

    def move(**after: float) -> None:
        time_machine.move_to(NOON + timedelta(**after), tick=True)
        send_mails.enqueue()
        work()

    move()
    return move


def mention(words: str = "so it is") -> None:
    CommentFactory(text=f"@Kelpie, {words}.")
    work()


def test_the_first_goes_at_once_and_what_comes_then_goes_together(kelpie: User, at: Any) -> None:
    mention("one")
    assert len(mails()) == 1
    mention("two")
    at(minutes=5)
    mention("three")
    assert len(mails()) == 1
    at(minutes=16)
    assert len(mails()) == 2
    [second] = [text(mail) for mail in mails() if "two" in text(mail)]
    assert "three" in second and ", one." not in second
    at(hours=5)
    assert len(mails()) == 2


def test_a_thread_of_a_thousand_replies_in_a_day_makes_a_handful_of_mails(kelpie: User, at: Any) -> None:
    own, others = CommentFactory(by=kelpie), UserFactory.create_batch(3)
    for number in range(1000):
        with time_machine.travel(NOON + timedelta(seconds=80 * number), tick=True):
            own.discussion.post(by=others[number % 3], text=f"Reply {number}.", parent=own)
    work()
    for minute in range(0, 24 * 60, 5):
        at(minutes=minute)
    assert 1 <= len(mails()) <= 8


def test_who_looks_into_it_hears_the_next_sooner(kelpie: User, at: Any) -> None:
    for minutes in (0, 16, 60, 130):
        at(minutes=minutes)
        mention()
    assert len(mails()) == 4
    Notification.objects.of(kelpie).mark_read()
    at(minutes=146)
    mention()
    assert len(mails()) == 5


def test_what_was_read_on_the_site_is_not_mailed(kelpie: User, at: Any) -> None:
    mention("one")
    mention("two")
    Notification.objects.of(kelpie).mark_read()
    at(hours=1)
    assert len(mails()) == 1


def test_once_a_day_means_one_mail_in_the_morning_with_all_of_it(kelpie: User, at: Any) -> None:
    ReaderSettings.objects.choose(by=kelpie, mails="daily")
    mention("one")
    at(hours=2)
    mention("two")
    at(hours=18.9)
    assert mails() == []
    at(hours=19.1)  # past seven in the morning
    [mail] = mails()
    assert "one" in text(mail) and "two" in text(mail)
    mention("three")
    at(hours=42)
    assert len(mails()) == 1
    at(hours=43.1)
    assert len(mails()) == 2


def test_never_means_never(kelpie: User, at: Any) -> None:
    ReaderSettings.objects.choose(by=kelpie, mails="never")
    mention()
    at(days=2)
    assert mails() == [] and not Postbox.objects.exists()


def test_a_change_of_mind_holds_for_what_waits(kelpie: User, at: Any) -> None:
    ReaderSettings.objects.choose(by=kelpie, mails="daily")
    mention("one")
    ReaderSettings.objects.choose(by=kelpie, mails="at_once")
    work()
    assert len(mails()) == 1
    mention("two")
    ReaderSettings.objects.choose(by=kelpie, mails="daily")
    at(hours=2)
    assert len(mails()) == 1
    ReaderSettings.objects.choose(by=kelpie, mails="never")
    at(days=2)
    assert len(mails()) == 1


def test_nobody_is_mailed_at_an_address_that_they_have_not_confirmed(at: Any) -> None:
    kelpie = UserFactory(username="Kelpie")
    EmailAddress.objects.create(user=kelpie, email=kelpie.email, verified=False, primary=True)
    mention()
    at(days=1)
    assert mails() == []


def test_a_closed_account_gets_no_mail(kelpie: User, at: Any) -> None:
    CommentFactory(text="@Kelpie")
    User.objects.filter(pk=kelpie.pk).update(is_active=False)
    work()
    at(days=1)
    assert mails() == []


def test_news_of_a_followed_discussion_are_mailed_until_looked_into_once_a_day(kelpie: User, at: Any) -> None:
    comment = CommentFactory()
    comment.discussion.follow(by=kelpie)
    for hours, count in ((0, 1), (1, 1), (6, 1), (25, 2), (26, 2)):
        at(hours=hours)
        CommentFactory(article=comment.discussion.article)
        work()
        at(hours=hours + 0.4)
        assert len(mails()) == count
    assert any("4 new comments" in text(mail) for mail in mails())


def test_what_is_old_is_no_news(kelpie: User, at: Any) -> None:
    ReaderSettings.objects.choose(by=kelpie, mails="never")
    mention("long ago")
    at(days=8)
    ReaderSettings.objects.choose(by=kelpie, mails="at_once")
    mention("now")
    [mail] = mails()
    assert "now" in text(mail) and "long ago" not in text(mail)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-03-28T06:59", "2026-03-28T07:00+01:00"),
        ("2026-03-28T07:00", "2026-03-29T07:00+02:00"),  # the clocks go forward in between
        ("2026-10-24T23:00", "2026-10-25T07:00+01:00"),  # and back
    ],
)
def test_the_morning_is_that_of_the_sites_zone_in_summer_and_winter(
    settings: Any, now: str, then: str
) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    timezone.get_default_timezone.cache_clear()
    try:
        local = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo("Europe/Berlin"))
        assert next_daily(local.astimezone(UTC)) == datetime.fromisoformat(then)
    finally:
        timezone.get_default_timezone.cache_clear()
