"""A day at the moderators' desk: what was written, held and reported in each of its hours, and how long decisions took.

Hours are those of the site's zone, by what they are there: where clocks are set, a day has 23 or 25 of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from comments.models import ModerationEntry

HOUR = timedelta(hours=1)
# The decisions of people. What a rule decided took no time, and what was undone was none.
_DECISIONS = [act.value for act in ModerationEntry.DECISIONS if act != ModerationEntry.Act.HOLD]

_HOURLY = """
    SELECT floor(extract(epoch FROM created_at - %(start)s) / 3600)::int, count(*)
      FROM {table} WHERE created_at >= %(start)s AND created_at < %(end)s {also} GROUP BY 1
"""
_COUNTS = {
    "comments": _HOURLY.format(table="comments_comment", also=""),
    "held": _HOURLY.format(table="comments_moderationentry", also="AND act = 'hold'"),
    "reports": _HOURLY.format(table="comments_report", also=""),
}
# A comment waits from when it was first held or reported after the decision before this one.
_DECIDED = """
    SELECT hour, count(*), percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY waited)
      FROM (
        SELECT floor(extract(epoch FROM e.created_at - %(start)s) / 3600)::int AS hour,
               extract(epoch FROM e.created_at - came.at) AS waited
          FROM comments_moderationentry e
         CROSS JOIN LATERAL (
               SELECT coalesce(max(created_at), '-infinity') AS at FROM comments_moderationentry d
                WHERE d.comment_id = e.comment_id AND d.id < e.id AND d.rule = '' AND d.act = ANY(%(decisions)s)
                  AND NOT EXISTS (SELECT FROM comments_moderationentry WHERE undoes_id = d.id)
               ) earlier
         CROSS JOIN LATERAL (
               SELECT min(at) AS at FROM (
                   SELECT created_at AS at FROM comments_moderationentry
                    WHERE comment_id = e.comment_id AND id < e.id AND act = 'hold'
                    UNION ALL
                   SELECT created_at FROM comments_report WHERE comment_id = e.comment_id
               ) x WHERE at > earlier.at AND at <= e.created_at
               ) came
         WHERE e.created_at >= %(start)s AND e.created_at < %(end)s AND e.rule = '' AND e.act = ANY(%(decisions)s)
           AND came.at IS NOT NULL
           AND NOT EXISTS (SELECT FROM comments_moderationentry WHERE undoes_id = e.id)
      ) decided
     GROUP BY GROUPING SETS ((hour), ())
"""


@dataclass(frozen=True, slots=True)
class Waits:
    """How many decisions on what was held or reported, and within how many seconds half of them came, and nine of ten."""

    count: int = 0
    median: float | None = None
    ninetieth: float | None = None


@dataclass(frozen=True, slots=True)
class Hour:
    """What happened from `at` on, for an hour."""

    at: datetime
    comments: int
    held: int
    reports: int
    decisions: Waits
    has_begun: bool


@dataclass(frozen=True, slots=True)
class Day:
    """The hours of a day, and all of it together."""

    date: date
    hours: list[Hour]
    comments: int
    held: int
    reports: int
    decisions: Waits


def read_day(day: date) -> Day:
    """What happened on this day so far, in four queries."""
    zone = timezone.get_default_timezone()
    start, end = (datetime.combine(one, time(), zone) for one in (day, day + timedelta(days=1)))
    # Counted in UTC: between times of one zone the clock's own hours would be counted.
    hours = int((end.timestamp() - start.timestamp()) // HOUR.seconds)
    bounds: dict[str, Any] = {"start": start, "end": end}
    counts: dict[str, dict[int, int]] = {name: dict(_rows(query, bounds)) for name, query in _COUNTS.items()}
    decided = {
        hour: Waits(count, *percentiles)
        for hour, count, percentiles in _rows(_DECIDED, {**bounds, "decisions": _DECISIONS})
        if percentiles
    }
    now = timezone.now()
    times = [datetime.fromtimestamp(start.timestamp() + n * HOUR.seconds, zone) for n in range(hours)]
    return Day(
        day,
        [
            Hour(
                at,
                **{name: counted.get(n, 0) for name, counted in counts.items()},
                decisions=decided.get(n, Waits()),
                has_begun=at <= now,
            )
            for n, at in enumerate(times)
        ],
        **{name: sum(counted.values()) for name, counted in counts.items()},
        decisions=decided.get(None, Waits()),
    )


def _rows(query: str, values: dict[str, Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()
