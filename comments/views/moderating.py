"""Hiding and restoring, right on the page: for moderators only, never by GET."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from comments import drafts
from comments.moderation import require_moderator
from comments.refusal import Refusal
from comments.views.answers import comment_for, done, refusal_data
from comments.views.gate import SignedInRequest, signed_in, wants_json
from comments.views.permalink import address


def _hide_page(request: HttpRequest, pk: int) -> str:
    drafts.keep_form(request, request.POST.get("reason", ""))
    return reverse("hide", args=[pk])


def _comment(request: HttpRequest, pk: int) -> str:
    return reverse("comment", args=[pk])


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(back=_hide_page)
def hide(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET asks for the reason; POST hides."""
    require_moderator(request.user)
    comment = comment_for(request, pk)
    refusal = None
    if request.method == "POST":
        try:
            comment.hide(by=request.user, reason=request.POST.get("reason", ""))
        except Refusal as caught:
            refusal = caught
        else:
            drafts.drop_form(request)
            return done(request, address(request, comment))
    if refusal and wants_json(request):
        return refusal_data(refusal)
    typed = request.POST or {"reason": drafts.read_form(request)}
    context = {"comment": comment, "refusal": refusal, "typed": typed}
    return render(request, "comments/hide.html", context, status=422 if refusal else 200)


@require_POST
@signed_in(back=_comment)
def restore(request: SignedInRequest, pk: int) -> HttpResponse:
    require_moderator(request.user)
    comment = comment_for(request, pk)
    comment.restore(by=request.user)
    return done(request, address(request, comment))
