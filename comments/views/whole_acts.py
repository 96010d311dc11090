"""Hiding all that the author of a comment wrote since a time, with the count before; and the page of such an act, from which
it is undone or taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comments import reasons, undoing, whole_acts
from comments.models import Comment, ModerationEntry, Reason
from comments.moderation import require_moderator
from comments.refusal import Refusal
from comments.views.answers import comment_for
from comments.views.filled_in import address_with, reason_of
from comments.views.gate import SignedInRequest, signed_in

_TYPED = ("since", "from", "ground", "words")
# Of what an act was about as much is shown; the rest stands in the log.
SHOWN = 50


def _page(request: HttpRequest, pk: int) -> str:
    return address_with(request, reverse("hide_since", args=[pk]), _TYPED)


def _act_page(request: HttpRequest, batch: UUID) -> str:
    return reverse("whole_act", args=[batch])


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(back=_page, as_staff=True)
def hide_since(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET says how many would be hidden from which time on, and changes nothing; POST hides them."""
    require_moderator(request.user)
    comment = comment_for(request, pk)
    if request.method != "POST":
        return _asked(request, comment)
    try:
        if comment.author is None:
            raise Refusal(_("Its author's account is gone: what else they wrote isn't known."), code="gone")
        since = _since(comment, request.POST.get("since", ""), request.POST.get("from", ""))
        reason = reason_of(request)
        batch = whole_acts.hide_since(comment.author, since, by=request.user, reason=reason)
    except Refusal as refusal:
        return _asked(request, comment, refusal)
    return HttpResponseRedirect(reverse("whole_act", args=[batch]), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(back=_act_page, as_staff=True)
def whole_act(request: SignedInRequest, batch: UUID) -> HttpResponse:
    """What was done as one act; POST undoes it within its ten seconds (`undo`), or restores what it hid."""
    require_moderator(request.user)
    entries = whole_acts.of_batch(batch)
    first = entries.filter(comment__isnull=False).select_related("actor", "reader", "telling").first()
    if first is None:
        raise Http404
    refusal = None
    if request.method == "POST":
        try:
            if "undo" in request.POST:
                undoing.undo(first, by=request.user)
                return HttpResponseRedirect(_act_page(request, batch), status=303)
            restored = whole_acts.restore_all(batch, by=request.user)
            return HttpResponseRedirect(_act_page(request, restored), status=303)
        except Refusal as caught:
            refusal = caught
    return _act_shown(request, batch, first, entries, refusal)


def _since(comment: Comment, chosen: str, typed: str) -> datetime | None:
    """The time that was chosen, or typed by the site's clock; None for all. Raises Refusal where there is none."""
    times = whole_acts.times(comment)
    if chosen in times:
        return times[chosen]
    try:
        since = parse_datetime(typed) if chosen == "from" else None
    except ValueError:
        since = None
    if since is None:
        raise Refusal(_("Choose since when."), code="since")
    return since if timezone.is_aware(since) else timezone.make_aware(since)


def _asked(request: SignedInRequest, comment: Comment, refusal: Refusal | None = None) -> HttpResponse:
    filled = request.POST if request.method == "POST" else request.GET
    times = whole_acts.times(comment)
    if filled.get("from"):
        try:
            times["from"] = _since(comment, "from", filled["from"])
        except Refusal as caught:
            refusal = refusal or caught
    counts = whole_acts.counted(comment.author, times) if comment.author else {}
    ago = {name: str(label) for name, (_span, label) in whole_acts.AGO.items()}
    labels = {"this": _("this comment on"), **ago, "all": _("all that they wrote")}
    context = {
        "comment": comment,
        "author": comment.author,
        "choices": [(name, label, counts.get(name, 0)) for name, label in labels.items()],
        "of_typed": counts.get("from"),
        "grounds": Reason.objects.all(),
        "filled": filled,
        "since": filled.get("since") or "this",
        "refusal": refusal,
    }
    return render(request, "comments/hide_since.html", context, status=422 if refusal else 200)


def _act_shown(
    request: SignedInRequest,
    batch: UUID,
    first: ModerationEntry,
    entries: Any,
    refusal: Refusal | None,
) -> HttpResponse:
    reasons.show([first])
    concerned = Comment.objects.filter(pk__in=entries.values("comment"))
    telling = getattr(first, "telling", None)
    context = {
        "first": first,
        "count": concerned.count(),
        "hidden": whole_acts.still_hidden(entries).count(),
        "can_undo": telling is not None
        and telling.due_at > timezone.now()
        and first.actor_id == request.user.pk
        and first.act != ModerationEntry.Act.UNDO,
        "is_undone": ModerationEntry.objects.filter(undoes__batch=batch).exists(),
        "comments": concerned.select_related("author", "discussion__article__section").order_by("-pk")[
            :SHOWN
        ],
        "batch": batch,
        "refusal": refusal,
    }
    return render(request, "comments/whole_act.html", context, status=422 if refusal else 200)
