"""How often somebody has done something in the current window of time; one statement counts, for all processes alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import connection, models

# Two acts at the same moment wait for each other at the row: the second counts what the first has left, and the counts of
# an act that is refused after all go back with its transaction.
_STEP = """
    INSERT INTO comments_pace AS p (key, ends_at, count)
    SELECT key, %(now)s + length, 1 FROM unnest(%(keys)s::text[], %(lengths)s::interval[]) AS w (key, length)
        ON CONFLICT (key) DO UPDATE
       SET count = CASE WHEN p.ends_at <= %(now)s THEN 1 ELSE p.count + 1 END,
           ends_at = CASE WHEN p.ends_at <= %(now)s THEN excluded.ends_at ELSE p.ends_at END
    RETURNING key, count, ends_at - %(now)s
"""


@dataclass(frozen=True, slots=True)
class Window:
    """At most `most` acts within `length` of the first; `key` names the act and who does it."""

    key: str
    length: timedelta
    most: int = 1


class PaceQuerySet(models.QuerySet["Pace"]):
    def step(self, windows: Sequence[Window], at: datetime) -> dict[str, timedelta]:
        """Counts an act in each of `windows`; returns the time left of those, by key, in which it is one too many.

        For use in a transaction, which is to be rolled back where anything is returned.
        """
        asked = {window.key: window for window in windows}
        with connection.cursor() as cursor:
            lengths = [window.length for window in windows]
            cursor.execute(_STEP, {"now": at, "keys": list(asked), "lengths": lengths})
            return {key: left for key, count, left in cursor.fetchall() if count > asked[key].most}

    def over(self, at: datetime) -> PaceQuerySet:
        """Windows that have ended, and so say nothing any more."""
        return self.filter(ends_at__lte=at)


class Pace(models.Model):
    """The acts counted under `key` in the window that ends at `ends_at`."""

    key = models.CharField(max_length=128, primary_key=True)
    ends_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager] = PaceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["ends_at"], name="pace_over")]

    def __str__(self) -> str:
        return f"{self.key} {self.count}"
