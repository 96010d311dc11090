"""The stories that editors place on the front page; the latest follow by themselves."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from articles.models.edition import moves_edition


class FrontPageSlotQuerySet(models.QuerySet["FrontPageSlot"]):
    def current(self, at: datetime | None = None) -> FrontPageSlotQuerySet:
        """Those within their dates at `at` (default now), in order; the first is the lead."""
        moment = at or Now()
        return self.filter(
            Q(starts_at=None) | Q(starts_at__lte=moment),
            Q(ends_at=None) | Q(ends_at__gt=moment),
        )


class FrontPageSlot(models.Model):
    """Place 1 is the lead story."""

    article = models.OneToOneField(
        "articles.Article",
        models.CASCADE,
        related_name="slot",
        verbose_name=_("article"),
    )
    position = models.PositiveSmallIntegerField(_("place"), default=1)
    starts_at = models.DateTimeField(_("from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects: ClassVar[models.Manager] = FrontPageSlotQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("front page slot")
        verbose_name_plural = _("front page slots")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at=None) | Q(ends_at__gt=models.F("starts_at")),
                name="slot_ends_after_start",
                violation_error_message=_("A slot must end after it starts."),
            )
        ]
        triggers = moves_edition()

    def __str__(self) -> str:
        return f"{self.position}"
