"""Lists of articles as pages show them: with the comment count of each, by keyset."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import F, Q, Value
from django.db.models.fields.tuple_lookups import Tuple
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan
from django.http import Http404, HttpRequest

from articles.models import Article, Byline
from articles.models.article_queries import ArticleQuerySet
from newsportal.compiled import Compiled, among, fill

PER_PAGE = 20


def with_counts(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Cards with `comment_count`; articles themselves know nothing of comments."""
    return articles.with_cards().annotate(comment_count=Coalesce(F("discussion__comment_count"), 0))


def without_bylines(articles: ArticleQuerySet) -> ArticleQuerySet:
    """The same in one statement, to be compiled; `fill_bylines` then brings the bylines of all that were found."""
    return with_counts(articles).prefetch_related(None)


_bylines = Compiled(
    lambda: Byline.objects.filter(among("articles_byline.article_id", "articles")).select_related("author")
)


def fill_bylines(articles: list[Article]) -> None:
    """As `with_counts` has them, in one query."""
    found: dict[int, list[Byline]] = {article.pk: [] for article in articles}
    for byline in _bylines(articles=list(found)):
        found[byline.article_id].append(byline)
    for article in articles:
        fill(article, "bylines", found[article.pk])


def lines(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Lines with `comment_count`."""
    return articles.with_lines().annotate(comment_count=Coalesce(F("discussion__comment_count"), 0))


def discussed(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Those of `articles` with comments, the most first."""
    with_comments = articles.filter(discussion__comment_count__gt=0)
    return with_comments.order_by("-discussion__comment_count", "-discussion__article_id")


@dataclass(frozen=True)
class CardPage:
    """`older` is the query value that leads to the next page, `before` the one that led to this; empty where there is none."""

    articles: list[Article]
    older: str
    before: str = ""

    @property
    def is_first(self) -> bool:
        return not self.before

    @property
    def query(self) -> str:
        """That of its own address, for search engines: what is on a later page is on no other."""
        return f"?{urlencode({'before': self.before})}" if self.before else ""

    @property
    def kept_for(self) -> int | None:
        """How long templates keep its cards: for ever under the edition's name (None); not at all (0) those of a later page, for
        anybody may ask for as many as they like."""
        return None if self.is_first else 0


# One more than a page has tells that there is another.
FOUND = PER_PAGE + 1


def card_page(found: list[Article], *, before: str = "") -> CardPage:
    """The page of up to FOUND articles that `before` led to."""
    older = ""
    if len(found) > PER_PAGE:
        last = found[PER_PAGE - 1]
        older = f"{last.published_at:%Y-%m-%dT%H:%M:%S.%f%z}_{last.pk}"
    return CardPage(found[:PER_PAGE], older, before)


def page_of(articles: ArticleQuerySet, request: HttpRequest) -> CardPage:
    """The page of `articles` that `?before=` asks for, the latest first. Raises Http404 for what is no such value."""
    before = request.GET.get("before", "")
    if before:
        articles = articles.filter(_before(before))
    return card_page(list(with_counts(articles.newest())[:FOUND]), before=before)


def _before(value: str) -> Q:
    try:
        time, _sign, pk = value.rpartition("_")
        at, key = datetime.fromisoformat(time.replace(" ", "+")), int(pk)
    except ValueError as error:
        raise Http404 from error
    if at.tzinfo is None or not 0 < key < 2**63:
        raise Http404
    # Compared as one, so that a page amid many of one moment begins at its place in the index.
    return Q(LessThan(Tuple(F("published_at"), F("pk")), Tuple(Value(at), Value(key))))
