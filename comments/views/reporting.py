"""Reporting a comment: a form with a reason, once each."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comments import drafts
from comments.models import Report
from comments.refusal import Refusal
from comments.views.answers import comment_for, done, refusal_data
from comments.views.gate import SignedInRequest, signed_in, wants_json
from comments.views.permalink import address


def _back(request: HttpRequest, pk: int) -> str:
    drafts.keep_form(request, request.POST.get("words", ""))
    return reverse("report", args=[pk])


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(back=_back)
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    comment = comment_for(request, pk)
    refusal = None
    if request.method == "POST":
        try:
            comment.report(
                by=request.user,
                reason=request.POST.get("reason", ""),
                words=request.POST.get("words", ""),
            )
        except Refusal as caught:
            refusal = caught
        else:
            drafts.drop_form(request)
            thanks = _("Thank you. A moderator will look at it.")
            if not wants_json(request):
                messages.success(request, thanks)
            return done(request, address(request, comment), message=thanks)
    if refusal and wants_json(request):
        return refusal_data(refusal)
    context = {
        "comment": comment,
        "reasons": Report.Reason.choices,
        "refusal": refusal,
        "typed": request.POST or {"words": drafts.read_form(request)},
    }
    return render(request, "comments/report.html", context, status=422 if refusal else 200)
