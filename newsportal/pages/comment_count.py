"""How many comments an article has now: what an open page asks again and again, and so answered from the store."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.models import Article
from newsportal.stored_pages import stored


@require_safe
@stored
def comment_count(request: HttpRequest, section: str, slug: str) -> HttpResponse:
    get_object_or_404(Article.objects.visible_to(request.user), section__slug=section, slug=slug)
    return JsonResponse({"count": request.versions.comment_count or 0})  # type: ignore[attr-defined]
