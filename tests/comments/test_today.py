"""How a day went at the desk: counted by the hours of the site's zone, and how long decisions took."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.stamps import span
from comments.log import note
from comments.models import Comment
from comments.plots import plot
from comments.today import read_day
from comments.undoing import undo
from tests.comments.pages import words
from tests.factories import CommentFactory, EditorFactory, UserFactory

pytestmark = pytest.mark.django_db
TOKYO = ZoneInfo("Asia/Tokyo")
DAY = date(2026, 3, 10)
PAGE = "/admin/comments/queue/day/"


@pytest.fixture
def at(time_machine: Any) -> Any:
    """Sets the clock to a time of the day in the site's zone."""

    def move(hour: int, minute: int = 0, second: int = 0, day: int = 10) -> None:
        time_machine.move_to(datetime(2026, 3, day, hour, minute, second, tzinfo=TOKYO), tick=False)

    return move


def hold(comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).update(state="held")
    note("hold", by=None, comment=comment, rule="words", reason="A word.")


def test_a_day_is_counted_by_the_hours_of_the_site(at: Any) -> None:
    for moment in ((23, 59, 59, 9), (0, 0), (0, 59, 59), (13, 30), (23, 59, 59)):
        at(*moment)
        CommentFactory()
    at(13, 45)
    comment = CommentFactory()
    for _ in range(2):
        comment.report(by=UserFactory(), reason="spam")
    hold(comment)
    at(0, 0, 0, 11)
    CommentFactory()
    day = read_day(DAY)
    assert (day.comments, day.held, day.reports) == (5, 1, 2)
    assert {hour.at.hour: hour.comments for hour in day.hours if hour.comments} == {0: 2, 13: 2, 23: 1}
    assert [(hour.at.hour, hour.held, hour.reports) for hour in day.hours if hour.held] == [(13, 1, 2)]
    assert len(day.hours) == 24


def test_a_decision_took_as_long_as_the_comment_was_held_or_reported(at: Any, mona: User) -> None:
    at(9)
    comments = [CommentFactory() for _ in range(4)]
    # Reported first, and held a minute later: it waits from when it was reported.
    at(9, 10)
    comments[0].report(by=UserFactory(), reason="spam")
    at(9, 11)
    hold(comments[0])
    hold(comments[1])
    at(9, 12)
    comments[1].approve(by=mona)
    at(9, 20)
    comments[0].hide(by=mona, reason="spam")
    # Nobody waited for these: one was neither held nor reported, the other is restored unasked.
    comments[2].approve(by=mona)
    at(10)
    comments[0].restore(by=mona)
    decisions = read_day(DAY).decisions
    assert (decisions.count, decisions.median) == (2, (60 + 600) / 2)
    assert decisions.ninetieth == pytest.approx(60 + 0.9 * 540)
    assert [hour.decisions.count for hour in read_day(DAY).hours if hour.decisions.count] == [2]


def test_what_was_undone_took_no_time_and_what_is_reported_anew_waits_anew(at: Any, mona: User) -> None:
    at(9)
    comment = CommentFactory()
    comment.report(by=UserFactory(), reason="spam")
    at(9, 30)
    entry = comment.reject_reports(by=mona)
    assert entry
    undo(entry, by=mona)
    assert read_day(DAY).decisions.count == 0
    at(9, 40)
    comment.reject_reports(by=mona)
    at(11)
    comment.report(by=UserFactory(), reason="spam")
    at(11, 5)
    comment.hide(by=mona, reason="spam")
    assert [hour.decisions.median for hour in read_day(DAY).hours if hour.decisions.count] == [2400, 300]


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_where_clocks_are_set_a_day_has_the_hours_that_it_has(settings: Any, day: date, hours: int) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    found = read_day(day).hours
    assert len(found) == hours and found[-1].at.hour == 23


def test_the_page_shows_it_to_moderators_as_plots_in_words_and_as_a_table(at: Any, mona: User) -> None:
    at(14)
    comment = CommentFactory()
    comment.report(by=UserFactory(), reason="spam")
    at(14, 7)
    comment.hide(by=mona, reason="spam")
    at(15)
    desk = Client()
    desk.force_login(mona)
    html = desk.get(PAGE).text
    told = words(html)
    assert "Half of the decisions came within 7 min, nine of ten within 7 min." in told
    assert "1 in all, the most in the hour from 14:00: 1." in told
    drawn = [html.count(part) for part in ('<figure class="plot', 'role="img"', "<title id=", "<desc id=")]
    assert drawn == [4] * 4
    assert re.search(r"14:00 1 0 1 1 7 min 7 min", told) and "16:00" not in told
    assert "style=" not in html.partition("<figure")[2], "the policy of the site forbids it"
    assert 'rel="next"' not in html
    before = desk.get(f"{PAGE}?day=2026-03-09").text
    assert "Nothing that was held or reported has been decided." in words(before) and 'rel="next"' in before
    for other in ("2027-01-01", "x", "0001-01-01", "2026-02-31"):
        assert desk.get(f"{PAGE}?day={other}").status_code == 200


def test_it_is_for_moderators_alone_and_nothing_is_done_there(mona: User) -> None:
    for user, expected in ((UserFactory(), 302), (EditorFactory(), 403), (mona, 200)):
        client = Client()
        client.force_login(user)
        assert client.get(PAGE).status_code == expected
    assert client.post(PAGE).status_code == 405


def test_it_takes_the_same_queries_for_a_day_with_one_and_with_thirty(mona: User) -> None:
    desk, taken = Client(), []
    desk.force_login(mona)
    for count in (1, 29):
        for comment in CommentFactory.create_batch(count):
            comment.report(by=UserFactory(), reason="spam")
            comment.hide(by=mona, reason="spam")
        with CaptureQueriesContext(connection) as queries:
            desk.get(PAGE)
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 9


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (3570, "1 h 0 min"),
        (4800, "1 h 20 min"),
        (172_799, "2 d 0 h"),
        (273_600, "3 d 4 h"),
    ],
)
def test_how_long_something_took_is_told_in_two_units_at_most(seconds: float, told: str) -> None:
    assert span(seconds) == told


def test_bars_are_as_high_as_their_values_and_none_where_there_is_none() -> None:
    drawn = plot(
        [0, 5, None, 10], ["a", "", "", "b"], name="n", title="t", about="", tips=[None, 20, None, None]
    )
    low, high = drawn.bars
    assert high.height == pytest.approx(2 * low.height, abs=0.2) and low.tip == 16 and high.tip is None
    assert drawn.top == "20" and [mark.words for mark in drawn.marks] == ["a", "b"]
    assert all(round(bar.y + bar.height) == drawn.base for bar in drawn.bars)
    assert plot([], [], name="n", title="t", about="").bars == []
