"""A reader mutes another: the other's comments fold for this reader alone, everywhere.

Whoever is muted never learns it: nothing of theirs changes, and nobody but the muting reader is shown the row. Staff can
be muted like anybody: a folded comment still says whose it is, and one press shows it, so no word of the house is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from comments.refusal import Refusal

if TYPE_CHECKING:
    from accounts.models import User


class MuteQuerySet(models.QuerySet["Mute"]):
    def of(self, reader: User) -> MuteQuerySet:
        """Whom `reader` has muted, the latest first."""
        return self.filter(reader=reader).select_related("muted").order_by("-id")

    def mute(self, reader: User, *, by: User) -> None:
        """Fold what `reader` writes for `by`; again changes nothing. Raises Refusal for oneself."""
        if reader.pk == by.pk:
            raise Refusal(_now("You can't mute yourself."), code="own")
        self.bulk_create([self.model(reader=by, muted=reader)], ignore_conflicts=True)

    def unmute(self, reader: User, *, by: User) -> None:
        self.filter(reader=by, muted=reader).delete()


class Mute(models.Model):
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mutes")
    muted = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="muted_by")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager] = MuteQuerySet.as_manager()

    class Meta:
        verbose_name = _("mute")
        verbose_name_plural = _("mutes")
        constraints = [
            models.UniqueConstraint(fields=["reader", "muted"], name="mute_once"),
            models.CheckConstraint(condition=~Q(reader=F("muted")), name="nobody_mutes_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d}"
