"""Sanctioning the author of a comment, lifting that, undoing it; and a reader's answer to a warning: they have read it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comments import sanctioning, undoing
from comments.models import Comment, ModerationEntry, Reason, Sanction
from comments.models.sanction import HOURS
from comments.moderation import HIDEABLE, require_moderator
from comments.refusal import Refusal
from comments.seeing import sights
from comments.views.answers import comment_for
from comments.views.filled_in import address_with, one_of, reason_of
from comments.views.gate import SignedInRequest, signed_in

# What of a form is filled in again after a refusal, or a login.
_TYPED = ("what", "ground", "words")


def _account(request: HttpRequest, pk: int) -> str:
    return reverse("account")


def _page(request: HttpRequest, pk: int) -> str:
    return address_with(request, reverse("sanction", args=[pk]), _TYPED)


@require_POST
@signed_in(back=_account)
def read_warning(request: SignedInRequest, pk: int) -> HttpResponse:
    """404 for another's, as for one that there isn't."""
    get_object_or_404(Sanction, pk=pk, reader=request.user, kind=Sanction.Kind.WARN).read(by=request.user)
    messages.success(request, _("Thank you. You can write again."))
    return HttpResponseRedirect(reverse("account"), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(back=_page, as_staff=True)
def sanction(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET shows the comment, its author and their earlier sanctions, and asks for one; POST imposes it, or lifts or undoes the
    one that it names."""
    require_moderator(request.user)
    comment = comment_for(request, pk)
    if request.method != "POST":
        return _asked(request, comment, request.GET)
    try:
        _act(request, comment)
    except Refusal as refusal:
        return _asked(request, comment, request.POST, refusal)
    return HttpResponseRedirect(reverse("sanction", args=[pk]), status=303)


def _act(request: SignedInRequest, comment: Comment) -> None:
    posted, by = request.POST, request.user
    if "lift" in posted:
        one_of(Sanction.objects.filter(reader=comment.author), posted["lift"]).lift(by=by)
        messages.success(
            request, _("Lifted. The reader is told in ten seconds; until then it can be undone.")
        )
    elif "undo" in posted:
        undoing.undo(one_of(ModerationEntry.objects.filter(reader=comment.author), posted["undo"]), by=by)
        messages.success(request, _("Undone: nobody was told of it."))
    else:
        _impose(request, comment)
        messages.success(request, _("Done. The reader is told in ten seconds; until then it can be undone."))


def _impose(request: SignedInRequest, comment: Comment) -> None:
    posted, what = request.POST, request.POST.get("what", "")
    hours = {str(hours): hours for hours in HOURS}
    if what not in (*hours, Sanction.Kind.WARN, Sanction.Kind.BAN):
        raise Refusal(_("Choose what is to happen."), code="what")
    sanctioning.impose_for(
        comment,
        Sanction.Kind.SUSPEND if what in hours else what,
        by=request.user,
        reason=reason_of(request),
        hours=hours.get(what, 0),
        hides="hides" in posted,
        seen=posted.get("sight", ""),
    )


def _asked(
    request: SignedInRequest, comment: Comment, filled: Any, refusal: Refusal | None = None
) -> HttpResponse:
    author = comment.author
    context = {
        "comment": comment,
        "sight": sights([comment])[comment.pk],
        "author": author,
        "counts": author
        and Comment.objects.filter(author=author).aggregate(
            all=Count("pk"), hidden=Count("pk", filter=Q(state=Comment.State.HIDDEN))
        ),
        "sanctions": Sanction.objects.of(author) if author else [],
        "undoable": undoing.last_undoable(request.user, reader=author) if author else None,
        "choices": [
            (Sanction.Kind.WARN, _("Warn: they must read it before they comment again")),
            *((str(hours), _("Suspend for %(time)s") % {"time": label}) for hours, label in HOURS.items()),
            (Sanction.Kind.BAN, _("Ban, until it is lifted")),
        ],
        "grounds": Reason.objects.all(),
        "filled": filled,
        "hides": comment.state in HIDEABLE and (refusal is None or "hides" in filled),
        "refusal": refusal,
    }
    return render(request, "comments/sanction.html", context, status=422 if refusal else 200)
