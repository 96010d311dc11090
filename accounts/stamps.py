"""Times as readers see them, the zone always named: "Nov. 7, 2024 07:12 am JST", of today "07:12 am JST", and how long
something took: "1 h 20 min". In the paper the zone is the site's; on readers' own pages and in mails to them it is theirs
(accounts/languages.py)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.dates import MONTHS_AP
from django.utils.translation import gettext as _


def stamp(time: datetime) -> str:
    """The date and time in words, for a sentence."""
    return " ".join(printed(time).split())


def printed(time: datetime) -> str:
    """The same as it stands over a comment in the paper, in English with two spaces before the hour."""
    local = timezone.localtime(time)
    return _("%(month)s %(day)s, %(year)s  %(hour12)s:%(minute)s %(half)s %(zone)s") % {
        "month": MONTHS_AP[local.month],
        "month_number": local.month,
        "day": local.day,
        "year": local.year,
        **_of_day(local),
    }


def clock(time: datetime) -> str:
    """The time of day alone; of the minute that has begun, so that who is told "until" isn't told too much."""
    local = timezone.localtime(time)
    return _("%(hour12)s:%(minute)s %(half)s %(zone)s") % _of_day(local)


def second(time: datetime) -> str:
    """The time of day to the second that has begun."""
    local = timezone.localtime(time)
    return _("%(hour12)s:%(minute)s:%(second)s %(half)s %(zone)s") % _of_day(local)


def span(seconds: float) -> str:
    """How long something took, in two units at most: "40 s", "4 min", "1 h 20 min", "3 d 4 h"."""
    minutes = round(seconds / 60)
    if seconds < 59.5:
        return _("%(seconds)d s") % {"seconds": round(seconds)}
    if minutes < 60:
        return _("%(minutes)d min") % {"minutes": minutes}
    if minutes < 48 * 60:
        hours, minutes = divmod(minutes, 60)
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
    days, hours = divmod(round(seconds / 3600), 24)
    return _("%(days)d d %(hours)d h") % {"days": days, "hours": hours}


def _of_day(local: datetime) -> dict[str, str | None]:
    return {
        "hour": f"{local.hour:02}",
        "hour12": f"{local.hour % 12 or 12:02}",
        "minute": f"{local.minute:02}",
        "second": f"{local.second:02}",
        "half": "am" if local.hour < 12 else "pm",
        "zone": local.tzname(),
    }
