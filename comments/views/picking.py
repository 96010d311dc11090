"""Picking a comment for all readers, right on the page: for the newsroom only, never by GET."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comments.picking import require_picker
from comments.refusal import Refusal
from comments.views.answers import comment_for, done, refused
from comments.views.gate import SignedInRequest, signed_in
from comments.views.permalink import address


def _back(request: HttpRequest, pk: int) -> str:
    return reverse("comment", args=[pk])


@require_POST
@signed_in(back=_back, as_staff=True)
def pick(request: SignedInRequest, pk: int) -> HttpResponse:
    """`value` is 1 to pick and 0 to undo it; the same again changes nothing."""
    require_picker(request.user)
    comment = comment_for(request, pk)
    value = request.POST.get("value")
    if value not in ("1", "0"):
        return refused(
            request, Refusal(_("A comment is picked or not."), code="value"), comment.get_absolute_url()
        )
    if value == "1":
        comment.pick(by=request.user)
        message = _("It is an editors' pick now.")
    else:
        comment.unpick(by=request.user)
        message = _("It is no longer an editors' pick.")
    return done(request, address(request, comment), message)
