"""The log of moderation: who or which rule did what to which comment or reader, when and why, and what it changed.

Entries are only ever added (`comments/log.py`). Only the accounts that they name may go, with the accounts themselves.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex, GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comments.models.comment import Comment
from comments.models.discussion import Discussion

# What stands for good. `actor` and `reader` may become empty, see below.
_STANDING = [
    "id",
    "comment",
    "discussion",
    "rule",
    "act",
    "reason",
    "before",
    "after",
    "undoes",
    "batch",
    "created_at",
]


class ModerationEntryQuerySet(models.QuerySet["ModerationEntry"]):
    """The query words of the log."""

    def decisions(self) -> ModerationEntryQuerySet:
        """Those that said whether a comment may stand, undone or not, and those that undid one."""
        # What undid a sanction changed no comment's state.
        undoing = models.Q(act=ModerationEntry.Act.UNDO, undoes__isnull=False, after__has_key="state")
        return self.filter(models.Q(act__in=ModerationEntry.DECISIONS) | undoing)

    def standing(self) -> ModerationEntryQuerySet:
        """Those that were not undone, and did not undo another."""
        return self.filter(undone_by=None, undoes=None)

    def newest_on(self, comments: Collection[int]) -> dict[int, ModerationEntry]:
        """The newest of them on each of these comments that has one, by the comment's id; with who did it."""
        return {entry.comment_id: entry for entry in self.filter(comment__in=comments).newest()}  # type: ignore[misc]

    def newest(self) -> ModerationEntryQuerySet:
        """The newest of them on each comment, with who did it."""
        return self.order_by("comment_id", "-id").distinct("comment_id").select_related("actor")


class ModerationEntry(models.Model):
    """`before` and `after` hold what the act changed and nothing else, as {"state": "public"}; words of readers never.

    `comment` is empty for what concerns none, `discussion` is the one that the act is on as a whole. Without an `actor`
    it was the `rule` that did it, or somebody whose account is gone. What was done as one act shares its `batch`.
    """

    class Act(models.TextChoices):
        HIDE = "hide", _("hidden")
        RESTORE = "restore", _("restored")
        APPROVE = "approve", pgettext_lazy("of a comment", "approved")
        HOLD = "hold", _("held")
        REFUSE = "refuse", _("refused")
        REJECT = "reject", _("reports rejected")
        UNDO = "undo", _("undone")
        PICK = "pick", _("picked")
        UNPICK = "unpick", _("no longer picked")
        COUNT_VOTES = "count", _("votes counted")
        SET_VOTES_ASIDE = "aside", _("votes set aside")
        WARN = "warn", _("warned")
        SUSPEND = "suspend", _("suspended")
        BAN = "ban", _("banned")
        LIFT = "lift", _("sanction lifted")
        APPEAL = "appeal", _("appealed")
        UPHOLD = "uphold", _("appeal rejected")
        OVERTURN = "overturn", _("appeal granted")
        PREMODERATE = "premoderate", _("read first from now on")
        END_PREMODERATION = "unpremoderate", _("no longer read first")
        SWITCH = "switch", _("discussion switched")
        SET_RULE = "rule", _("rule changed")
        SET_POLICY = "policy", _("policy changed")

    # Acts on whether a comment may stand: of these one is the last word.
    DECISIONS = (Act.HIDE, Act.RESTORE, Act.APPROVE, Act.HOLD, Act.REJECT)

    comment = models.ForeignKey(
        Comment,
        models.PROTECT,
        null=True,
        related_name="moderation_entries",
        verbose_name=_("comment"),
    )
    discussion = models.ForeignKey(
        Discussion,
        models.PROTECT,
        null=True,
        related_name="moderation_entries",
        verbose_name=_("discussion"),
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("reader"),
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("by"),
    )
    rule = models.CharField(_("rule"), max_length=32, blank=True)
    act = models.CharField(_("act"), max_length=16, choices=Act)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="undone_by", verbose_name=_("undoes")
    )
    batch = models.UUIDField(_("one act"), null=True)
    created_at = models.DateTimeField(_("when"), auto_now_add=True)

    # What `reasons.show` adds: the reason in the language of who reads it.
    words: str

    objects: ClassVar[models.Manager] = ModerationEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("moderation entry")
        verbose_name_plural = _("moderation log")
        indexes = [
            models.Index(fields=["reader", "-id"], name="entry_by_reader"),
            models.Index(fields=["actor", "-id"], name="entry_by_actor"),
            # As `icontains` asks for it.
            GinIndex(OpClass(Upper("reason"), name="gin_trgm_ops"), name="entry_by_words"),
            # What rules did, for the figures of how often they are overturned.
            models.Index(
                fields=["rule", "-id"],
                condition=models.Q(act__in=["hold", "refuse"]),
                name="entry_by_rule",
            ),
            models.Index(fields=["batch"], condition=models.Q(batch__isnull=False), name="entry_by_batch"),
            BrinIndex(fields=["created_at"], autosummarize=True, name="entry_days"),
        ]
        triggers = [
            # Enforced below the code: a log that its writers can rewrite proves nothing.
            pgtrigger.ReadOnly(name="entry_stands", fields=_STANDING),
            pgtrigger.Protect(name="entry_stays", operation=pgtrigger.Delete),
            # TRUNCATE deletes no row, and would pass by the one above.
            pgtrigger.Trigger(
                name="log_is_not_emptied",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'The moderation log is never emptied.';",
            ),
            pgtrigger.Protect(
                name="entry_names_nobody_else",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__actor__df=pgtrigger.F("new__actor"), new__actor__isnull=False)
                | pgtrigger.Q(old__reader__df=pgtrigger.F("new__reader"), new__reader__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {timezone.localtime(self.created_at):%Y-%m-%d %H:%M}"

    @property
    def is_on_comment(self) -> bool:
        """Whether it said if a comment may stand, or undid that; else it is on a reader, be it because of a comment."""
        return "state" in self.after
