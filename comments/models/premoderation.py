"""A reader each of whose comments a moderator reads before it appears. They are told so, and why."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Premoderation(models.Model):
    reader = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="premoderation",
        verbose_name=_("reader"),
    )
    reason = models.CharField(_("reason, as the reader sees it"), max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("since"), default=timezone.now)

    objects: ClassVar[models.Manager] = models.Manager()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("reader read first")
        verbose_name_plural = _("readers read first")
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="read_first_for_a_reason")]

    def __str__(self) -> str:
        return str(self.reader)
