"""Search over the published articles."""

from __future__ import annotations

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article
from newsportal.pages.cards import with_counts
from newsportal.stored_pages import stored

MOST = 30
# Longer than any headline; what is longer is cut, not refused.
MAX_QUERY = 200


@require_safe
@stored
def search(request: HttpRequest) -> HttpResponse:
    """`?q=` in the words of a web search: "a phrase", -without, this or that."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:MAX_QUERY]
    articles: list[Article] = []
    if words:
        query = SearchQuery(words, search_type="websearch", config="english")
        ranked = (
            Article.objects.published()
            .filter(search=query)
            .order_by(SearchRank(F("search"), query).desc(), "-published_at")
        )
        articles = list(with_counts(ranked)[:MOST])
    return render(request, "newsportal/search.html", {"words": words, "articles": articles})
