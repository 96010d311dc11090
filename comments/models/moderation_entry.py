"""The log of moderation: who did what to which comment, when and why. Entries are only ever added.

Only the account of who acted may go, with the account itself.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class ModerationEntry(models.Model):
    class Act(models.TextChoices):
        HIDE = "hide", _("hidden")
        RESTORE = "restore", _("restored")
        PICK = "pick", _("picked")
        UNPICK = "unpick", _("no longer picked")
        REJECT = "reject", _("reports rejected")
        COUNT_VOTES = "count", _("votes counted")
        SET_VOTES_ASIDE = "aside", _("votes set aside")
        UNDO = "undo", _("decision on votes undone")

    comment = models.ForeignKey(
        Comment,
        models.PROTECT,
        related_name="moderation_entries",
        verbose_name=_("comment"),
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    act = models.CharField(_("act"), max_length=8, choices=Act)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("moderation entry")
        verbose_name_plural = _("moderation log")
        triggers = [
            # Enforced below the code: a log that its writers can rewrite proves nothing.
            pgtrigger.ReadOnly(name="entry_stands", fields=["comment", "act", "reason", "created_at"]),
            pgtrigger.Protect(name="entry_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="entry_names_nobody_else",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__actor__df=pgtrigger.F("new__actor"), new__actor__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.created_at:%Y-%m-%d %H:%M}"
