"""A reader's report of a comment to the moderators: once each, with a reason. What becomes of it its reader learns."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.languages import by_clock_of
from accounts.stamps import stamp
from comments.models.comment import Comment
from comments.models.vote import NETWORK_KEPT

if TYPE_CHECKING:
    from accounts.models import User


class ReportQuerySet(models.QuerySet["Report"]):
    def of(self, reporter: User) -> ReportQuerySet:
        """What `reporter` has reported, with `is_visible`: whether they may read the comment now."""
        visible = Comment.objects.visible_to(reporter).filter(pk=OuterRef("comment"))
        reports = self.filter(reporter=reporter).annotate(is_visible=Exists(visible))
        return reports.select_related("comment__author", "comment__discussion__article__section").fetch_mode(
            models.FETCH_RAISE
        )

    def untold(self) -> ReportQuerySet:
        """Those whose outcome their reader hasn't been told, or has been told another."""
        return self.exclude(told=F("outcome"))

    def waiting(self) -> ReportQuerySet:
        return self.filter(outcome=Report.Outcome.OPEN)

    def forget_networks(self, at: datetime) -> int:
        """Drop where reports came from that are older than a day; returns of how many."""
        return self.filter(created_at__lt=at - NETWORK_KEPT).exclude(network="").update(network="")

    def on(self, comments: Collection[int]) -> ReportQuerySet:
        return self.filter(comment__in=comments)


# Kept beside the comment, by whatever way reports come, are decided or go; see Comment.open_reports and reports_weigh.
_OPEN_NEW = "SELECT comment_id, 1 AS step, counted FROM new_rows WHERE outcome = 'open'"
_OPEN_OLD = "SELECT comment_id, -1 AS step, -counted AS counted FROM old_rows WHERE outcome = 'open'"


def _tally(changes: str) -> str:
    return f"""
    UPDATE comments_comment c
       SET open_reports = c.open_reports + t.step, reports_weigh = c.reports_weigh + t.counted
      FROM (SELECT comment_id, sum(step) AS step, sum(counted) AS counted FROM ({changes}) x
             GROUP BY comment_id HAVING sum(step) <> 0 OR sum(counted) <> 0) t
     WHERE c.id = t.comment_id;
    RETURN NULL;
    """  # noqa: S608 (our own words only)


class Report(models.Model):
    """`text` is what stood there when it was reported, whatever becomes of the comment: it is what the report is about.

    `outcome` is what was decided, `told` what its reader knows of it: a decision is told when it can't be undone any more.
    """

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
        GONE = "gone", _("its author deleted the comment")

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
    told = models.CharField(
        _("outcome as its reader knows it"),
        max_length=8,
        choices=Outcome,
        default=Outcome.OPEN,
        db_default=Outcome.OPEN,
        editable=False,
    )
    weight = models.FloatField(
        _("weight"),
        default=1,
        db_default=1,
        editable=False,
        help_text=_("By how often its reader had been right until then: see weighing.py."),
    )
    counted = models.PositiveSmallIntegerField(
        _("counted"),
        default=100,
        db_default=100,
        editable=False,
        help_text=_(
            "Hundredths that it adds to what the comment's reports weigh: of those that act together one counts."
        ),
    )
    network = models.CharField(
        max_length=16,
        blank=True,
        db_default="",
        editable=False,
        help_text=_("A keyed hash of the reader's network, kept for a day, by which brigades are found."),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager] = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [models.UniqueConstraint(fields=["comment", "reporter"], name="report_once_each")]
        indexes = [
            models.Index(fields=["comment"], condition=models.Q(outcome="open"), name="report_open"),
            models.Index(fields=["created_at"], condition=~models.Q(network=""), name="report_with_network"),
            BrinIndex(fields=["created_at"], autosummarize=True, name="report_days"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="open_made",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="new_rows"),
                func=_tally(_OPEN_NEW),
            ),
            pgtrigger.Trigger(
                name="open_changed",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
                func=_tally(f"{_OPEN_NEW} UNION ALL {_OPEN_OLD}"),
            ),
            pgtrigger.Trigger(
                name="open_gone",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                referencing=pgtrigger.Referencing(old="old_rows"),
                func=_tally(_OPEN_OLD),
            ),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()

    @property
    def is_open(self) -> bool:
        return self.outcome == self.Outcome.OPEN

    def again(self, reporter: User) -> str:
        """What its `reporter` is told who would report the comment again, by their own clock; of the outcome what they know."""
        with by_clock_of(reporter):
            made = gettext("You reported this comment on %(time)s.") % {"time": stamp(self.created_at)}
        if self.is_open:
            now = gettext("It isn't decided yet: what you send now is added to it.")
        elif self.told == self.Outcome.OPEN:
            now = gettext("A moderator is deciding on it at this moment; you will be told what became of it.")
        else:
            now = gettext("What became of it: %(outcome)s.") % {"outcome": self.get_told_display()}
        return f"{made} {now}"
