"""Many comments at once that are alike: of one text, one domain, one network, or by accounts that were just made."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.moderation_entry import ModerationEntry

# What nobody decided on by then is no wave any more, and of what was decided the log tells.
KEPT = timedelta(days=30)


class WaveQuerySet(models.QuerySet["Wave"]):
    def open(self) -> WaveQuerySet:
        """Those that nobody has decided on, or whose decision was undone."""
        return self.filter(models.Q(decision=None) | models.Q(decision__undone_by__isnull=False))

    def old(self, at: datetime) -> WaveQuerySet:
        return self.filter(last_at__lt=at - KEPT)


class Wave(models.Model):
    """`comments` are the ids of those that were found, each once, in their order. `key` is what they have in common, where that is
    a word: the domain, or the number of the discussion. `decision` is one entry of the act by which it was decided."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Similar texts")
        DOMAIN = "domain", _("One domain")
        NETWORK = "network", _("One network")
        FRESH = "fresh", _("Fresh accounts")

    kind = models.CharField(max_length=8, choices=Kind)
    key = models.CharField(max_length=255, blank=True)
    comments = ArrayField(models.BigIntegerField())
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    decision = models.ForeignKey(ModerationEntry, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[Any] = WaveQuerySet.as_manager()

    class Meta:
        ordering = ["-last_at", "-id"]
        indexes = [
            GinIndex(fields=["comments"], name="wave_comments"),
            models.Index(fields=["last_at"], name="wave_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def is_open(self) -> bool:
        return self.decision is None or hasattr(self.decision, "undone_by")
