"""The steps in the queues: looking at a comment, which claims it, deciding on it, undoing that. Each is a form, never a GET."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.acting import acting
from comments import moderation, queues
from comments.admin.queue_pages import found, moderating, placed, screen_of, to_list, to_screen
from comments.claiming import claim
from comments.look import Look
from comments.models import Comment, ModerationEntry, Wave
from comments.refusal import Refusal
from comments.undoing import undo

# What can be decided, by the name of its button.
DECISIONS: dict[str, Any] = {
    "approve": moderation.approve,
    "restore": moderation.restore,
    "hide": moderation.hide,
}
# Of who decides without saying what they saw: as if it had moved.
UNSEEN = "-"


@moderating
@require_POST
def look_at(request: HttpRequest, pk: int) -> HttpResponse:
    """Claims the comment, and leads to its screen, which tells where another has it."""
    claim(placed(pk).pk, by=acting(request))
    return to_screen(request, pk, at="reason" if "hide" in request.POST else "")


@moderating
@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Leads to the next comment of the queue, or with `back` to the one before; claims it where it is free."""
    look = Look.asked_for(request.GET.dict())
    other = queues.neighbour(look, placed(pk), back="back" in request.POST)
    if other is None:
        messages.info(
            request, _("There is none before it.") if "back" in request.POST else _("There is none after it.")
        )
        return to_screen(request, pk)
    claim(other.pk, by=acting(request))
    return to_screen(request, other.pk)


@moderating
@require_POST
def following(request: HttpRequest) -> HttpResponse:
    """Leads to the next comment that nobody looks at, after the one whose id is `after`."""
    after = request.POST.get("after", "")
    return _on(request, placed(int(after)) if _is_number(after) else None)


@moderating
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the decision `act` on what was seen (`sight`, in the address), and leads to the next comment; from the list to
    the row that stands `then`. Where it isn't taken the screen says why, as it stands now, with the reason that was typed."""
    verb = DECISIONS.get(request.POST.get("act", ""))
    if verb is None:
        raise Http404
    comment, then = placed(pk), request.GET.get("then")
    try:
        verb(
            Comment.objects.filter(pk=pk),
            by=acting(request),
            reason=request.POST.get("reason", ""),
            seen={pk: request.GET.get("sight") or UNSEEN},
        )
    except Refusal as refusal:
        if then is None:
            return screen_of(request, found(pk), refusal)
        messages.error(request, refusal.message)
        return to_list(request, at=f"comment-{pk}")
    if then is None:
        return _on(request, comment)
    return to_list(request, at=f"comment-{then}" if _is_number(then) else "")


@moderating
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undoes the decision with this id, and leads to what it was about."""
    entry, by = get_object_or_404(ModerationEntry, pk=pk), acting(request)
    here = request.POST.get("here", "")
    try:
        undo(entry, by=by)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return to_screen(request, int(here)) if _is_number(here) else to_list(request)
    messages.success(request, _("Undone: nobody was told of it."))
    if entry.comment_id is None:
        return to_screen(request, int(here)) if _is_number(here) else to_list(request)
    wave = Wave.objects.filter(decision__batch=entry.batch).first() if entry.batch else None
    if wave is not None:
        return HttpResponseRedirect(reverse("admin:comments_queue_wave", args=[wave.pk]), status=303)
    claim(entry.comment_id, by=by)
    return to_screen(request, entry.comment_id)


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) < 19


def _on(request: HttpRequest, after: Comment | None) -> HttpResponse:
    look = Look.asked_for(request.GET.dict())
    other = queues.claim_next(look, by=acting(request), after=after)
    if other is None:
        messages.info(request, _("Nothing more waits here."))
        return to_list(request)
    return to_screen(request, other.pk)
