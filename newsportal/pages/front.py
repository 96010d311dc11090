"""The front page: what editors placed, what is new, what is discussed, and each section's latest."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from articles.models import Article, Section
from newsportal import linked_data
from newsportal.looking_ahead import looked_at
from newsportal.pages.cards import latest, most_discussed, most_read, placed, with_counts
from newsportal.stored_pages import stored

FEATURED = 5
LATEST = 10
MOST_DISCUSSED = 6
MOST_READ = 6
PER_SECTION = 4


@require_safe
@stored
def front(request: HttpRequest) -> HttpResponse:
    """Editors may look at it as of another time, `?at=`."""
    at = looked_at(request)
    newest = latest(LATEST + FEATURED, at)
    # What editors left open, or what has run out, falls back to the latest.
    chosen = list({article.pk: article for article in [*placed(FEATURED, at=at), *newest]}.values())[
        :FEATURED
    ]
    lead, featured = (chosen[0], chosen[1:]) if chosen else (None, [])
    shown = {article.pk for article in chosen}
    context = {
        "at": at,
        "lead": lead,
        "featured": featured,
        "latest": [article for article in newest if article.pk not in shown][:LATEST],
        "most_discussed": most_discussed(MOST_DISCUSSED),
        # Not asked for while the template has it from a moment ago.
        "most_read": SimpleLazyObject(lambda: most_read(MOST_READ)),
        "section_blocks": _by_section(shown, at),
        "linked_data": linked_data.site(),
    }
    return render(request, "newsportal/front.html", context)


def _by_section(without: set[int], at: datetime | None) -> list[tuple[Section, list[Article]]]:
    """Each section with its latest articles, in the sections' order."""
    ranked = (
        Article.objects.published(at)
        .exclude(pk__in=without)
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=F("section"),
                order_by=[F("published_at").desc(), F("id").desc()],
            )
        )
    )
    articles = with_counts(
        Article.objects.filter(pk__in=ranked.filter(place__lte=PER_SECTION).values("pk"))
    ).newest()
    blocks: dict[int, tuple[Section, list[Article]]] = {}
    for article in articles:
        blocks.setdefault(article.section_id, (article.section, []))[1].append(article)
    return sorted(blocks.values(), key=lambda block: (block[0].position, block[0].name))
