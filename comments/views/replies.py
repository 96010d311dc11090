"""More replies to a comment, as the piece of the thread that a script puts in place; links lead to whole pages."""

from __future__ import annotations

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Byline
from comments.models import VotingPolicy
from comments.reader import own_part
from comments.rulebook import terms_of
from comments.threads import LEVELS, Place, read_thread
from comments.views.answers import comment_for


@require_safe
def replies(request: HttpRequest, pk: int) -> HttpResponse:
    """Those that follow `?after=`, a reply's id or 0, below a comment that stands at `?level=` 0 to LEVELS."""
    after, level = _number(request, "after"), _number(request, "level")
    if level > LEVELS:
        raise Http404
    comment = comment_for(request, pk)
    moderator = request.user.has_perm("comments.moderate_comment")
    place = Place(top=pk, start=str(after + 1))
    thread = read_thread(comment.discussion, place, moderator=moderator, level=level)
    if thread is None:
        raise Http404
    prefetch_related_objects(
        [comment.discussion.article], Prefetch("bylines", Byline.objects.select_related("author"))
    )
    top, *thread.entries = thread.entries
    shown = [entry.comment for entry in thread.entries]
    context = {
        "article": comment.discussion.article,
        "discussion": comment.discussion,
        "terms": terms_of(comment.discussion),
        "thread": thread,
        "level": level,
        "last": top.last,
        "writers": comment.discussion.article.writers,
        "voting_policy": VotingPolicy.objects.current(),
        "is_moderator": moderator,
        "can_pick": request.user.has_perm("comments.pick_comment"),
        "own": own_part(request.user, shown) if request.user.is_authenticated else None,
    }
    return render(request, "comments/_replies.html", context)


def _number(request: HttpRequest, name: str) -> int:
    value = request.GET.get(name, "0")
    if not (value.isascii() and value.isdigit() and len(value) < 18):
        raise Http404
    return int(value)
