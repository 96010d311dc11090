"""Which comment a moderator is looking at: claimed for two minutes, so that two people never decide the same one."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment

# Long enough to read a comment and what it answers; who goes for a coffee keeps it from nobody.
LASTS = timedelta(minutes=2)


class ClaimQuerySet(models.QuerySet["Claim"]):
    def live(self, at: object) -> ClaimQuerySet:
        """Those that still hold; a stale one is as good as none, and gives way to the next."""
        return self.filter(until__gt=at)


class Claim(models.Model):
    """One a comment, and one a moderator: who looks at the next has done with the last. See `comments/claiming.py`."""

    comment = models.OneToOneField(
        Comment, models.CASCADE, primary_key=True, related_name="claim", verbose_name=_("comment")
    )
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by")
    )
    until = models.DateTimeField(_("until"))

    objects: ClassVar[models.Manager] = ClaimQuerySet.as_manager()

    def __str__(self) -> str:
        return f"#{self.comment_id}"
