"""What a moderator has decided about a reader: a warning that must be read, a time without writing, or no writing any more.

Nothing is done in secret: who is sanctioned is told so, until when and why, wherever they would write.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment
from newsportal.compiled import Compiled, Parameter, first

if TYPE_CHECKING:
    from accounts.models import User


# For how many hours a reader can be suspended.
HOURS = {1: _("1 hour"), 3: _("3 hours"), 24: _("24 hours"), 7 * 24: _("7 days"), 30 * 24: _("30 days")}


class SanctionQuerySet(models.QuerySet["Sanction"]):
    """The query words of sanctions, and the ways to begin one."""

    def in_force(self, at: Any) -> SanctionQuerySet:
        """Those that keep their reader from writing at that time, the gravest first."""
        return self.barring(at, or_if=Q(kind=Sanction.Kind.WARN, read_at=None)).order_by("kind", "-until")

    def barring(self, at: Any, *, or_if: Q | None = None) -> SanctionQuerySet:
        """Those that keep their reader from all that counts here: writing, voting, reporting."""
        lasts = Q(kind=Sanction.Kind.BAN) | Q(kind=Sanction.Kind.SUSPEND, until__gt=at)
        return self.filter(lasts | or_if if or_if else lasts, lifted_at=None)

    def against(self, reader: User) -> Sanction | None:
        """The gravest that is in force now."""
        return first(_against(reader=reader.pk, now=timezone.now()))

    def of(self, reader: User) -> SanctionQuerySet:
        """All of `reader`, the newest first, with who decided on them."""
        return self.filter(reader=reader).select_related("by", "lifted_by").order_by("-pk")

    # Each takes besides what `sanctioning.impose` takes: the `comment` that it is about, and the `batch` that it is part of.

    def warn(self, reader: User, *, by: User, reason: str, **about: Any) -> Sanction:
        """Have `reader` read `reason` before they write again. Raises PermissionDenied where `by` is no moderator, Refusal
        without a reason, or where the reader is one of the house."""
        from comments.sanctioning import impose

        return impose(reader, Sanction.Kind.WARN, by=by, reason=reason, **about)

    def suspend(self, reader: User, *, by: User, reason: str, until: datetime, **about: Any) -> Sanction:
        """Let `reader` write, vote and report no more until then. Raises as `warn` does, and for a time that is over."""
        from comments.sanctioning import impose

        return impose(reader, Sanction.Kind.SUSPEND, by=by, reason=reason, until=until, **about)

    def ban(self, reader: User, *, by: User, reason: str, **about: Any) -> Sanction:
        """Let `reader` write, vote and report no more. Raises as `warn` does."""
        from comments.sanctioning import impose

        return impose(reader, Sanction.Kind.BAN, by=by, reason=reason, **about)


class Sanction(models.Model):
    """What was decided stands as it was; another decision is another row, and what holds no more is `lifted`, be it that it was
    undone."""

    class Kind(models.TextChoices):
        # In the order of their names the gravest comes first.
        BAN = "ban", _("banned")
        SUSPEND = "suspend", _("suspended")
        WARN = "warn", _("warned")

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="sanctions", verbose_name=_("reader")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    comment = models.ForeignKey(
        Comment,
        models.SET_NULL,
        null=True,
        related_name="sanctions",
        verbose_name=_("because of the comment"),
    )
    reason = models.CharField(_("reason, as the reader sees it"), max_length=500)
    reason_ja = models.CharField(
        _("reason, as the reader sees it who reads Japanese"), max_length=500, blank=True, db_default=""
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True)
    read_at = models.DateTimeField(_("read"), null=True)
    lifted_at = models.DateTimeField(_("lifted"), null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("lifted by")
    )
    is_undone = models.BooleanField(
        _("undone"),
        default=False,
        db_default=False,
        help_text=_("Taken back by who decided it, within the ten seconds before its reader would be told."),
    )

    objects: ClassVar[Any] = SanctionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("sanction")
        verbose_name_plural = _("sanctions")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="suspend", until__gt=F("at")) | Q(kind__in=["ban", "warn"], until=None),
                name="suspended_until_then",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="sanctioned_for_a_reason"),
            models.CheckConstraint(
                condition=Q(is_undone=False) | Q(lifted_at__isnull=False), name="undone_holds_no_more"
            ),
        ]
        indexes = [
            models.Index(
                fields=["reader", "kind", "-until"],
                condition=Q(lifted_at=None),
                name="sanction_not_lifted",
            ),
        ]
        triggers = [
            # Below the code: what a reader was told must not be put otherwise afterwards.
            pgtrigger.ReadOnly(
                name="sanction_stands", fields=["reader", "kind", "reason", "reason_ja", "at", "until"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {timezone.localtime(self.at):%Y-%m-%d %H:%M}"

    @property
    def told(self) -> str:
        """The reason, in the language of who reads it."""
        return (get_language() == "ja" and self.reason_ja) or self.reason

    @property
    def is_in_force(self) -> bool:
        """Whether it keeps its reader from anything now."""
        if self.lifted_at is not None:
            return False
        if self.kind == self.Kind.WARN:
            return self.read_at is None
        return self.until is None or self.until > timezone.now()

    def read(self, *, by: User) -> None:
        """`by` has read the warning. Again changes nothing. Raises PermissionDenied for another's."""
        from comments.sanctioning import read

        read(self, by=by)

    def lift(self, *, by: User) -> None:
        """It holds no more. Again changes nothing. Raises PermissionDenied where `by` is no moderator."""
        from comments.sanctioning import lift

        lift(self, by=by)


_against = Compiled(
    lambda: Sanction.objects.filter(reader=Parameter("reader", models.BigIntegerField())).in_force(
        Parameter("now", models.DateTimeField())
    )
)
