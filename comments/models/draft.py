"""What was typed and not yet sent: kept on the server, so that it is there after a reload, a login, on another device."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.models.comment import Comment


class DraftQuerySet(models.QuerySet["Draft"]):
    def newest(self) -> DraftQuerySet:
        return self.order_by("-saved_at", "-pk")


class Draft(models.Model):
    """One a composer that is open somewhere: `key` is that composer's own, so two tabs keep two drafts, and neither
    overwrites the other; `version` grows with each saving, so that a composer sees where it would. `base` names the
    wording that an edit began from, or the reason chosen for a report. A draft is a reader's, or of a visitor whose session
    alone knows who that is."""

    class Act(models.TextChoices):
        POST = "post", _("a comment")
        EDIT = "edit", _("a change of a comment")
        REPORT = "report", _("a report of a comment")
        CORRECT = "correct", _("a suggested correction")
        HIDE = "hide", _("a reason to hide a comment")

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="drafts")
    visitor = models.CharField(max_length=32, blank=True, db_default="")
    act = models.CharField(max_length=8, choices=Act, db_default=Act.POST)
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    # Where the comment goes, a reply to it becomes a draft of a comment of its own: what was typed stays.
    comment = models.ForeignKey(Comment, models.SET_NULL, null=True, related_name="+")
    key = models.CharField(max_length=64)
    version = models.PositiveIntegerField(db_default=1)
    text = models.TextField(_("text"))
    base = models.CharField(max_length=64, blank=True, db_default="")
    saved_at = models.DateTimeField(_("saved"))

    objects: ClassVar[models.Manager] = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(fields=["reader", "key"], name="one_draft_a_composer"),
            models.UniqueConstraint(
                fields=["visitor", "key"], condition=Q(reader=None), name="one_draft_a_visitors_composer"
            ),
            models.CheckConstraint(
                condition=Q(reader__isnull=False, visitor="") | Q(Q(reader=None), ~Q(visitor="")),
                name="draft_has_one_owner",
            ),
        ]
        indexes = [models.Index(fields=["reader", "article", "-saved_at"], name="draft_newest")]

    def __str__(self) -> str:
        return f"{self.saved_at:%Y-%m-%d %H:%M}"
