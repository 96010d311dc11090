"""How a reader wants the discussions: order, mails, keys, and whether their page is public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsportal.compiled import Compiled, Parameter, first

if TYPE_CHECKING:
    from accounts.models import User


class ReaderSettingsQuerySet(models.QuerySet["ReaderSettings"]):
    def of(self, reader: User) -> ReaderSettings:
        """The reader's settings; the defaults, not yet a row, where they have chosen nothing."""
        return first(_chosen(reader=reader.pk)) or self.model(reader=reader)

    def choose(self, *, by: User, **choices: Any) -> None:
        """`by` wants it so from now on. One statement, so that two tabs of a reader without a row can't collide."""
        from comments import mailing

        self.bulk_create(
            [self.model(reader=by, **choices)],
            update_conflicts=True,
            unique_fields=["reader"],
            update_fields=list(choices),
        )
        if "mails" in choices:
            mailing.begin_anew(by)


class ReaderSettings(models.Model):
    """One row a reader, made when they first change something; no row is the defaults below."""

    class Sort(models.TextChoices):
        OLDEST = "oldest", _("Oldest first")
        NEWEST = "newest", _("Newest first")
        BEST = "best", _("Best first")
        CONTROVERSIAL = "controversial", _("Controversial first")

    class Mails(models.TextChoices):
        AT_ONCE = "at_once", _("At once, bundled")
        DAILY = "daily", _("Once a day")
        NEVER = "never", _("Never")

    reader = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="reader_settings"
    )
    sort = models.CharField(_("order of comments"), max_length=16, choices=Sort, default=Sort.OLDEST)
    mails = models.CharField(
        _("mails about notifications"), max_length=8, choices=Mails, default=Mails.AT_ONCE
    )
    mails_replies = models.BooleanField(_("mails about replies"), default=True, db_default=True)
    mails_mentions = models.BooleanField(_("mails about mentions"), default=True, db_default=True)
    mails_followed = models.BooleanField(_("mails about followed discussions"), default=True, db_default=True)
    follows_own = models.BooleanField(_("follow the discussions in which I write"), default=False)
    has_keys = models.BooleanField(_("keys j, k, u, d and r in discussions"), default=True)
    is_public = models.BooleanField(_("my page with my comments is public"), default=True)

    objects: ClassVar[models.Manager] = ReaderSettingsQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader's settings")
        verbose_name_plural = _("readers' settings")

    def __str__(self) -> str:
        return f"{self.reader_id}"

    @property
    def mailed_kinds(self) -> list[str]:
        """The kinds of notifications of which the reader wants mails, if they want any; of their own reports and of decisions on them always."""
        wanted = {
            "reply": self.mails_replies,
            "mention": self.mails_mentions,
            "followed": self.mails_followed,
        }
        return ["report", "decision", *(kind for kind, is_wanted in wanted.items() if is_wanted)]

    def shows_page_to(self, user: Any) -> bool:
        """Whether `user` may see the comments on the reader's page. In their discussions everybody does."""
        return self.is_public or user.pk == self.reader_id or user.has_perm("comments.moderate_comment")


_chosen = Compiled(
    lambda: ReaderSettings.objects.filter(reader=Parameter("reader", models.BigIntegerField()))
)
