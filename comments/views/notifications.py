"""The page of a reader's notifications."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from comments import inbox
from comments.models import Notification
from comments.views.answers import done
from comments.views.gate import SignedInRequest, signed_in
from comments.views.paging import page_of

PER_PAGE = 20


def _page(request: HttpRequest) -> str:
    return reverse("notifications")


@require_safe
@signed_in(back=_page)
def notifications(request: SignedInRequest) -> HttpResponse:
    """The newest first, and what has nothing to tell any more left out."""
    page = page_of(Notification.objects.of(request.user).standing().with_articles(), request, PER_PAGE)
    items = inbox.items_of(page.rows)
    return render(request, "comments/notifications.html", {"page": page, "items": items})


@require_POST
@signed_in(back=_page)
def mark_read(request: SignedInRequest) -> HttpResponse:
    """All up to `until`, the newest that the reader was shown: what came meanwhile still waits for them."""
    until = request.POST.get("until", "")
    if not (until.isascii() and until.isdigit() and len(until) < 19):
        raise Http404
    Notification.objects.of(request.user).filter(pk__lte=int(until)).mark_read()
    return done(request, reverse("notifications"))
