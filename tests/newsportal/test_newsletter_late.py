"""The weekly newsletter where no worker ran on its day, and what its editors are told of one that is late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from articles.models import Newsletter, NewsletterIssue
from articles.tasks import send_due_newsletters
from tests.articles.issues import reader_of
from tests.factories import EditorFactory
from tests.mails import mails, one_mail
from tests.newsportal.newsletter_days import DAY, FRIDAY, HOUR, at, headlines, story
from tests.worker import work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _weekly(settings: Any) -> None:
    settings.TIME_ZONE, settings.NEWSLETTERS = "Asia/Tokyo", ["weekly"]


def last_week_s() -> None:
    """The issue of the Friday before, sent."""
    story("Of last week", FRIDAY - 8 * DAY)
    at(FRIDAY - 7 * DAY)
    with time_machine.travel(FRIDAY - 7 * DAY + HOUR):
        NewsletterIssue.objects.get().send(by=EditorFactory())


def days() -> list[str]:
    return [f"{day:%m-%d}" for day in NewsletterIssue.objects.values_list("day", flat=True)]


@pytest.mark.parametrize("late", [1, 2, 5])
def test_it_is_made_as_soon_as_one_runs_again_with_what_came_since_the_last(late: int) -> None:
    last_week_s()
    story("Of this week", FRIDAY - 6 * DAY)
    story("Of the night", FRIDAY + timedelta(hours=5))
    at(FRIDAY + late * DAY)
    at(FRIDAY + late * DAY + HOUR)
    assert days() == ["03-13", "03-06"] and headlines("weekly") == ["Of the night", "Of this week"]
    story("Of the next", FRIDAY + 6 * DAY)
    at(FRIDAY + 7 * DAY)
    assert days() == ["03-20", "03-13", "03-06"]


def test_where_there_is_nothing_to_tell_on_its_day_it_is_made_once_there_is() -> None:
    last_week_s()
    at(FRIDAY)
    assert days() == ["03-06"]
    story("At last", FRIDAY + DAY)
    at(FRIDAY + DAY + HOUR)
    assert days() == ["03-13", "03-06"]


def test_none_is_made_up_for_a_day_before_the_first() -> None:
    story("The ferry", FRIDAY - DAY)
    at(FRIDAY + DAY)
    assert days() == []


def test_nor_for_another_day_of_the_week_that_is_chosen_meanwhile() -> None:
    last_week_s()
    story("Of Saturday", FRIDAY - 6 * DAY)
    Newsletter.objects.filter(pk="weekly").update(weekday=1)
    at(FRIDAY - 2 * DAY)
    assert days() == ["03-06"]
    at(FRIDAY + 4 * DAY)
    assert days() == ["03-17", "03-06"]


@pytest.mark.parametrize(("hours", "goes"), [(24, True), (32, False)])
def test_it_goes_by_itself_up_to_a_day_late_and_then_waits_for_an_editor(
    client: Client, hours: int, goes: bool
) -> None:
    last_week_s()
    Newsletter.objects.filter(pk="weekly").update(goes_by_itself=True)
    reader_of("ada", "weekly")
    story("Of this week", FRIDAY - 2 * DAY)
    at(FRIDAY + hours * HOUR)
    with time_machine.travel(FRIDAY + hours * HOUR, tick=True):
        send_due_newsletters.enqueue()
        work()
        client.force_login(EditorFactory())
        issue = NewsletterIssue.objects.latest("day")
        desk = client.get(f"/admin/articles/newsletterissue/{issue.pk}/change/").text
    assert (issue.sending is not None) == goes
    if goes:
        assert "Of this week" in one_mail()["Subject"]
    else:
        assert not mails() and "draft; waits for an editor" in desk
