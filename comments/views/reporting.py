"""Reporting a comment: a form with a reason, once each; and the list of what one has reported, with what came of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comments.drafts import Composer
from comments.models import Draft, Report
from comments.networks import network_of
from comments.refusal import Refusal
from comments.views.answers import comment_for, done
from comments.views.drafting import Box, asked_for, boxed, keep_aside, keep_for, keep_typed, open_box, settle
from comments.views.gate import SignedInRequest, signed_in
from comments.views.paging import page_of
from comments.views.permalink import address

PER_PAGE = 20


def _back(request: HttpRequest, pk: int) -> str:
    keep_aside(request, pk)
    keep_for(request, Draft.Act.REPORT, pk, request.POST.get("words", ""))
    # The reason is chosen, not typed: it goes along in the address.
    reason = request.POST.get("reason", "")
    return reverse("report", args=[pk], query={"reason": reason} if reason in Report.Reason.values else None)


def _list_page(request: HttpRequest) -> str:
    return reverse("reports")


@require_safe
@signed_in(back=_list_page)
def reports(request: SignedInRequest) -> HttpResponse:
    page = page_of(Report.objects.of(request.user), request, PER_PAGE)
    return render(request, "comments/reports.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(back=_back)
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET asks for the reason, with the one chosen that `?reason=` names; POST reports."""
    comment = comment_for(request, pk)
    composer = Composer(Draft.Act.REPORT, comment.discussion_id, pk)
    reason, words = request.POST.get("reason", ""), request.POST.get("words", "")
    earlier = Report.objects.filter(comment=pk, reporter=request.user).first()
    context = {"comment": comment, "reasons": Report.Reason.choices, "earlier": earlier}
    context["again"] = earlier.again(request.user) if earlier else ""
    context["reason"] = reason or request.GET.get("reason")
    if request.method != "POST":
        return _boxed(request, open_box(request, composer), context)
    if "use" in request.POST:
        # It comes with its own.
        context["reason"] = ""
    box = asked_for(request, composer, words)
    if box is None:
        try:
            is_first = comment.report(
                by=request.user, reason=reason, words=words, network=network_of(request)
            )
        except Refusal as refusal:
            box = keep_typed(request, composer, words)
            box.refusal = refusal
    if box is not None:
        return _boxed(request, box, context)
    settle(request, composer, words)
    thanks = (
        _("Thank you. A moderator will look at it. You will be told what became of it.")
        if is_first
        else _("Thank you. It is added to what you reported before, which isn't decided yet.")
    )
    return done(request, address(request, comment), message=thanks)


def _boxed(request: HttpRequest, box: Box, context: dict[str, Any]) -> HttpResponse:
    """With the reason that was chosen last: here, with what was kept, or in the report that waits."""
    earlier = context["earlier"]
    context["reason"] = context["reason"] or box.base or (earlier.reason if earlier else "")
    return boxed(request, "comments/report.html", box, context)
