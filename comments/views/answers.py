"""How an act is answered: a script gets JSON, a browser without one a redirect or a page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404

from comments.models import Comment
from comments.refusal import Refusal
from comments.views.gate import wants_json


def comment_for(request: HttpRequest, pk: int) -> Comment:
    """The comment if the reader may see it; 404 for hidden, unpublished and missing ones alike, so that none is told
    from another."""
    comments = Comment.objects.visible_to(request.user).with_mutes_of(request.user)
    return get_object_or_404(comments.select_related("author", "discussion__article__section"), pk=pk)


def done(request: HttpRequest, url: str, **data: Any) -> HttpResponse:
    """The act was done; `url` is where it shows."""
    if wants_json(request):
        return JsonResponse({"url": url, **data})
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
