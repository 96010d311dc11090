"""The pages of the queues: the list, and one screen a comment. They change nothing, and claim nothing: that is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.acting import acting
from comments import background, queues, reasons
from comments.desk import MANY, Head, head_for
from comments.look import ORDERS, Kind, Look
from comments.models import Claim, Comment, Reason
from comments.moderation import not_for, require_moderator
from comments.quoting import SOON, quoting
from comments.refusal import Refusal
from comments.templatetags.desk import what
from comments.text import TURNING, cited

# What of a comment is read in the list. Of a longer one the end may be what matters: it is looked at by itself.
EXCERPT = 700
_BLANK = re.compile(r"\n\s*\n")


def moderating(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For moderators only; raises PermissionDenied for others."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_moderator(acting(request))
        return view(request, *args, **kwargs)

    return guarded


@moderating
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """A page of the queue that the address asks for."""
    look, by = Look.asked_for(request.GET.dict()), acting(request)
    page = queues.page(look, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    causes = background.causes(page.rows)
    rows = [_row(one, causes[one.pk], by) for one in page.rows]
    for row, following in pairwise(rows):
        row["next"] = following["comment"]
    context = {"page": page, "rows": rows, "title": look.kind.label, "place": _place(request)}
    return render(request, "admin/comments/queue/list.html", context_of(request, look, **context))


@moderating
@require_safe
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    return screen_of(request, found(pk))


def screen_of(request: HttpRequest, comment: Comment, refusal: Refusal | None = None) -> HttpResponse:
    """All that a decision on `comment` asks for; with a `refusal`, why the last one wasn't taken."""
    look, by = Look.asked_for(request.GET.dict()), acting(request)
    cause = background.causes([comment])[comment.pk]
    row = _row(comment, cause, by)
    decide = reverse("admin:comments_queue_decide", args=[comment.pk])
    listed = list(Reason.objects.all())
    entries = background.log_of(comment)
    past = background.past(comment.author, but=comment) if comment.author else None
    reasons.show([*entries, *(past.entries if past else [])], listed)
    context = {
        **row,
        "what": what(row, look),
        "is_narrowed": look.article is not None,
        "state": comment.state,
        "is_reported": comment.open_reports > 0,
        "is_claimed": row["claim"] is not None,
        "has_author": comment.author is not None,
        "decide": f"{decide}?{look.query}&sight={cause.sight}",
        "title": _("Comment #%(number)s") % {"number": comment.pk},
        "reason": request.POST.get("reason", cause.suggestion),
        "reasons": listed,
        "refusal": refusal,
        "entries": entries,
        "reports": background.reports_of(comment),
        "past": past,
        "quoting": quoting(comment, among=SOON),
        "here": comment.pk,
    }
    status = 422 if refusal else 200
    return render(
        request, "admin/comments/queue/screen.html", context_of(request, look, **context), status=status
    )


def found(pk: int) -> Comment:
    """With what is shown of it. Raises Http404."""
    comment = queues.shown(pk)
    if comment is None:
        raise Http404
    return comment


def placed(pk: int) -> Comment:
    """With its place in the queues alone. Raises Http404."""
    comment = queues.placed(pk)
    if comment is None:
        raise Http404
    return comment


def to_screen(request: HttpRequest, pk: int, *, at: str = "") -> HttpResponse:
    """Leads to the screen of the comment with this id, within the same queue; there to the element `at`."""
    return _to(reverse("admin:comments_queue_screen", args=[pk]), request, at)


def to_list(request: HttpRequest, *, at: str = "") -> HttpResponse:
    """Leads to the same page of the same queue."""
    return _to(reverse("admin:comments_queue_changelist"), request, at)


def _to(address: str, request: HttpRequest, at: str) -> HttpResponse:
    query = Look.asked_for(request.GET.dict()).query + _place(request)
    return HttpResponseRedirect(f"{address}?{query}{'#' if at else ''}{at}", status=303)


def _place(request: HttpRequest) -> str:
    """The page of the list, as it follows in an address."""
    place = {name: request.GET[name] for name in ("after", "before") if name in request.GET}
    return f"&{urlencode(place)}" if place else ""


def _row(comment: Comment, cause: background.Cause, by: Any) -> dict[str, Any]:
    """What is shown of a comment, and what may be done to it."""
    text = _BLANK.sub("\n", comment.text)
    excerpt = cited(text, EXCERPT)
    claim = _claim_of(comment)
    mine = claim is not None and claim.moderator_id == by.pk
    return {
        "comment": comment,
        "cause": cause,
        "excerpt": excerpt,
        "is_whole": excerpt == TURNING.sub("", text),
        "claim": claim,
        "is_mine": mine,
        "not_for": not_for(comment, by),
        "can_decide": not not_for(comment, by) and (claim is None or mine),
    }


def _claim_of(comment: Comment) -> Claim | None:
    claim = getattr(comment, "claim", None)
    return claim if claim is not None and claim.until > timezone.now() else None


def context_of(request: HttpRequest, look: Look, **more: Any) -> dict[str, Any]:
    """What stands on every page of the desk, and `more`."""
    head = head_for(acting(request))
    return {
        # What the admin's pages ask for; not its list of all nouns, which these pages don't show and which costs more
        # than a page of comments.
        "site_header": settings.SITE_NAME,
        "site_title": settings.SITE_NAME,
        "site_url": "/",
        "has_permission": True,
        "head": head,
        "look": look,
        "tabs": _tabs(look, head),
        "orders": ORDERS[look.kind],
        **more,
    }


def _tabs(look: Look, head: Head) -> list[dict[str, Any]]:
    """The kinds of queues; what is narrowed stays so from one to the other."""
    return [
        {
            "label": kind.label,
            "query": look.of(kind=kind, order=ORDERS[kind][0]).query,
            "is_here": kind == look.kind,
            "count": _counted(head.counts.get(kind)),
        }
        for kind in Kind
    ]


def _counted(count: int | None) -> str:
    if count is None:
        return ""
    return f"{MANY - 1}+" if count >= MANY else str(count)
