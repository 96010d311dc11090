"""An account that its owner took back from whoever had changed it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models.user import User


class RecoveryQuerySet(models.QuerySet["Recovery"]):
    def voids(self, sent_at: datetime) -> bool:
        """Whether a link that was sent at that time works no longer: its own change has been taken back, or it was sent in
        the time that another one took back, and so maybe to whoever had the account then."""
        return self.filter(since__lte=sent_at, at__gte=sent_at).exists()

    def locks(self, user: User) -> bool:
        """Whether the account was taken back, and no new password chosen since. Neither a passkey nor an account elsewhere opens
        it then: only its owner can tell which of those that are left are theirs."""
        return not user.has_usable_password() and self.filter(user=user).exists()


class Recovery(models.Model):
    """`since` is when the change happened whose mail its owner answered; all from then to `at` was taken back."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recoveries", verbose_name=_("user")
    )
    since = models.DateTimeField(_("since"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = RecoveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("recovery")
        verbose_name_plural = _("recoveries")

    def __str__(self) -> str:
        return f"{self.user}, {self.since}"
