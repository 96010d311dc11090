"""A reader's appeal against a decision: once, with words, decided by another moderator than the one who decided first."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comments.models.statement import Statement

if TYPE_CHECKING:
    from accounts.models import User


class AppealQuerySet(models.QuerySet["Appeal"]):
    def waiting(self) -> AppealQuerySet:
        return self.filter(outcome=Appeal.Outcome.OPEN)

    def reopen(self, ids: Collection[int]) -> None:
        """As if these had not been decided."""
        self.filter(pk__in=ids).update(
            outcome=Appeal.Outcome.OPEN, answer="", answer_ja="", decided_at=None, decided_by=None
        )


class Appeal(models.Model):
    """`outcome` is what was decided, `told` what its reader knows of it: see Report."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("not decided yet")
        UPHELD = "upheld", _("the decision stands")
        OVERTURNED = "overturned", _("the decision is taken back")

    statement = models.OneToOneField(
        Statement, models.CASCADE, related_name="appeal", verbose_name=_("decision")
    )
    words = models.CharField(_("in the reader's words"), max_length=1000)
    made_at = models.DateTimeField(_("made"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.OPEN)
    told = models.CharField(
        _("outcome as its reader knows it"), max_length=10, choices=Outcome, default=Outcome.OPEN
    )
    answer = models.CharField(_("why, as the reader sees it"), max_length=500, blank=True)
    answer_ja = models.CharField(_("in Japanese"), max_length=500, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )

    objects: ClassVar[models.Manager] = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            models.CheckConstraint(condition=~models.Q(words=""), name="appealed_with_words"),
            models.CheckConstraint(
                condition=models.Q(outcome="open", decided_at=None)
                | ~models.Q(outcome="open") & models.Q(decided_at__isnull=False),
                name="appeal_decided_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(outcome="open"), name="appeal_open"),
            models.Index(fields=["decided_at"], name="appeal_decided"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def told_answer(self) -> str:
        """Why it was decided so, in the language of who reads it."""
        return (get_language() == "ja" and self.answer_ja) or self.answer

    def uphold(self, *, by: User, reason: str) -> None:
        """The decision stands. Raises PermissionDenied where `by` is no moderator; Refusal without a reason, where `by` took
        the decision themselves or may not decide on this reader, and where the appeal was decided meanwhile."""
        from comments.appealing import decide

        decide(self, Appeal.Outcome.UPHELD, by=by, reason=reason)

    def overturn(self, *, by: User, reason: str) -> None:
        """The decision is taken back: what was hidden is public again, a sanction is lifted. Raises as `uphold` does."""
        from comments.appealing import decide

        decide(self, Appeal.Outcome.OVERTURNED, by=by, reason=reason)
