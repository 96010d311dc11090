"""The network that a comment was sent from, as a word that tells two of them apart for a day: waves are found by it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models

from comments.models.comment import Comment

# As long as the words tell networks apart, see networks.py.
KEPT = timedelta(days=1)


class OriginQuerySet(models.QuerySet["Origin"]):
    def old(self, at: datetime) -> OriginQuerySet:
        return self.filter(at__lt=at - KEPT)


class Origin(models.Model):
    """Beside the comment and not in it, so that to forget it changes nothing there."""

    comment = models.OneToOneField(Comment, models.CASCADE, primary_key=True, related_name="+")
    network = models.CharField(max_length=16)
    at = models.DateTimeField(db_index=True)

    objects: ClassVar[models.Manager] = OriginQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.comment_id}"
