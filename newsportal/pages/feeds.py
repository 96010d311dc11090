"""The latest articles as RSS."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Article, Section
from newsportal.stored_pages import stored

MOST = 30


class ArticleFeed(Feed):
    """The latest articles of the whole paper, or of a section."""

    def get_object(self, request: HttpRequest, section: str = "") -> Section | None:  # type: ignore[override]
        return get_object_or_404(Section, slug=section) if section else None

    def title(self, section: Section | None) -> str:
        return f"{settings.SITE_NAME}: {section.name}" if section else settings.SITE_NAME

    def link(self, section: Section | None) -> str:
        return section.get_absolute_url() if section else reverse("front")

    def description(self, section: Section | None) -> str:
        return section.description if section and section.description else _("The latest news")

    def items(self, section: Section | None) -> list[Article]:
        articles = Article.objects.published().newest().with_cards()
        return list((articles.in_section(section) if section else articles)[:MOST])

    def item_title(self, item: Article) -> str:  # type: ignore[override]
        return item.headline

    def item_description(self, item: Article) -> str:  # type: ignore[override]
        return item.standfirst

    def item_pubdate(self, item: Article) -> datetime | None:
        return item.published_at

    def item_author_name(self, item: Article) -> str:
        return _(", ").join(author.name for author in item.ordered_authors)

    def item_categories(self, item: Article) -> list[str]:
        return [item.section.name]


_feed = ArticleFeed()


def _answered(request: HttpRequest, **of: str) -> HttpResponse:
    """In the language of the paper, and saying so, whatever is asked for: it is what the items are in."""
    with translation.override(settings.LANGUAGE_CODE):
        return _feed(request, **of)


@require_safe
@stored
def latest(request: HttpRequest) -> HttpResponse:
    return _answered(request)


@require_safe
@stored
def of_section(request: HttpRequest, section: str) -> HttpResponse:
    return _answered(request, section=section)
