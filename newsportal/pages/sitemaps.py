"""Sitemaps for search engines: one of everything, in parts, and one of the last two days' news."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.contrib.sitemaps.views import SitemapIndexItem
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article, Author, Section, Topic
from newsportal.stored_pages import stored

# Google News reads no more than two days and a thousand articles.
NEWS_DAYS = 2
NEWS_MOST = 1000


class OwnSitemap(Sitemap):
    """Its addresses are the site's own, as on the pages themselves, under whatever name it was asked for."""

    limit = 10_000
    protocol, _domain = settings.SITE_URL.split("://")

    def get_domain(self, site: Any = None) -> str:
        return self._domain


class ArticleSitemap(OwnSitemap):
    def items(self) -> Any:
        return (
            Article.objects.published()
            .newest()
            .select_related("section")
            .only("slug", "section__slug", "published_at", "updated_at")
        )

    def lastmod(self, item: Article) -> datetime | None:
        changed = item.changed_at or item.published_at
        # To the second: not all who read it take parts of one.
        return changed.replace(microsecond=0) if changed else None

    def get_latest_lastmod(self) -> datetime | None:
        """Of the one that came out last and the one that was changed last: to ask every article costs more."""
        changed = self.items().exclude(updated_at=None).order_by("-updated_at")
        told = [self.lastmod(item) for item in (self.items().first(), changed.first()) if item]
        return max((time for time in told if time), default=None)


class NounSitemap(OwnSitemap):
    """The pages of a noun that lists articles; those of nothing published stay out."""

    def __init__(self, noun: type[Section] | type[Author] | type[Topic]) -> None:
        self.noun = noun

    def items(self) -> Any:
        published = Article.objects.published().filter(**{_LISTED_BY[self.noun]: OuterRef("pk")})
        return self.noun.objects.filter(Exists(published)).order_by("pk")


_LISTED_BY: dict[type, str] = {Section: "section", Author: "bylines__author", Topic: "topics"}
PARTS: dict[str, Any] = {
    "articles": ArticleSitemap(),
    "sections": NounSitemap(Section),
    "authors": NounSitemap(Author),
    "topics": NounSitemap(Topic),
}


@require_safe
@stored
def index(request: HttpRequest) -> HttpResponse:
    """Django's own has the addresses of the name that it was asked under."""
    parts = [entry for name, part in PARTS.items() for entry in _entries(name, part)]
    return render(request, "sitemap_index.xml", {"sitemaps": parts}, content_type="application/xml")


def _entries(name: str, part: OwnSitemap) -> list[SitemapIndexItem]:
    address = settings.SITE_URL + reverse("sitemap_part", args=[name])
    pages = ["", *(f"?p={page}" for page in range(2, part.paginator.num_pages + 1))]
    lastmod: Any = part.get_latest_lastmod()
    return [SitemapIndexItem(address + page, lastmod) for page in pages]


@require_safe
@stored
def part(request: HttpRequest, section: str) -> HttpResponse:
    return sitemap_views.sitemap(request, PARTS, section=section).render()


@require_safe
@stored
def news(request: HttpRequest) -> HttpResponse:
    since = timezone.now() - timedelta(days=NEWS_DAYS)
    articles = (
        Article.objects.published()
        .newest()
        .filter(published_at__gte=since)
        .select_related("section")[:NEWS_MOST]
    )
    context = {"articles": articles, "site_url": settings.SITE_URL, "language": settings.LANGUAGE_CODE}
    return render(request, "newsportal/news_sitemap.xml", context, content_type="application/xml")
