"""Counts what was decided in each month, by kind, by rule or person, and by reason; reports and appeals, and how long they took.

A decision that was undone before anybody was told is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Case, Count, F, Value, When
from django.utils import timezone

from comments import reasons
from comments.models.moderation_entry import ModerationEntry
from comments.models.moderation_month import ModerationMonth
from comments.models.reason import Reason
from comments.models.report import Report

_ACT = ModerationEntry.Act
# What rules decide by themselves; the rest people do.
BY_RULES = (_ACT.HOLD, _ACT.REFUSE)
DECISIONS = (_ACT.HIDE, _ACT.REFUSE, _ACT.HOLD, _ACT.WARN, _ACT.SUSPEND, _ACT.BAN, _ACT.RESTORE, _ACT.LIFT)
# Those against a comment or a reader, for which a reason is told.
WITH_REASON = (_ACT.HIDE, _ACT.WARN, _ACT.SUSPEND, _ACT.BAN)
APPEALS = (_ACT.APPEAL, _ACT.UPHOLD, _ACT.OVERTURN)
# Of these the number is seconds: the median of what was decided in the month, from the report or the appeal on.
REPORT_TIME, APPEAL_TIME = "report_median_seconds", "appeal_median_seconds"
PERSON = "person"

type Row = tuple[str, str, str, int]


def count_due(now: datetime) -> None:
    """Count the month that `now` is in and the one before, whose last day may have been counted in its midst; and all since
    the log began that were never counted."""
    first = ModerationEntry.objects.order_by("pk").values_list("created_at", flat=True).first()
    this = month_of(now)
    known = set(ModerationMonth.objects.values_list("month", flat=True))
    month = month_of(first) if first else this
    while month <= this:
        if month not in known or month >= before(this):
            rows = {"rows": [list(row) for row in count(month)], "counted_at": now}
            ModerationMonth.objects.update_or_create(month=month, defaults=rows)
        month = after(month)


def count(month: date) -> list[Row]:
    """All that is counted of the month that begins on this day."""
    start, end = _moment(month), _moment(after(month))
    return [*_decisions(start, end), *_reports(start, end), *_appeals(start, end)]


def _decisions(start: datetime, end: datetime) -> Iterator[Row]:
    """One row for each kind, who decided, and reason of the list; what a moderator wrote in their own words has none."""
    is_by_rule = When(act__in=BY_RULES, then=F("rule"))
    has_reason = When(act__in=WITH_REASON, then=F("reason"))
    found = (
        ModerationEntry.objects.filter(created_at__gte=start, created_at__lt=end, act__in=DECISIONS)
        .filter(undone_by=None)
        .order_by()
        .annotate(by=Case(is_by_rule, default=Value("")), why=Case(has_reason, default=Value("")))
        .values_list("act", "by", "why")
        .annotate(n=Count("pk"))
    )
    listed, counts = list(Reason.objects.all()), Counter[tuple[str, str, str]]()
    for act, rule, reason, number in found:
        ground = reasons.told(reason, listed).ground if reason else None
        counts[act, rule or PERSON, ground.words if ground else ""] += number
    for (what, by, why), number in sorted(counts.items()):
        yield what, by, why, number


def _reports(start: datetime, end: datetime) -> Iterator[Row]:
    made = Report.objects.filter(created_at__gte=start, created_at__lt=end).order_by()
    for reason, number in sorted(made.values_list("reason").annotate(n=Count("pk"))):
        yield "report", "", reason, number
    decided = Report.objects.filter(decided_at__gte=start, decided_at__lt=end).order_by()
    for outcome, number in sorted(decided.values_list("outcome").annotate(n=Count("pk"))):
        yield f"report_{outcome}", "", "", number
    times = """SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM decided_at - created_at))
                 FROM comments_report
                WHERE decided_at >= %s AND decided_at < %s AND outcome IN ('upheld', 'rejected')"""
    yield from _median(REPORT_TIME, times, start, end)


def _appeals(start: datetime, end: datetime) -> Iterator[Row]:
    """From the log, which keeps them when the accounts are gone."""
    found = ModerationEntry.objects.filter(created_at__gte=start, created_at__lt=end, act__in=APPEALS)
    for act, number in sorted(
        found.filter(undone_by=None).order_by().values_list("act").annotate(n=Count("pk"))
    ):
        yield act, "", "", number
    times = """SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM decided_at - made_at))
                 FROM comments_appeal WHERE decided_at >= %s AND decided_at < %s"""
    yield from _median(APPEAL_TIME, times, start, end)


def _median(what: str, times: str, start: datetime, end: datetime) -> Iterator[Row]:
    with connection.cursor() as cursor:
        cursor.execute(times, [start, end])
        (seconds,) = cursor.fetchone()
    if seconds is not None:
        yield what, "", "", round(seconds)


def month_of(time: datetime) -> date:
    """The first day of its month, by the site's clock."""
    return timezone.localdate(time, timezone.get_default_timezone()).replace(day=1)


def after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_default_timezone())


def table(rows: list[Any]) -> dict[str, Any]:
    """`rows` of one month as its part of the page shows them: `decisions` with the numbers of people and rules, `reasons`,
    `rules`, `reports`, `outcomes`, `appeals`, and the medians in seconds."""
    people, rules = Counter[str](), Counter[str]()
    found: dict[str, Any] = {"reasons": Counter(), "rules": Counter(), "reports": {}, "outcomes": {}}
    found |= {"appeals": {}, REPORT_TIME: None, APPEAL_TIME: None}
    for what, by, why, number in rows:
        if what == "report":
            found["reports"][why] = number
        elif what in (REPORT_TIME, APPEAL_TIME):
            found[what] = number
        elif what.startswith("report_"):
            found["outcomes"][what.removeprefix("report_")] = number
        elif what in APPEALS:
            found["appeals"][what] = number
        elif by == PERSON:
            people[what] += number
            if what in WITH_REASON:
                found["reasons"][why] += number
        else:
            rules[what] += number
            found["rules"][by] += number
    found["decisions"] = {
        act.value: (people[act], rules[act]) for act in DECISIONS if people[act] or rules[act]
    }
    return found
