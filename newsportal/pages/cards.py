"""Lists of articles as pages show them: with the comment count of each, by keyset."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest
from django.utils import timezone

from articles.models import Article, Section
from articles.models.article import ArticleQuerySet

PER_PAGE = 20
READ_WITHIN = timedelta(days=1)


def with_counts(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Cards with `comment_count`; articles themselves know nothing of comments."""
    return articles.with_cards().annotate(comment_count=Coalesce(F("discussion__comment_count"), 0))


def lines(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Lines with `comment_count`."""
    return articles.with_lines().annotate(comment_count=Coalesce(F("discussion__comment_count"), 0))


def latest(most: int, at: datetime | None = None) -> list[Article]:
    return list(with_counts(Article.objects.published(at).newest())[:most])


def placed(most: int, section: Section | None = None, at: datetime | None = None) -> list[Article]:
    """What editors have placed on the section's page, or the front page, and is public at `at` (default now), in their
    order."""
    return list(with_counts(Article.objects.published(at).placed(section, at))[:most])


def most_discussed(most: int) -> list[Article]:
    """The published articles with the most comments; those without any aren't discussed."""
    return list(lines(discussed(Article.objects.published()))[:most])


def discussed(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Those of `articles` with comments, the most first."""
    with_comments = articles.filter(discussion__comment_count__gt=0)
    return with_comments.order_by("-discussion__comment_count", "-discussion__article_id")


def most_read(most: int) -> list[Article]:
    """The published articles that were read the most in the last day."""
    return list(lines(Article.objects.published().most_read(timezone.now() - READ_WITHIN))[:most])


@dataclass(frozen=True)
class CardPage:
    """`older` is the query value that leads to the next page, or empty."""

    articles: list[Article]
    older: str
    is_first: bool


def page_of(articles: ArticleQuerySet, request: HttpRequest) -> CardPage:
    """The page of `articles` that `?before=` asks for, the latest first. Raises Http404 for what is no such value."""
    before = request.GET.get("before", "")
    if before:
        articles = articles.filter(_before(before))
    found = list(with_counts(articles.newest())[: PER_PAGE + 1])
    older = ""
    if len(found) > PER_PAGE:
        last = found[PER_PAGE - 1]
        older = f"{last.published_at:%Y-%m-%dT%H:%M:%S.%f%z}_{last.pk}"
    return CardPage(found[:PER_PAGE], older, is_first=not before)


def _before(value: str) -> Q:
    try:
        time, _sign, pk = value.rpartition("_")
        at, key = datetime.fromisoformat(time.replace(" ", "+")), int(pk)
    except ValueError as error:
        raise Http404 from error
    if at.tzinfo is None or not 0 < key < 2**63:
        raise Http404
    return Q(published_at__lte=at) & (Q(published_at__lt=at) | Q(pk__lt=key))
