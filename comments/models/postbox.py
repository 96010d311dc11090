"""When a reader had their last mail about notifications, and when the next may go."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class PostboxQuerySet(models.QuerySet["Postbox"]):
    def due(self) -> PostboxQuerySet:
        """Those for which a mail may go now, the longest waiting first."""
        return self.filter(due_at__lte=timezone.now()).order_by("due_at")


class Postbox(models.Model):
    """One row a reader, made with their first notification. `due_at` is empty while nothing waits to be mailed; `unheeded`
    counts the mails in a row that came while the one before had not been looked into."""

    reader = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    due_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    unheeded = models.PositiveSmallIntegerField(default=0, db_default=0)

    objects: ClassVar[models.Manager] = PostboxQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="postbox_due")]

    def __str__(self) -> str:
        return f"{self.due_at}"
