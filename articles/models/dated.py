"""What editors put up from one time until another: the line above everything, a link, a story in its place."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DatedQuerySet[Row: models.Model](models.QuerySet[Row]):
    def dated(self, at: datetime | None = None) -> Self:
        """Those within their dates at `at` (default: now, by the database's clock)."""
        moment: Any = at or Now()
        return self.filter(
            Q(starts_at=None) | Q(starts_at__lte=moment),
            Q(ends_at=None) | Q(ends_at__gt=moment),
        )


class Dated(models.Model):
    """Each has a constraint of its own, `ends_after_start(name, …)`, for its words."""

    starts_at = models.DateTimeField(_("from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_current(self) -> bool:
        """Whether it is within its dates now."""
        now = timezone.now()
        return (not self.starts_at or self.starts_at <= now) and (not self.ends_at or now < self.ends_at)


def ends_after_start(name: str, words: Any) -> models.CheckConstraint:
    """The constraint `name`, which tells an editor `words`."""
    return models.CheckConstraint(
        condition=Q(ends_at=None) | Q(starts_at=None) | Q(ends_at__gt=models.F("starts_at")),
        name=name,
        violation_error_message=words,
    )
