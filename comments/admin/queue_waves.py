"""The waves at the desk: a list, a page for each that says what a decision would do, and the decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.acting import acting
from comments import reasons, waves
from comments.admin.queue_pages import context_of, moderating
from comments.look import Look
from comments.models import Comment, ModerationEntry, Reason, Report, Wave
from comments.queues import with_what_is_shown
from comments.refusal import Refusal
from comments.text import cited

# So many of them are named; and of its comments so many shown, the newest, by which one sees what they are.
LISTED, SHOWN, EXCERPT = 50, 30, 240
_SAME_ACT = ModerationEntry.objects.filter(batch=OuterRef("decision__batch")).order_by().values("batch")
_DECIDED = Subquery(_SAME_ACT.annotate(number=Count("pk")).values("number"))


@moderating
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Those that wait, and those that were decided on of late."""
    found = list(_known().annotate(decided=_DECIDED)[:LISTED])
    samples = Comment.objects.in_bulk([one.comments[-1] for one in found])
    rows = [_row(one, samples.get(one.comments[-1])) for one in found]
    context = {
        "title": _("Waves"),
        "open": [row for row in rows if row["wave"].is_open],
        "decided": [row for row in rows if not row["wave"].is_open],
        "is_waves": True,
    }
    return render(request, "admin/comments/queue/waves.html", context_of(request, Look(), **context))


@moderating
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(_known(), pk=pk))


@moderating
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Does `act` to all of it: hide, approve or restore."""
    wave, by, act = get_object_or_404(_known(), pk=pk), acting(request), request.POST.get("act", "")
    verbs: dict[str, Any] = {
        "hide": lambda: waves.hide(wave, by=by, reason=request.POST.get("reason", "")),
        "approve": lambda: waves.approve(wave, by=by),
        "restore": lambda: waves.restore(wave, by=by),
    }
    if act not in verbs:
        raise Http404
    try:
        entries = verbs[act]()
    except Refusal as refusal:
        return _page(request, _known().get(pk=pk), refusal)
    told = ngettext("%(n)d comment, as one act.", "%(n)d comments, as one act.", len(entries))
    messages.success(request, told % {"n": len(entries)})
    return HttpResponseRedirect(reverse("admin:comments_queue_waves"), status=303)


def _known() -> Any:
    return Wave.objects.select_related("decision__actor", "decision__undone_by")


def _page(request: HttpRequest, wave: Wave, refusal: Refusal | None = None) -> HttpResponse:
    comments = with_what_is_shown(Comment.objects.filter(pk__in=wave.comments)).order_by("-pk")[:SHOWN]
    listed, entry = list(Reason.objects.all()), None if wave.is_open else wave.decision
    reasons.show([entry] if entry else [], listed)
    context = {
        "title": wave.get_kind_display(),
        "is_waves": True,
        "wave": wave,
        "common": _common(wave),
        "outcome": waves.outcome(wave, by=acting(request)),
        "hidden": 0 if wave.is_open else waves.hidden_with(wave).count(),
        "comments": [(one, cited(one.text, EXCERPT)) for one in comments],
        "total": len(wave.comments),
        "reason": request.POST.get("reason", str(Report.Reason.SPAM.label)),
        "reasons": listed,
        "refusal": refusal,
        "entry": entry,
    }
    status = 422 if refusal else 200
    return render(
        request, "admin/comments/queue/wave.html", context_of(request, Look(), **context), status=status
    )


def _row(wave: Any, sample: Comment | None) -> dict[str, Any]:
    decision: ModerationEntry | None = None if wave.is_open else wave.decision
    is_there = sample is not None and sample.state != Comment.State.DELETED
    excerpt = cited(sample.text, EXCERPT) if sample is not None and is_there else ""
    # Not all of it may have been decided with it; what was alone has no name for the act.
    count = (wave.decided or 1) if decision else len(wave.comments)
    return {"wave": wave, "count": count, "excerpt": excerpt, "decision": decision}


def _common(wave: Wave) -> str:
    """What they have in common, as far as a word says it."""
    if wave.kind == Wave.Kind.DOMAIN:
        return wave.key
    if wave.kind != Wave.Kind.FRESH:
        return ""
    article = Comment.objects.filter(pk__in=wave.comments[:1]).values_list("discussion__article__headline")
    return article[0][0] if article else ""
