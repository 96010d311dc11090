"""Votes that wait: cast by an account younger than a day, or by a burst of accounts that vote together.

They count once they have stood, unless a moderator decides otherwise; either can be undone, and the row is the log.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class VoteHold(models.Model):
    """The votes with this `hold` have `counts` False until it ends. Moderators see how many they are, never whose."""

    class Reason(models.TextChoices):
        YOUNG = "young", _("cast by an account younger than a day")
        NETWORK = "network", _("many at once from one network")
        TOGETHER = "together", _("accounts that vote together")

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        COUNTED = "counted", _("counts")
        SET_ASIDE = "aside", _("set aside")

    reason = models.CharField(_("reason"), max_length=8, choices=Reason)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    voter = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="+",
        help_text=_("The young account; empty for a burst."),
    )
    comment = models.ForeignKey(
        "comments.Comment", models.CASCADE, null=True, related_name="vote_holds", verbose_name=_("comment")
    )
    opened_at = models.DateTimeField(_("since"))
    ends_at = models.DateTimeField(_("counts from"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    words = models.CharField(_("reason of the decision"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("votes that wait")
        verbose_name_plural = _("votes that wait")
        constraints = [
            models.CheckConstraint(
                condition=Q(reason="young", voter__isnull=False, comment=None)
                | (~Q(reason="young") & Q(voter=None, comment__isnull=False)),
                name="hold_of_a_voter_or_a_comment",
            ),
        ]
        indexes = [
            models.Index(fields=["ends_at"], condition=Q(state="waiting"), name="hold_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.get_state_display()}"
