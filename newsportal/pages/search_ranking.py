"""Which articles or comments a page of a search has: the latest MOST that have the words are ranked, by how well they fit and a
little by how new they are. To rank all 50,000 that have a common word would cost a second and show the same first page on most
days.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db import connection, transaction
from django.db.models import (
    Count,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    OuterRef,
    QuerySet,
    Window,
)
from django.utils import timezone

from articles.models import ArticleWords, Byline
from articles.models.article_words import WordsQuerySet
from articles.search_query import Query
from comments.models import CommentWords, Mute
from newsportal.pages.search_wishes import MAX_PAGE, PER_PAGE, Wishes

MOST = MAX_PAGE * PER_PAGE
# Divides the rank by how long the text is, 1 + log(words): a long text has every word somewhere.
_BY_LENGTH = 1
# A vector lies aside, compressed: to match one against a query without the index costs far more than Postgres reckons with, and
# so does to rank it. So it is to use the indexes together, whichever the words are.
_PLANNING = {
    "cpu_operator_cost": "1",
    "enable_seqscan": "off",
    "enable_indexscan": "off",
    "plan_cache_mode": "force_custom_plan",
}


_SET = """
    SELECT current_setting(name), set_config(name, value, true)
      FROM unnest(%s::text[], %s::text[]) AS setting (name, value)
"""


@dataclass(frozen=True)
class Ranked:
    """The keys of a page and of one more, and how many there are in all; `is_most` where only the latest were looked through."""

    keys: list[int]
    count: int
    is_most: bool


class _Freshness(Func):
    """1.5 for what is of now, 1.18 after half a year, 1 for what is old."""

    template = "(1 + 0.5 * exp(-greatest(extract(epoch FROM now() - %(expressions)s), 0) / (86400 * 182)))"
    output_field = FloatField()


@contextmanager
def by_index() -> Iterator[None]:
    """Within this the queries of a search are planned by what they cost."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SET, [list(_PLANNING), list(_PLANNING.values())])
        before = [value for value, _set in cursor]
        yield
        cursor.execute(_SET, [list(_PLANNING), before])


def rank(wishes: Wishes, query: Query, reader: Any) -> Ranked:
    """The page that `wishes` asks for of what has `query`, as far as `reader` is shown it."""
    words = _comments(wishes) if wishes.of_comments else _articles(wishes)
    until = min(wishes.end or timezone.now(), timezone.now())
    latest = words.latest_with(query.loose, MOST, until=until, are_few=bool(wishes.authors))
    rows = words.model.objects.filter(pk__in=latest)
    if not query.is_loose:
        rows = rows.filter(search=query.search)
    if wishes.of_comments:
        rows = _readable(rows, reader)
    rows = rows.order_by(*_order(words.time, None if wishes.by_time else query))
    start = (wishes.page - 1) * PER_PAGE
    found = list(rows.values_list("pk", Window(Count("*")))[start : start + PER_PAGE + 1])
    return Ranked([pk for pk, _count in found], found[0][1] if found else 0, len(latest) == MOST)


def _order(time: str, query: Query | None) -> list[Any]:
    newest = [f"-{time}", "-pk"]
    if query is None:
        return newest
    fits = SearchRank(F("search"), query.search, normalization=_BY_LENGTH)
    return [ExpressionWrapper(fits * _Freshness(time), output_field=FloatField()).desc(), *newest]


def _articles(wishes: Wishes) -> WordsQuerySet[Any]:
    words = ArticleWords.objects.published()
    if wishes.section:
        words = words.filter(section_id=wishes.section.pk)
    if wishes.authors:
        words = words.filter(pk__in=Byline.objects.filter(author__in=wishes.authors).values("article"))
    return _within(words, wishes)


def _comments(wishes: Wishes) -> WordsQuerySet[Any]:
    words = CommentWords.objects.all()
    if wishes.section:
        articles = ArticleWords.objects.filter(section_id=wishes.section.pk)
        words = words.filter(article_id__in=articles.values("pk"))
    return _within(words, wishes)


def _within(words: WordsQuerySet[Any], wishes: Wishes) -> WordsQuerySet[Any]:
    if wishes.begin:
        words = words.filter(**{f"{words.time}__gte": wishes.begin})
    if wishes.end:
        words = words.filter(**{f"{words.time}__lt": wishes.end})
    return words


def _readable(words: QuerySet[Any], reader: Any) -> QuerySet[Any]:
    """Those under published articles, without whom `reader` has muted."""
    words = words.filter(article_id__in=ArticleWords.objects.published().values("pk"))
    muted = Mute.objects.filter(reader=reader.pk, muted=OuterRef("comment__author"))
    return words.exclude(Exists(muted)) if reader.pk else words
