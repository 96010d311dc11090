"""The page that says how a day went at the desk: plots, and the numbers behind them as a table."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.stamps import span
from comments.admin.queue_pages import context_of, moderating
from comments.look import Look
from comments.plots import Plot, plot
from comments.today import Day, Hour, read_day

# Hours that are named below a plot: more would run into each other on a phone.
NAMED_EVERY = 6
# Before this no comment was written here, and dates can't be reckoned with any further.
FIRST = date(2000, 1, 1)


@moderating
@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """Today, or the day that `?day=2026-11-30` names."""
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    found = read_day(_asked_for(request, today))
    context = {
        "title": _("Today") if found.date == today else _("A day at the desk"),
        "day": found,
        "before": found.date - timedelta(days=1) if found.date > FIRST else None,
        "after": found.date + timedelta(days=1) if found.date < today else None,
        "plots": _plots(found),
        "rows": [hour for hour in found.hours if hour.has_begun],
    }
    return render(request, "admin/comments/queue/day.html", context_of(request, Look(), **context))


def _asked_for(request: HttpRequest, today: date) -> date:
    try:
        asked = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today
    return min(max(asked, FIRST), today)


def _plots(found: Day) -> list[Plot]:
    hours = found.hours
    marks = [f"{hour.at:%H}" if hour.at.hour % NAMED_EVERY == 0 else "" for hour in hours]
    named: list[tuple[str, str, Any]] = [
        ("comments", _("Comments by hour"), lambda hour: hour.comments),
        ("held", _("Held by hour"), lambda hour: hour.held),
        ("reports", _("Reports by hour"), lambda hour: hour.reports),
    ]
    drawn = [
        plot([value(hour) for hour in hours], marks, name=name, title=title, about=_about(hours, value))
        for name, title, value in named
    ]
    medians = [hour.decisions.median for hour in hours]
    waits = plot(
        medians,
        marks,
        name="waits",
        title=_("Time to decision by hour"),
        about=_about_waits(found),
        say=span,
        tips=[hour.decisions.ninetieth for hour in hours],
    )
    return [*drawn, waits]


def _about(hours: list[Hour], value: Any) -> str:
    """What the plot shows, for those who don't see it; the table has each number."""
    most = max(hours, key=value)
    if not value(most):
        return _("None.")
    told = {"total": sum(map(value, hours)), "most": value(most), "hour": f"{most.at:%H:%M}"}
    return _("%(total)d in all, the most in the hour from %(hour)s: %(most)d.") % told


def _about_waits(found: Day) -> str:
    if not found.decisions.count:
        return _("Nothing that was held or reported has been decided.")
    waits = found.decisions
    told = {"median": span(waits.median or 0), "ninetieth": span(waits.ninetieth or 0)}
    return _("Half of the decisions came within %(median)s, nine of ten within %(ninetieth)s.") % told
