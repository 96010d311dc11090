"""The line above everything, such as an invitation to an event."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.dated import Dated, DatedQuerySet, ends_after_start
from articles.models.edition import moves_edition


class AnnouncementQuerySet(DatedQuerySet["Announcement"]):
    def current(self, at: datetime | None = None) -> AnnouncementQuerySet:
        """Those switched on and within their dates at `at` (default now), the newest first. The site shows the first."""
        return self.dated(at).filter(is_on=True).order_by("-id")


class Announcement(Dated):
    text = models.CharField(_("text"), max_length=200)
    url = models.URLField(_("link"), blank=True)
    is_on = models.BooleanField(_("on"), default=True)

    objects: ClassVar[AnnouncementQuerySet] = AnnouncementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        constraints = [
            ends_after_start("announcement_ends_after_start", _("An announcement must end after it starts."))
        ]
        triggers = moves_edition()

    def __str__(self) -> str:
        return self.text
