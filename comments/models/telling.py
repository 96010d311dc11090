"""What a decision still has to tell: it takes effect at once, and is told ten seconds later, so that it can be undone before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models

from comments.models.moderation_entry import ModerationEntry

# Long enough to see one's own slip of the finger, and hardly a wait for whoever is told.
UNDO_FOR = timedelta(seconds=10)


class TellingQuerySet(models.QuerySet["Telling"]):
    def due(self, at: Any) -> TellingQuerySet:
        return self.filter(due_at__lte=at)

    def undoable(self, at: Any) -> TellingQuerySet:
        """Those of decisions that can still be undone."""
        return self.filter(due_at__gt=at)


class Telling(models.Model):
    """There while nobody has been told of the `entry`. Whoever deletes the row, the worker that tells or the moderator who
    undoes, has it: exactly one of the two. `before` is what undoing needs beyond the entry's own: see `moderation.py`."""

    entry = models.OneToOneField(
        ModerationEntry, models.CASCADE, primary_key=True, related_name="telling", db_index=False
    )
    due_at = models.DateTimeField()
    before = models.JSONField(default=dict)

    objects: ClassVar[models.Manager] = TellingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at", "entry"], name="telling_due")]

    def __str__(self) -> str:
        return f"{self.entry_id}"
