"""What was decided by moderators and rules, month by month: a page for everybody, and the same for spreadsheets."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from comments import months
from comments.models import ModerationEntry, ModerationMonth, Reason, Report
from comments.rules import name_of
from comments.spreadsheet import sheet
from newsportal.stored_pages import stored

# Months on the page; all of them are in the export.
SHOWN = 12
_ACT = ModerationEntry.Act


@require_safe
@stored
def moderation(request: HttpRequest) -> HttpResponse:
    labels = {one.words: str(one) for one in Reason.objects.all()}
    shown = [_shown(month, labels) for month in ModerationMonth.objects.all()[:SHOWN]]
    return render(request, "newsportal/moderation.html", {"months": shown})


@require_safe
def moderation_csv(request: HttpRequest) -> HttpResponse:
    """All months, a number a line. Its words are the same in every language, so that what reads it once reads it always."""
    rows = [
        (f"{month.month:%Y-%m}", *row)
        for month in ModerationMonth.objects.order_by("month")
        for row in month.rows
    ]
    text = sheet([("month", "what", "decided by", "reason", "number"), *rows])
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="moderation.csv"'
    return answer


def _shown(month: ModerationMonth, labels: dict[str, str]) -> dict[str, Any]:
    found = months.table(month.rows)
    names, acts = _names(), found["appeals"]
    return {
        "month": month,
        "decisions": [(names[what], people, rules) for what, (people, rules) in found["decisions"].items()],
        "reasons": [
            (labels.get(words, words) or _("In the moderator's own words"), number)
            for words, number in found["reasons"].most_common()
        ],
        "rules": [(name_of(code), number) for code, number in found["rules"].most_common()],
        "reports": [
            (Report.Reason(reason).label if reason in Report.Reason.values else reason, number)
            for reason, number in found["reports"].items()
        ],
        "reported": sum(found["reports"].values()),
        "outcomes": [
            (capfirst(Report.Outcome(outcome).label), number)
            for outcome, number in found["outcomes"].items()
            if outcome in Report.Outcome.values
        ],
        "report_time": lasting(found[months.REPORT_TIME]),
        "appeals": [(names[act], acts[act]) for act in months.APPEALS if act in acts],
        "appeal_time": lasting(found[months.APPEAL_TIME]),
    }


def _names() -> dict[str, str]:
    return {
        _ACT.HIDE: _("Comments removed"),
        _ACT.REFUSE: _("Comments not taken"),
        _ACT.HOLD: _("Comments held until a moderator had read them"),
        _ACT.WARN: _("Readers warned"),
        _ACT.SUSPEND: _("Readers suspended"),
        _ACT.BAN: _("Readers banned"),
        _ACT.RESTORE: _("Comments restored"),
        _ACT.LIFT: _("Sanctions lifted"),
        _ACT.APPEAL: _("Appeals"),
        _ACT.UPHOLD: _("Appeals rejected"),
        _ACT.OVERTURN: _("Appeals granted"),
    }


def lasting(seconds: int | None) -> str:
    """So long, in the unit that says most; empty for None."""
    if seconds is None:
        return ""
    for size, unit in (
        (24 * 60 * 60, lambda n: ngettext("%(n)s day", "%(n)s days", n)),
        (60 * 60, lambda n: ngettext("%(n)s hour", "%(n)s hours", n)),
    ):
        if seconds >= 2 * size:
            number = round(seconds / size)
            return unit(number) % {"n": number}
    number = max(1, round(seconds / 60))
    return ngettext("%(n)s minute", "%(n)s minutes", number) % {"n": number}
