"""How an act is answered: a script gets JSON, a browser without one a redirect or a page."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib import messages
from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from comments.models import Comment
from comments.refusal import Refusal
from comments.views.gate import wants_json
from newsportal.compiled import Compiled, Parameter, first


def comment_for(request: HttpRequest, pk: int) -> Comment:
    """The comment if the reader may see it; 404 for hidden, unpublished and missing ones alike, so that none is told
    from another."""
    readable = _readable(request.user.has_perm("comments.moderate_comment"))
    # No reader has the id 0.
    comment = first(readable(comment=pk, reader=request.user.pk or 0))
    if comment is None:
        raise Http404
    return comment


@cache
def _readable(moderator: bool) -> Compiled[Comment]:
    def asked() -> Any:
        comments = Comment.objects.readable(moderator=moderator).filter(
            pk=Parameter("comment", BigIntegerField())
        )
        related = comments.select_related("author", "discussion__article__section")
        # A page of its own has the article's text; what is done to a comment needs its address alone.
        texts = ("discussion__article__body",)
        return related.defer(*texts).with_mutes_of(Parameter("reader", BigIntegerField()))

    return Compiled(asked)


def done(request: HttpRequest, url: str, message: str = "", **data: Any) -> HttpResponse:
    """The act was done; `url` is where it shows. A script says the `message` in place; without one the next page does."""
    if wants_json(request):
        told = {"message": message} if message else {}
        return JsonResponse({"url": url, **told, **data})
    if message:
        messages.success(request, message)
    return HttpResponseRedirect(url, status=303)


def refusal_data(refusal: Refusal, **data: Any) -> JsonResponse:
    """The refusal for a script."""
    return JsonResponse({"message": refusal.message, "code": refusal.code, **data}, status=422)


def refused(request: HttpRequest, refusal: Refusal, url: str) -> HttpResponse:
    """The act was refused, for an act without a form: the sentence shows where the reader was."""
    if wants_json(request):
        return refusal_data(refusal)
    messages.error(request, refusal.message)
    return HttpResponseRedirect(url, status=303)
