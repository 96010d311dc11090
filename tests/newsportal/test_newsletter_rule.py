"""Which stories a newsletter begins with: placed ones, then of each section the most read, the most discussed and the latest."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, FrontPageSlot, NewsletterIssue, Reads
from newsportal.newsletters import MOST, put_together
from tests.at_once import at_once
from tests.factories import ArticleFactory, CommentFactory, EditorFactory, SectionFactory
from tests.newsportal.newsletter_days import DAY, FRIDAY, HOUR, MONDAY, at, headlines, story, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_site_s_clock(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"


def test_placed_stories_come_first_then_each_section_s_most_read_and_most_discussed() -> None:
    SectionFactory(slug="culture", position=2)
    SectionFactory(slug="harbour", position=1)
    old = story("Placed, and old", MONDAY - 9 * DAY)
    placed = story("Placed first")
    FrontPageSlot.objects.create(article=old, position=2)
    FrontPageSlot.objects.create(article=placed, position=1)
    elsewhere = story("Placed on a section's page", MONDAY - 9 * DAY)
    FrontPageSlot.objects.create(article=elsewhere, section=elsewhere.section, position=1)
    FrontPageSlot.objects.create(article=placed, section=placed.section, position=9)
    over = story("Placed no more", MONDAY - 9 * DAY)
    FrontPageSlot.objects.create(article=over, position=1, ends_at=MONDAY - HOUR)
    read = story("Read", MONDAY - 5 * HOUR)
    discussed = story("Discussed", MONDAY - 6 * HOUR)
    story("The latest")
    of_culture = story("Of culture", section="culture")
    CommentFactory(article=discussed)
    CommentFactory(article=placed)
    Reads.objects.add({read.pk: 7, discussed.pk: 3, placed.pk: 9, old.pk: 9}, at=MONDAY - HOUR)
    Reads.objects.add({over.pk: 900}, at=MONDAY - HOUR)
    at(MONDAY)
    assert told() == [
        ("Placed first", "placed"),
        ("Placed, and old", "placed"),
        ("Read", "read"),
        ("Discussed", "discussed"),
        (of_culture.headline, "latest"),
    ]


def test_where_nothing_is_read_or_discussed_it_is_the_latest() -> None:
    for hours in (3, 1, 2):
        story(f"{hours} hours ago", MONDAY - hours * HOUR)
    at(MONDAY)
    assert told() == [("1 hours ago", "latest"), ("2 hours ago", "latest")]


def test_the_most_read_story_that_is_the_most_discussed_too_stands_once() -> None:
    both = story("Both", MONDAY - 5 * HOUR)
    CommentFactory(article=both)
    Reads.objects.add({both.pk: 7}, at=MONDAY - HOUR)
    story("Another")
    at(MONDAY)
    assert told() == [("Both", "read"), ("Another", "latest")]


def test_it_is_made_at_its_hour_by_the_site_s_clock_once() -> None:
    story("The ferry")
    at(MONDAY - timedelta(minutes=1))
    assert not NewsletterIssue.objects.exists()
    at(MONDAY)
    at(MONDAY + 5 * HOUR)
    issue = NewsletterIssue.objects.get()
    assert issue.newsletter_id == "daily" and issue.day == MONDAY.date() and issue.sending is None


def test_the_weekly_one_is_made_on_its_day_of_the_week_s_stories(settings: Any) -> None:
    settings.NEWSLETTERS = ["weekly"]
    for days in (1, 4, 6, 8):
        story(f"{days} days ago", FRIDAY - days * DAY)
    at(FRIDAY - HOUR)
    at(FRIDAY - DAY)
    assert not NewsletterIssue.objects.exists()
    at(FRIDAY)
    assert headlines("weekly") == ["1 days ago", "4 days ago", "6 days ago"]


def test_none_has_what_the_one_before_had() -> None:
    placed = story("Placed")
    FrontPageSlot.objects.create(article=placed, position=1)
    story("Monday's")
    at(MONDAY)
    with time_machine.travel(MONDAY + HOUR):
        NewsletterIssue.objects.get().send(by=EditorFactory())
    story("After Monday's was made", MONDAY + HOUR)
    at(MONDAY + DAY)
    assert headlines() == ["After Monday's was made"]


def test_what_was_never_sent_is_told_by_the_next() -> None:
    story("Monday's")
    at(MONDAY)
    with time_machine.travel(MONDAY + HOUR):
        NewsletterIssue.objects.get().send(by=EditorFactory())
    for days in (1, 2):
        story(f"After {days} days", MONDAY + days * DAY - HOUR)
        at(MONDAY + days * DAY)
    assert headlines() == ["After 2 days", "After 1 days"]


def test_one_that_comes_again_after_long_tells_of_its_own_period_alone() -> None:
    story("Monday's")
    at(MONDAY)
    with time_machine.travel(MONDAY + HOUR):
        NewsletterIssue.objects.get().send(by=EditorFactory())
    for days in (3, 30):
        story(f"After {days} days", MONDAY + days * DAY - HOUR)
    at(MONDAY + 30 * DAY)
    assert headlines() == ["After 30 days"]


def test_where_there_is_nothing_to_tell_none_is_made_until_there_is() -> None:
    story("Of last week", MONDAY - 6 * DAY)
    ArticleFactory(state=Article.State.DRAFT, published_at=None)
    at(MONDAY)
    assert not NewsletterIssue.objects.exists()
    story("At six", MONDAY + HOUR)
    at(MONDAY + 2 * HOUR)
    assert headlines() == ["At six"]


def test_one_that_is_switched_off_is_not_made(settings: Any) -> None:
    settings.NEWSLETTERS = []
    story("The ferry")
    at(MONDAY)
    assert not NewsletterIssue.objects.exists()


def test_it_has_a_length_that_is_read() -> None:
    for number in range(14):
        for _ in range(3):
            story(f"Of {number}", section=f"section-{number}")
    at(MONDAY)
    assert len(headlines()) == MOST


def test_putting_together_costs_as_much_for_any_number_of_stories() -> None:
    counts = []
    for place, number in enumerate((1, 30)):
        day = MONDAY + place * DAY
        for _ in range(number):
            story("The ferry", day - HOUR)
        with time_machine.travel(day), CaptureQueriesContext(connection) as queries:
            put_together(day)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_workers_that_find_the_hour_come_at_the_same_moment_make_one() -> None:
    story("The ferry")
    with time_machine.travel(MONDAY, tick=True):
        at_once(*[lambda: put_together(MONDAY)] * 4)
    assert NewsletterIssue.objects.count() == 1 and headlines() == ["The ferry"]
