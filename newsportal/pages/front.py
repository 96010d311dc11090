"""The front page: what editors placed, what is new, what is discussed, and each section's latest."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, DateTimeField, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Now
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from articles.models import Article, Section
from articles.models.article_queries import ArticleQuerySet
from newsportal import linked_data
from newsportal.compiled import Compiled, Parameter, among
from newsportal.looking_ahead import looked_at
from newsportal.pages.cards import discussed, fill_bylines, lines, without_bylines
from newsportal.stored_pages import stored

FEATURED = 5
LATEST = 10
MOST_DISCUSSED = 6
DISCUSSED_WITHIN = timedelta(days=7)
MOST_READ = 6
READ_WITHIN = timedelta(days=1)
PER_SECTION = 4

# The time that the page is of: now, by the database's clock, where none is given.
_AT: Any = Coalesce(Parameter("at", DateTimeField()), Now())
_newest = Compiled(lambda: without_bylines(Article.objects.published(_AT).newest())[: LATEST + FEATURED])
_placed = Compiled(lambda: without_bylines(Article.objects.published(_AT).placed(at=_AT))[:FEATURED])
_among = Compiled(
    lambda: without_bylines(Article.objects.published(_AT).filter(among("articles_article.id", "articles")))
)
_SINCE: Any = Parameter("since", DateTimeField())
_most_read = Compiled(lambda: lines(Article.objects.published().most_read(_SINCE))[:MOST_READ])
# What was discussed most in ten years stands first for ten more: the week comes before.
_most_discussed = Compiled(
    lambda: (
        lines(
            Article.objects.filter(
                pk__in=_most(Article.objects.published().filter(published_at__gte=_SINCE)).union(
                    _most(Article.objects.published())
                )
            )
        )
        .annotate(is_recent=ExpressionWrapper(Q(published_at__gte=_SINCE), BooleanField()))
        .order_by("-is_recent", "-discussion__comment_count", "-pk")[:MOST_DISCUSSED]
    )
)


def _most(articles: ArticleQuerySet) -> QuerySet:
    return discussed(articles).values("pk")[:MOST_DISCUSSED]


@require_safe
@stored
def front(request: HttpRequest) -> HttpResponse:
    """Editors may look at it as of another time, `?at=`."""
    at = looked_at(request)
    newest = _newest(at=at)
    # What editors left open, or what has run out, falls back to the latest.
    chosen = list({article.pk: article for article in [*_placed(at=at), *newest]}.values())[:FEATURED]
    lead, featured = (chosen[0], chosen[1:]) if chosen else (None, [])
    shown = {article.pk for article in chosen}
    blocks = _by_section(shown, newest, at)
    # The others are lines, which name nobody.
    fill_bylines([*chosen, *(articles[0] for _section, articles in blocks)])
    context = {
        "at": at,
        # What only editors see is kept for nobody.
        "kept_for": 0 if at else None,
        "chosen": chosen,
        "lead": lead,
        "featured": featured,
        "latest": [article for article in newest if article.pk not in shown][:LATEST],
        "most_discussed": _most_discussed(since=timezone.now() - DISCUSSED_WITHIN),
        # Not asked for while the template has it from a moment ago.
        "most_read": SimpleLazyObject(lambda: _most_read(since=timezone.now() - READ_WITHIN)),
        "section_blocks": blocks,
        "linked_data": linked_data.site(),
    }
    return render(request, "newsportal/front.html", context)


# Of each section by itself, by the index: however many articles there are, only these are looked at. As many more as may stand
# above already.
_sections = Compiled(
    lambda: Section.objects.annotate(
        latest=ArraySubquery(
            Article.objects.published(_AT)
            .filter(section=OuterRef("pk"))
            .newest()
            .values("pk")[: PER_SECTION + FEATURED]
        )
    )
)


def _by_section(
    shown: set[int], newest: list[Article], at: datetime | None
) -> list[tuple[Section, list[Article]]]:
    """Each section with its latest articles but those that are `shown` above, in the sections' order. Of those that are among the
    `newest` nothing is asked again."""
    latest = {
        section: [pk for pk in section.latest if pk not in shown][:PER_SECTION]
        for section in _sections(at=at)
    }
    known = {article.pk: article for article in newest}
    unknown = [pk for pks in latest.values() for pk in pks if pk not in known]
    if unknown:
        known |= {article.pk: article for article in _among(articles=unknown, at=at)}
    found = {section: [known[pk] for pk in pks if pk in known] for section, pks in latest.items()}
    return [(section, articles) for section, articles in found.items() if articles]
