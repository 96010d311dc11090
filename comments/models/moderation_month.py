"""What was decided in a month, counted: what the site publishes of its moderation (Digital Services Act, Art. 15 and 24)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class ModerationMonth(models.Model):
    """`month` is its first day. `rows` are [what, by, why, number], see `comments/months.py`: kept, so that the page costs the
    same for a log of a thousand entries and of millions, and stays as it was published when accounts are erased."""

    month = models.DateField(primary_key=True)
    rows = models.JSONField()
    counted_at = models.DateTimeField()

    objects: ClassVar[models.Manager] = models.Manager()

    class Meta:
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
