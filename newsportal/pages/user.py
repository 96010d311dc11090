"""A reader's page: their name, since when, what they wrote and the votes it got, unless they keep it to themselves.

It is stored for nobody and says so to shared caches: it lists comments of many discussions, and no version tells when one
of them is hidden, or when its reader closes the page; either must be gone from the very next answer.
"""

from __future__ import annotations

from typing import Any

from django.db.models import FETCH_RAISE, Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.roles import MODERATORS, has_role
from comments.models import Comment, Mute, ReaderSettings
from comments.reader import OwnPart
from comments.views.paging import page_of
from newsportal import chrome

PER_PAGE = 20


@require_safe
def user(request: HttpRequest, name: str) -> HttpResponse:
    readers: Any = (
        User.objects.bearing(name)
        .filter(is_active=True)
        .annotate(
            moderates=has_role(MODERATORS, "pk"),
            is_muted=Exists(Mute.objects.filter(reader=request.user.pk, muted=OuterRef("pk"))),
        )
    )
    readers = readers.select_related("reader_settings", "author")
    reader: Any = readers.first()
    if reader is None:
        return _to_present_name(name)
    settings = getattr(reader, "reader_settings", None) or ReaderSettings(reader=reader)
    context = {
        "reader": reader,
        "role": reader.is_staff and ("moderator" if reader.moderates else "staff"),
        "is_own": request.user == reader,
        "is_public": settings.is_public,
        "is_shown": settings.shows_page_to(request.user),
        "is_muted": reader.is_muted,
    }
    if context["is_shown"]:
        context |= _written(request, reader)
    return render(request, "newsportal/user.html", context)


def _to_present_name(name: str) -> HttpResponse:
    """To the page of whoever was once called so. Not for good: one may go back to an earlier name. Raises Http404."""
    reader = User.objects.who_bore(name)
    if reader is None or not reader.is_active:
        raise Http404
    return redirect(reader)


def _written(request: HttpRequest, reader: User) -> dict[str, Any]:
    comments = Comment.objects.published().filter(author=reader)
    listed = comments.select_related("discussion__article__section").fetch_mode(FETCH_RAISE)
    around = chrome.current()
    policy = around.voting_policy
    asks_who_voted = policy.asks_who_voted and request.user.is_authenticated
    page = page_of(listed.with_votes_of(request.user.pk) if asks_who_voted else listed, request, PER_PAGE)
    counted = policy.counted_unvoted(at=timezone.now(), own=request.user == reader)
    return {
        # Read once, for the policy and for what stands around the page.
        "chrome": around,
        "page": page,
        "totals": comments.totals(counted=counted or Q()),
        "hides_votes": counted is None,
        "voting_policy": policy,
        "own": _own_part(request.user, page.rows) if asks_who_voted else None,
    }


def _own_part(reader: Any, rows: list[Comment]) -> OwnPart:
    """What decides whether the reader sees the counts: their votes, and whether the comments are their own."""
    return OwnPart(
        votes={comment.pk: comment.own_vote for comment in rows if comment.own_vote},
        comments=frozenset(comment.pk for comment in rows if comment.author_id == reader.pk),
    )
