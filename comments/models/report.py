"""A reader's report of a comment to the moderators: once each, with a reason."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class Report(models.Model):
    class Reason(models.TextChoices):
        SPAM = "spam", _("Spam or advertising")
        ABUSE = "abuse", _("Insult or threat")
        HATE = "hate", _("Hate against a group")
        PRIVACY = "privacy", _("Somebody's private data")
        OTHER = "other", _("Something else")

    class Outcome(models.TextChoices):
        OPEN = "open", _("not decided yet")
        UPHELD = "upheld", _("the comment was removed")
        REJECTED = "rejected", _("the comment stays")

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports", verbose_name=_("comment"))
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="reports",
        verbose_name=_("by"),
    )
    reason = models.CharField(_("reason"), max_length=8, choices=Reason)
    words = models.CharField(_("in your words"), max_length=500, blank=True)
    text = models.TextField(_("the comment as it was reported"), blank=True, editable=False, default="")
    created_at = models.DateTimeField(_("when"), auto_now_add=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, default=Outcome.OPEN)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [models.UniqueConstraint(fields=["comment", "reporter"], name="report_once_each")]
        indexes = [
            models.Index(fields=["comment"], condition=models.Q(outcome="open"), name="report_open"),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()
