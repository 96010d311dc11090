"""Hiding, approving, restoring and rejecting reports, right on the page: for moderators only, never by GET."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comments.drafts import Composer
from comments.models import Comment, Draft, Reason
from comments.moderation import require_moderator
from comments.quoting import quoting
from comments.refusal import Refusal
from comments.seeing import sights
from comments.views.answers import comment_for, done, refused
from comments.views.drafting import asked_for, boxed, keep_for, keep_typed, open_box, settle
from comments.views.gate import SignedInRequest, signed_in
from comments.views.permalink import address


def _hide_page(request: HttpRequest, pk: int) -> str:
    keep_for(request, Draft.Act.HIDE, pk, request.POST.get("reason", ""))
    return reverse("hide", args=[pk])


def _comment(request: HttpRequest, pk: int) -> str:
    return reverse("comment", args=[pk])


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(back=_hide_page, as_staff=True)
def hide(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET asks for the reason; POST hides."""
    require_moderator(request.user)
    comment = comment_for(request, pk)
    composer = Composer(Draft.Act.HIDE, comment.discussion_id, pk)
    seen, reason = request.POST.get("sight", ""), request.POST.get("reason", "")
    context = {
        "comment": comment,
        "quoting": quoting(comment),
        "sight": seen or sights([comment])[pk],
        "reasons": Reason.objects.all(),
    }
    if request.method != "POST":
        return boxed(request, "comments/hide.html", open_box(request, composer), context)
    box = asked_for(request, composer, reason)
    if box is None:
        try:
            comment.hide(by=request.user, reason=reason, seen=seen)
        except Refusal as refusal:
            box = keep_typed(request, composer, reason)
            box.refusal = refusal
    if box is not None:
        return boxed(request, "comments/hide.html", box, context)
    settle(request, composer, reason)
    return done(request, address(request, comment), _("The comment is hidden."), id=pk)


@require_POST
@signed_in(back=_comment, as_staff=True)
def reject(request: SignedInRequest, pk: int) -> HttpResponse:
    """Rejects the reports of the comment."""
    return _decide(request, pk, Comment.reject_reports, _("The reports are rejected; the comment stays."))


@require_POST
@signed_in(back=_comment, as_staff=True)
def approve(request: SignedInRequest, pk: int) -> HttpResponse:
    """Has a held comment be public."""
    return _decide(request, pk, Comment.approve, _("The comment is public now."))


@require_POST
@signed_in(back=_comment, as_staff=True)
def restore(request: SignedInRequest, pk: int) -> HttpResponse:
    """Has a hidden comment be public again."""
    return _decide(request, pk, Comment.restore, _("The comment is public again."))


def _decide(request: SignedInRequest, pk: int, verb: Callable[..., Any], told: str) -> HttpResponse:
    """`sight`, in the address, is how the comment stood on the page: what has moved since is refused, and says so."""
    require_moderator(request.user)
    comment = comment_for(request, pk)
    try:
        verb(comment, by=request.user, seen=request.GET.get("sight", ""))
    except Refusal as refusal:
        return refused(request, refusal, address(request, comment))
    return done(request, address(request, comment), told)
