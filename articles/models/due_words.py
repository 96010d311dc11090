"""Articles whose words are out of date because somebody or something that many of them name was renamed.

The latest articles are done with the renaming itself (`articles_index_named` in articles/migrations/0011_search.py), so that an
editor needn't wait for thousands; the rest stands here until the worker has done it. Until then they are found by the old name.
"""

from __future__ import annotations

import time
from typing import ClassVar

from django.db import connection, models, transaction

from articles.models.edition import moves_edition

# So many in one transaction: they are locked meanwhile, which an editor who saves one of them notices.
_BATCH = 50


class DueWordsQuerySet(models.QuerySet["DueWords"]):
    def index(self, seconds: float) -> bool:
        """Take the words of those due, for about so long; whether all are done. Any number of workers may do so at once."""
        end = time.monotonic() + seconds
        while self._index_some():
            if time.monotonic() > end:
                return False
        return True

    def _index_some(self) -> bool:
        with transaction.atomic():
            due = list(
                self.select_for_update(skip_locked=True)
                .order_by("article_id")
                .values_list("article_id", flat=True)[:_BATCH]
            )
            if due:
                self.filter(article_id__in=due).delete()
                with connection.cursor() as cursor:
                    cursor.execute("SELECT articles_index(%s)", [due])
        return bool(due)


class DueWords(models.Model):
    """A row for each such article; it may have been deleted since. What was found without them is rendered anew."""

    article_id = models.BigIntegerField(primary_key=True)

    objects: ClassVar[models.Manager] = DueWordsQuerySet.as_manager()

    class Meta:
        triggers = moves_edition()

    def __str__(self) -> str:
        return f"due words of article {self.article_id}"
