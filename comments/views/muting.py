"""Muting a reader, at a comment or on the reader's page, and the list of whom one has muted."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.characters import set_apart
from accounts.models import User
from comments.models import Mute
from comments.refusal import Refusal
from comments.views.answers import comment_for, done, refused
from comments.views.gate import SignedInRequest, signed_in
from comments.views.paging import page_of
from comments.views.permalink import address

PER_PAGE = 50


def _list_page(request: HttpRequest) -> str:
    return reverse("muted")


def _page_of_reader(request: HttpRequest, name: str) -> str:
    return reverse("user", args=[name])


@require_safe
@signed_in(back=_list_page)
def muted(request: SignedInRequest) -> HttpResponse:
    page = page_of(Mute.objects.of(request.user), request, PER_PAGE)
    return render(request, "comments/muted.html", {"page": page})


@require_POST
@signed_in(back=_page_of_reader)
def mute(request: SignedInRequest, name: str) -> HttpResponse:
    """`value` is 1 to mute and 0 to undo it; the same again changes nothing."""
    # By an earlier name, too, for the page where it was pressed may be older than the present one.
    reader = User.objects.bearing(name).first() or User.objects.who_bore(name)
    if reader is None:
        raise Http404
    back = _where(request, reader)
    value = request.POST.get("value")
    try:
        if value == "1":
            Mute.objects.mute(reader, by=request.user)
            message = _("%(name)s is muted: what they write is folded, for you alone.")
        elif value == "0":
            Mute.objects.unmute(reader, by=request.user)
            message = _("%(name)s is no longer muted.")
        else:
            raise Refusal(_("A reader is muted or not."), code="value")
    except Refusal as refusal:
        return refused(request, refusal, back)
    message %= {"name": set_apart(reader.username)}
    return done(request, back, message=message)


def _where(request: SignedInRequest, reader: User) -> str:
    """Where it was pressed: at the comment that `?comment=` names, in the list, or on the reader's page."""
    if "list" in request.GET:
        return reverse("muted")
    comment = request.GET.get("comment", "")
    if comment.isascii() and comment.isdigit() and len(comment) < 19:
        return address(request, comment_for(request, int(comment)))
    return reader.get_absolute_url()
