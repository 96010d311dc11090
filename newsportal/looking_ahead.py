"""The site as of another time, for editors: what will stand on the front page tomorrow at six."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import Http404, HttpRequest
from django.utils import timezone


def looked_at(request: HttpRequest) -> datetime | None:
    """The time that an editor asks for with `?at=`, in the site's time zone where it names none; None, which is now, for
    everybody else: what is scheduled is nobody else's business. The page around it is as of that time, too (chrome.py).
    Raises Http404 for what is no time."""
    asked = request.GET.get("at", "")
    if not asked or not request.user.has_perm("articles.change_frontpageslot"):
        return None
    try:
        at = datetime.fromisoformat(asked)
        if timezone.is_naive(at):
            at = timezone.make_aware(at, timezone.get_default_timezone())
        # Years that the database or the zone can't reckon with.
        at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    request.looked_at = at  # type: ignore[attr-defined]
    return at
