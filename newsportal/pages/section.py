"""A section's page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, DateTimeField
from django.db.models.functions import Coalesce, Now
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Article, Section
from newsportal.compiled import Compiled, Parameter, among
from newsportal.looking_ahead import looked_at
from newsportal.pages.cards import FOUND, CardPage, card_page, fill_bylines, page_of, without_bylines
from newsportal.stored_pages import stored

PLACED = 5

# The time that the page is of: now, by the database's clock, where none is given.
_AT: Any = Coalesce(Parameter("at", DateTimeField()), Now())
_SECTION: Any = Parameter("section", BigIntegerField())
_placed = Compiled(lambda: without_bylines(Article.objects.published(_AT).placed(_SECTION, _AT))[:PLACED])
_latest = Compiled(
    lambda: without_bylines(
        Article.objects.published(_AT)
        .in_section(_SECTION)
        .exclude(among("articles_article.id", "but"))
        .newest()
    )[:FOUND]
)


@require_safe
@stored
def section(request: HttpRequest, section: str) -> HttpResponse:
    """What editors placed, and then the latest. Editors may look at it as of another time, `?at=`."""
    found = get_object_or_404(Section, slug=section)
    at = looked_at(request)
    placed = _placed(section=found.pk, at=at)
    page = _page(request, found, placed, at)
    fill_bylines([*(placed[:1] if page.is_first else []), *page.articles])
    context = {
        "section": found,
        "page": page,
        "placed": placed if page.is_first else [],
        "at": at,
        # What only editors see is kept for nobody.
        "kept_for": 0 if at else page.kept_for,
    }
    return render(request, "newsportal/section.html", context)


def _page(request: HttpRequest, section: Section, placed: list[Article], at: datetime | None) -> CardPage:
    """What was `placed` stands on no later page either: it would come twice."""
    but = [article.pk for article in placed]
    if request.GET.get("before"):
        others = Article.objects.published(at).in_section(section).exclude(pk__in=but)
        return page_of(others, request)
    return card_page(_latest(section=section.pk, at=at, but=but))
