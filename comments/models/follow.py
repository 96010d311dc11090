"""A reader follows a discussion: its new comments come as notifications."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.discussion import Discussion


class Follow(models.Model):
    """Who stops following keeps the row, with `is_on` False: writing there once more doesn't make them follow again."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="followers")
    is_on = models.BooleanField(db_default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("followed discussion")
        verbose_name_plural = _("followed discussions")
        constraints = [models.UniqueConstraint(fields=["discussion", "reader"], name="follow_once")]

    def __str__(self) -> str:
        return f"{self.discussion_id}"
