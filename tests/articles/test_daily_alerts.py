"""The daily mail: at its hour in the site's zone, about what was published since the last, and none about nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from articles.models import Alert, Article, Topic
from articles.tasks import issue_daily_alert
from tests.articles.subscribers import subscriber
from tests.at_once import at_once
from tests.factories import ArticleFactory, EditorFactory, SectionFactory
from tests.mails import html, mails, one_mail, text
from tests.worker import work

pytestmark = pytest.mark.django_db

TOKYO = ZoneInfo("Asia/Tokyo")
# A day whose mail is due in an hour, and what comes after.
SIX = datetime(2026, 3, 9, 6, 0, tzinfo=TOKYO)
SEVEN = SIX + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _the_site_s_clock(settings: Any) -> None:
    settings.TIME_ZONE, settings.DAILY_MAIL_HOUR = "Asia/Tokyo", 7


def at(moment: datetime) -> None:
    """The worker looks at `moment`."""
    with time_machine.travel(moment, tick=True):
        issue_daily_alert.enqueue()
        work()


def published(moment: datetime, **fields: Any) -> Article:
    return ArticleFactory(published_at=moment, **fields)


def addressees() -> list[str]:
    return sorted(str(mail["To"]).partition("@")[0] for mail in mails())


def test_it_goes_at_its_hour_in_the_site_s_zone_and_once() -> None:
    subscriber("ada", pace="daily")
    published(SIX - timedelta(hours=5), headline="The night ferry is late")
    at(SIX)
    at(SEVEN - timedelta(minutes=1))
    assert mails() == []
    at(SEVEN)
    at(SEVEN + timedelta(minutes=1))
    at(SEVEN + timedelta(hours=9))
    mail = one_mail()
    assert mail["Subject"] == "March 9: The night ferry is late" and mail["To"] == "ada@example.com"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_each_has_what_came_since_the_last_and_nothing_twice() -> None:
    subscriber("ada", pace="daily")
    published(SIX, headline="First")
    at(SEVEN + timedelta(minutes=3))
    published(SEVEN + timedelta(minutes=2), headline="Before the mail went")
    published(SEVEN + timedelta(minutes=4), headline="Second")
    at(SEVEN + timedelta(days=1))
    assert sorted(str(mail["Subject"]) for mail in mails()) == ["March 10: Second", "March 9: First"]


def test_nothing_published_is_no_mail() -> None:
    subscriber("ada", pace="daily")
    published(SIX - timedelta(days=3))
    published(SEVEN + timedelta(minutes=30))
    at(SEVEN)
    assert mails() == [] and Alert.objects.get().recipients == 0


def test_who_chose_sections_and_topics_has_theirs_alone() -> None:
    harbour, culture = SectionFactory(slug="harbour"), SectionFactory(slug="culture")
    tides = Topic.objects.create(name="Tides", slug="tides")
    subscriber("harbour", pace="daily", sections=[harbour])
    subscriber("tides", pace="daily", topics=[tides])
    subscriber("none", pace="daily", sections=[SectionFactory(slug="sport")])
    subscriber("everything", pace="daily")
    subscriber("breaking")
    published(SIX, section=harbour, headline="Of the harbour")
    published(SIX, section=culture, headline="Of the tides").topics.add(tides)
    at(SEVEN)
    told = {str(mail["To"]).partition("@")[0]: text(mail) for mail in mails()}
    assert set(told) == {"harbour", "tides", "everything"}
    assert "Of the harbour" in told["harbour"] and "Of the tides" not in told["harbour"]
    assert "Of the tides" in told["tides"] and "Of the harbour" not in told["tides"]
    assert "Of the tides" in told["everything"] and "Of the harbour" in told["everything"]


def test_ten_stories_the_latest_first_and_the_rest_as_a_number() -> None:
    subscriber("ada", pace="daily")
    for hour in range(12):
        published(SIX - timedelta(hours=hour), headline=f"{hour} hours before", standfirst=f"Stand {hour}")
    at(SEVEN)
    body = text(one_mail())
    places = [body.index(f"{hour} hours before") for hour in range(10)]
    assert places == sorted(places) and "10 hours before" not in body and "Stand 9" in body
    assert "2 more stories on the site" in body and "2 more stories on the site" in html(one_mail())


def test_each_has_it_in_the_language_that_they_chose() -> None:
    for name, language in (("ada", ""), ("aoi", "ja")):
        reader = subscriber(name, pace="daily").reader
        reader.language = language
        reader.save()
    published(SIX, headline="The night ferry is late")
    at(SEVEN)
    told = {str(mail["To"]): mail for mail in mails()}
    assert '<html lang="en">' in html(told["ada@example.com"])
    assert (
        '<html lang="ja">' in html(told["aoi@example.com"]) and "3月9日" in told["aoi@example.com"]["Subject"]
    )


def test_what_is_taken_off_before_it_goes_is_not_in_it() -> None:
    subscriber("ada", pace="daily")
    gone, editor = published(SIX), EditorFactory()
    with time_machine.travel(SEVEN, tick=True):
        Alert.objects.issue_daily(SEVEN)
        gone.unpublish(by=editor)
        work()
    assert mails() == []


def test_where_no_worker_ran_at_its_hour_it_comes_late_and_has_all_of_it() -> None:
    subscriber("ada", pace="daily")
    at(SEVEN)
    published(SEVEN + timedelta(hours=1), headline="Monday")
    published(SEVEN + timedelta(days=1, hours=1), headline="Tuesday")
    at(SEVEN + timedelta(days=2, hours=8))
    assert "Monday" in text(one_mail()) and "Tuesday" in text(one_mail())


def test_its_page_has_the_same_stories_and_nobody_s_name(client: Client) -> None:
    subscriber("subscriberada", pace="daily")
    story = published(SIX, headline="The night ferry is late", standfirst="Fog, again.")
    hidden, editor = published(SIX, headline="Taken off"), EditorFactory()
    at(SEVEN)
    path = next(line for line in text(one_mail()).split() if "/alerts/daily/" in line).partition("//")[2]
    hidden.unpublish(by=editor)
    page = client.get(path[path.index("/") :])
    assert page.status_code == 200 and not page.cookies and 'content="noindex"' in page.text
    assert story.headline in page.text and "Fog, again." in page.text and "Monday, March 9, 2026" in page.text
    assert "Taken off" not in page.text
    assert "subscriberada" not in page.text
    story.unpublish(by=editor)
    assert client.get(path[path.index("/") :]).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_workers_that_find_the_hour_come_at_the_same_moment_send_one() -> None:
    subscriber("ada", pace="daily")
    published(SIX)
    with time_machine.travel(SEVEN, tick=True):
        at_once(*[lambda: Alert.objects.issue_daily(SEVEN)] * 4)
        work()
    assert Alert.objects.count() == 1 and one_mail()["To"] == "ada@example.com"
