"""A comment's permalink."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.acting import acting
from comments.models import Comment, Notification, ReaderSettings, Statement
from comments.threads import DEFAULT_SORT, Place, place_of
from comments.views.answers import comment_for


@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Leads to the page that holds the comment, with the comment marked by the fragment. A reader who was told of it has
    opened what they were told, be it from the list or from a mail. The author of what is hidden or waits is led to what says
    so; for all others it is missing."""
    try:
        found = comment_for(request, pk)
    except Http404:
        told = _for_its_author(request, pk) if request.user.is_authenticated else None
        if told is None:
            raise
        return HttpResponseRedirect(told)
    if request.user.is_authenticated:
        Notification.objects.of(request.user).filter(comment=found).mark_read()
    return HttpResponseRedirect(address(request, found))


def _for_its_author(request: HttpRequest, pk: int) -> str | None:
    """Where the author of a comment that isn't public reads why. Until they are told that it is hidden it is missing for them,
    too: a moderator may still undo it."""
    comment = Comment.objects.filter(pk=pk, author=acting(request)).first()
    if comment is None:
        return None
    if comment.state == Comment.State.HELD:
        return waiting_address(comment)
    statement = Statement.objects.of(acting(request)).that_hid(comment)
    return reverse("decision", args=[statement.pk]) if statement else None


def waiting_address(comment: Comment) -> str:
    """Where its author sees a comment that is held: by the composer under the article, in no thread."""
    return f"{comment.discussion.article.get_absolute_url()}#comment-{comment.pk}"


def address(request: HttpRequest, comment: Comment) -> str:
    """The path, query and fragment at which `comment` stands now for the reader of `request`, in their own order."""
    place = place_of(
        comment,
        ReaderSettings.objects.of(request.user).sort if request.user.is_authenticated else DEFAULT_SORT,
        moderator=request.user.has_perm("comments.moderate_comment"),
    )
    query = query_of(place)
    path = comment.discussion.article.get_absolute_url()
    return f"{path}{'?' if query else ''}{query}#comment-{comment.pk}"


def query_of(place: Place) -> str:
    """The query string that `newsportal.pages.article` reads back."""
    parts = {
        "sort": "" if place.sort == DEFAULT_SORT else place.sort,
        "thread": place.top or "",
        "from": place.start,
        "until": place.until,
    }
    return urlencode({name: value for name, value in parts.items() if value})
