"""The line above everything, such as an invitation to an event."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from articles.models.edition import moves_edition


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def current(self, at: datetime | None = None) -> AnnouncementQuerySet:
        """Those switched on and within their dates at `at` (default now), the newest first. The site shows the first."""
        moment = at or Now()
        return self.filter(
            Q(starts_at=None) | Q(starts_at__lte=moment),
            Q(ends_at=None) | Q(ends_at__gt=moment),
            is_on=True,
        ).order_by("-id")


class Announcement(models.Model):
    text = models.CharField(_("text"), max_length=200)
    url = models.URLField(_("link"), blank=True)
    is_on = models.BooleanField(_("on"), default=True)
    starts_at = models.DateTimeField(_("from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects: ClassVar[models.Manager] = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at=None) | Q(ends_at__gt=models.F("starts_at")),
                name="announcement_ends_after_start",
                violation_error_message=_("An announcement must end after it starts."),
            )
        ]
        triggers = moves_edition()

    def __str__(self) -> str:
        return self.text
