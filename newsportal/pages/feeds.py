"""The latest articles of the paper, a section, an author or a topic, as RSS, Atom and JSON Feed: whole, so that they can be
read where the reader reads everything."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Article, Author, Section, Topic
from articles.models.article import ArticleQuerySet
from newsportal.feed_formats import FORMATS
from newsportal.stored_pages import stored

MOST = 30
# A tag up to an address within the site. What the text itself says of addresses is no tag.
_WITHIN = re.compile(r'(<\w+(?:\s+[\w-]+="[^"]*")*?\s+(?:href|src)=")(?=/(?!/))')


class ArticleFeed(Feed):
    """`articles` as a feed in `kind` (of `feed_formats.FORMATS`); `path` is the page of the noun whose they are."""

    def __init__(
        self, articles: ArticleQuerySet, kind: str, path: str, name: str = "", words: str = ""
    ) -> None:
        self.articles = articles
        self.feed_type = FORMATS[kind]
        self.title = f"{settings.SITE_NAME}: {name}" if name else settings.SITE_NAME
        # By the site's own address, whatever name it was asked under.
        self.link = settings.SITE_URL + path
        self.description = words or _("The latest news")
        # Who wrote what nobody has signed.
        self.author_name, self.author_link = settings.SITE_NAME, f"{settings.SITE_URL}/"

    def get_feed(self, obj: None, request: HttpRequest) -> Any:
        self.feed_url = self.feed_guid = settings.SITE_URL + request.path
        return super().get_feed(obj, request)

    def items(self) -> list[Article]:
        return list(self.articles.newest().with_feed()[:MOST])

    def item_title(self, item: Article) -> str:  # type: ignore[override]
        return item.headline

    def item_description(self, item: Article) -> str:  # type: ignore[override]
        """HTML, as RSS and Atom have it."""
        return escape(item.standfirst)

    def item_link(self, item: Article) -> str:  # type: ignore[override]
        return settings.SITE_URL + item.get_absolute_url()

    def item_guid(self, item: Article) -> str:
        """The same for ever, also where the address changes (RFC 4151)."""
        host = settings.SITE_URL.partition("://")[2]
        return f"tag:{host.partition(':')[0]},{item.created_at:%Y-%m-%d}:article-{item.pk}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: Article) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Article) -> datetime | None:
        return item.changed_at or item.published_at

    def item_comments(self, item: Article) -> str:
        return f"{self.item_link(item)}#comments"

    def item_categories(self, item: Article) -> list[str]:
        return [item.section.name, *(topic.name for topic in item.topics.all())]

    def item_extra_kwargs(self, item: Article) -> dict[str, Any]:
        photo = item.photo if item.photo and item.photo.image else None
        return {
            "summary": item.standfirst,
            "content": _from_everywhere(item.body) + _corrected(item),
            "image": urljoin(settings.SITE_URL, photo.src) if photo else "",
            "image_words": photo.alt if photo else "",
            "authors": [
                {"name": author.name, "url": settings.SITE_URL + author.get_absolute_url()}
                for author in item.ordered_authors
            ],
        }


def _corrected(article: Article) -> str:
    """Its corrections as they stand below it on its page; empty without any."""
    corrections = article.corrections.all()
    return (
        render_to_string("newsportal/_corrections.html", {"corrections": corrections}) if corrections else ""
    )


def _answered(request: HttpRequest, *of: Any) -> HttpResponse:
    """In the language of the paper, and saying so, whatever is asked for: it is what the items are in."""
    with translation.override(settings.LANGUAGE_CODE):
        return ArticleFeed(*of)(request)


@require_safe
@stored
def latest(request: HttpRequest, kind: str = "rss") -> HttpResponse:
    return _answered(request, Article.objects.published(), kind, reverse("front"))


@require_safe
@stored
def of_section(request: HttpRequest, section: str, kind: str = "rss") -> HttpResponse:
    found = get_object_or_404(Section, slug=section)
    articles = Article.objects.published().in_section(found)
    return _answered(request, articles, kind, found.get_absolute_url(), found.name, found.description)


@require_safe
@stored
def of_author(request: HttpRequest, slug: str, kind: str = "rss") -> HttpResponse:
    found = get_object_or_404(Author, slug=slug)
    articles = Article.objects.published().by_author(found)
    return _answered(request, articles, kind, found.get_absolute_url(), found.name, found.bio)


@require_safe
@stored
def of_topic(request: HttpRequest, slug: str, kind: str = "rss") -> HttpResponse:
    found = get_object_or_404(Topic, slug=slug)
    articles = Article.objects.published().on_topic(found)
    return _answered(request, articles, kind, found.get_absolute_url(), found.name)


def _from_everywhere(html: str) -> str:
    """A body whose links within the site, and whose pictures, are found from wherever it is read."""
    return _WITHIN.sub(rf"\g<1>{settings.SITE_URL}", html)
