"""When a reader had their last mail about notifications, and when the next may go."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class PostboxQuerySet(models.QuerySet["Postbox"]):
    def due(self) -> PostboxQuerySet:
        """Those for which a mail may go now, and those that a worker took and was killed over."""
        now = timezone.now()
        return self.filter(Q(due_at__lte=now, taken_until=None) | Q(taken_until__lte=now))


class Postbox(models.Model):
    """One row a reader, made with their first notification. `due_at` is empty while nothing waits to be mailed. A worker
    takes it while it writes and sends; what comes meanwhile makes it due again. `unheeded` counts the mails in a row that
    came while the one before had not been looked into.
    """

    reader = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    due_at = models.DateTimeField(null=True)
    taken_until = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    unheeded = models.PositiveSmallIntegerField(default=0, db_default=0)

    objects: ClassVar[models.Manager] = PostboxQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="postbox_due"),
            models.Index(
                fields=["taken_until"], condition=Q(taken_until__isnull=False), name="postbox_taken"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_at}"
