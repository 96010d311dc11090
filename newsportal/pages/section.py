"""A section's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Article, Section
from newsportal.looking_ahead import looked_at
from newsportal.pages.cards import page_of, placed
from newsportal.stored_pages import stored

PLACED = 5


@require_safe
@stored
def section(request: HttpRequest, section: str) -> HttpResponse:
    """What editors placed, and then the latest. Editors may look at it as of another time, `?at=`."""
    found = get_object_or_404(Section, slug=section)
    at = looked_at(request)
    first = placed(PLACED, found, at)
    # On no later page either: it would come twice.
    others = Article.objects.published(at).in_section(found).exclude(pk__in=[article.pk for article in first])
    page = page_of(others, request)
    context = {"section": found, "page": page, "placed": first if page.is_first else [], "at": at}
    return render(request, "newsportal/section.html", context)
