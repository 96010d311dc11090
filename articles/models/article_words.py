"""What an article is found by: the words of its headline, standfirst, authors, topics and body.

Triggers keep it, so that no path (admin, load, bulk, SQL by hand) can leave the search behind. It is a table of its own, narrow
but for the words, which Postgres keeps aside: to find the latest of all that have a word it reads little of it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.db.models.functions import Now

# They are looked for among so many of the latest first, then among more, then among all: what is in nearly every text is among
# few, and to sort all that have a common word costs five times as much.
RECENT = (800, 6000)


class WordsQuerySet[Row: models.Model](models.QuerySet[Row]):
    """What every table of words does; `time` is the column that has its rows in order."""

    time: str

    def latest_with(
        self, search: SearchQuery, most: int, *, until: datetime, are_few: bool = False
    ) -> list[Any]:
        """The keys of the latest `most` rows in which `search` is, of these, which are all before `until`. Where these `are_few` of
        all, hardly one is among the latest."""
        rows = self.filter(search=search).order_by(f"-{self.time}", "-pk").values_list("pk", flat=True)
        for count in () if are_few else RECENT:
            begin = self._begin(count, until)
            if begin is None:
                break
            found = list(rows.filter(**{f"{self.time}__gte": begin})[:most])
            if len(found) == most:
                return found
        return list(rows[:most])

    def _begin(self, count: int, until: datetime) -> datetime | None:
        """The time of the first of the latest `count` rows before `until`; None where there aren't more."""
        times = self.model._default_manager.filter(**{f"{self.time}__lte": until}).order_by(f"-{self.time}")
        return times.values_list(self.time, flat=True)[count : count + 1].first()


class ArticleWordsQuerySet(WordsQuerySet["ArticleWords"]):
    time = "published_at"

    def published(self) -> ArticleWordsQuerySet:
        return self.filter(published_at__lte=Now())


class ArticleWords(models.Model):
    """A row for each article that is published or scheduled. Headline A, standfirst B, authors and topics C, body D; of a
    body the first 60,000 characters, as a vector holds a megabyte."""

    article = models.OneToOneField(
        "articles.Article", models.DO_NOTHING, primary_key=True, related_name="words"
    )
    section_id = models.BigIntegerField()
    published_at = models.DateTimeField()
    search = SearchVectorField()

    objects: ClassVar[models.Manager] = ArticleWordsQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["search"], name="article_words"),
            models.Index(fields=["-published_at"], name="article_words_latest"),
        ]

    def __str__(self) -> str:
        return f"words of article {self.article_id}"


def keeps_words(*columns: str) -> list[Any]:
    """The triggers for the Meta of the article, which is found by these `columns`. Those of a statement are taken at once, for an
    import publishes fifty: one by one, each would have the database plan anew."""
    found_by = ", ".join(("id", *columns))
    return [
        pgtrigger.Trigger(
            name="keeps_words_new",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="new_rows"),
            func="PERFORM articles_index(ARRAY(SELECT id FROM new_rows)); RETURN NULL;",
        ),
        pgtrigger.Trigger(
            name="keeps_words",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
            func=f"""
            PERFORM articles_index(ARRAY(
                SELECT id FROM (SELECT {found_by} FROM new_rows EXCEPT SELECT {found_by} FROM old_rows) AS changed));
            RETURN NULL;
            """,  # noqa: S608 (our own words only)
        ),
    ]


def keeps_words_of_named(articles: str) -> Any:
    """The trigger for what articles are found by the `name` of; `articles` is SQL for their ids, from NEW."""
    return pgtrigger.Trigger(
        name="keeps_words",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("name"),
        condition=pgtrigger.AnyChange("name"),
        func=f"PERFORM articles_index_named(ARRAY({articles} ORDER BY article_id DESC)); RETURN NULL;",
    )


def keeps_words_of_article() -> Any:
    """The trigger for what joins an article (`article_id`) to something that it is found by."""
    return pgtrigger.Trigger(
        name="keeps_words",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="PERFORM articles_index(ARRAY[OLD.article_id, NEW.article_id]); RETURN NULL;",
    )


def drops_words() -> Any:
    """The trigger for the Meta of the article; when it goes, its bylines and topics have gone before."""
    return pgtrigger.Trigger(
        name="drops_words",
        when=pgtrigger.After,
        operation=pgtrigger.Delete,
        func="DELETE FROM articles_articlewords WHERE article_id = OLD.id; RETURN NULL;",
    )
