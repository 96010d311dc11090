"""A comment's permalink."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from comments.models import Comment, Notification, ReaderSettings
from comments.threads import DEFAULT_SORT, Place, place_of
from comments.views.answers import comment_for


@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Leads to the page that holds the comment, with the comment marked by the fragment. A reader who was told of it has
    opened what they were told, be it from the list or from a mail."""
    found = comment_for(request, pk)
    if request.user.is_authenticated:
        Notification.objects.of(request.user).filter(comment=found).mark_read()
    return HttpResponseRedirect(address(request, found))


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
