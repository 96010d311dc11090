"""How often an article was read, by the hour: what is most read stands on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import connection, models

from articles.models.article import Article

# Lists look a day back; editors may want to compare a day with that of the week before.
KEPT = timedelta(days=31)

# In the order of ids, so that two servers that write at once can't deadlock. What isn't public, or isn't there, is read by nobody.
_ADD = """
    INSERT INTO articles_reads AS r (article_id, hour, count)
    SELECT a.id, date_trunc('hour', %(at)s::timestamptz), t.count
      FROM unnest(%(ids)s::bigint[], %(counts)s::int[]) AS t (id, count)
      JOIN articles_article a ON a.id = t.id AND a.state = 'published' AND a.published_at <= %(at)s
     ORDER BY a.id
        ON CONFLICT (article_id, hour) DO UPDATE SET count = r.count + excluded.count
"""


class ReadsQuerySet(models.QuerySet["Reads"]):
    def add(self, counts: Mapping[int, int], *, at: datetime) -> None:
        """Adds {article's id: how often it was read} to the hour of `at`."""
        given: dict[str, Any] = {"at": at, "ids": list(counts), "counts": list(counts.values())}
        with connection.cursor() as cursor:
            cursor.execute(_ADD, given)

    def old(self, at: datetime) -> ReadsQuerySet:
        return self.filter(hour__lt=at - KEPT)


class Reads(models.Model):
    """Nothing but a number: who read is kept nowhere."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="reads", db_index=False)
    hour = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    objects: ClassVar[ReadsQuerySet] = ReadsQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "hour"], name="reads_once_an_hour")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.hour:%Y-%m-%d %H}"
