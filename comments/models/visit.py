"""How far a reader has read a discussion: what is newer than `seen` is new since their visit."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.discussion import Discussion


class Visit(models.Model):
    """`seen` is the newest comment's id when the reader last came, `before` the same of the visit before that: a reload
    within a visit must not make everything old."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="visits")
    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="+")
    seen = models.BigIntegerField(default=0)
    before = models.BigIntegerField(default=0)
    came_at = models.DateTimeField()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [models.UniqueConstraint(fields=["reader", "discussion"], name="visit_one_row")]

    def __str__(self) -> str:
        return f"{self.came_at:%Y-%m-%d %H:%M}"
