"""All there is about votes: one a reader and comment, up or down. The triggers keep the comment's totals."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment
from comments.models.discussion import VoteWindow
from comments.models.vote_hold import VoteHold

# Bursts are looked for minutes back; a day is how long the key of the hash lasts, after which it compares to nothing.
NETWORK_KEPT = timedelta(days=1)

_NEW = "SELECT comment_id, (value = 1)::int AS up, (value = -1)::int AS down FROM new_rows WHERE counts"
_OLD = "SELECT comment_id, -(value = 1)::int AS up, -(value = -1)::int AS down FROM old_rows WHERE counts"


def _tally(changes: str) -> str:
    """A function body that adds up `changes` (comment_id, up, down), in the order of ids so that two bulks can't
    deadlock, and opens the windows in which stored pages may lack them."""
    return f"""
    SELECT array_agg(comment_id), array_agg(up), array_agg(down) INTO ids, ups, downs
      FROM (SELECT comment_id, sum(up)::int AS up, sum(down)::int AS down FROM ({changes}) x GROUP BY comment_id) t
     WHERE up <> 0 OR down <> 0;
    IF ids IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM FROM comments_comment WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;
    UPDATE comments_comment c
       SET up = c.up + t.up, down = c.down + t.down
      FROM unnest(ids, ups, downs) AS t (id, up, down)
     WHERE c.id = t.id;
    UPDATE comments_votewindow
       SET opened_at = clock_timestamp()
     WHERE discussion_id = ANY(ARRAY(
           SELECT w.discussion_id FROM comments_votewindow w
            WHERE w.opened_at < clock_timestamp() - interval '{VoteWindow.SECONDS} seconds'
              AND w.discussion_id IN (SELECT discussion_id FROM comments_comment WHERE id = ANY(ids))
            ORDER BY w.discussion_id FOR NO KEY UPDATE));
    RETURN NULL;
    """  # noqa: S608 (our own words only)


_DECLARE = [("ids", "bigint[]"), ("ups", "int[]"), ("downs", "int[]")]


class VoteQuerySet(models.QuerySet["Vote"]):
    """The query words of votes."""

    def free_to_hold(self) -> VoteQuerySet:
        """Those that a burst's hold may take: what nobody has decided on, and what waits for a young account only."""
        young = Q(hold__reason=VoteHold.Reason.YOUNG, hold__state=VoteHold.State.WAITING)
        return self.filter(Q(hold=None) | young)

    def forget_networks(self, at: datetime) -> int:
        """Drop where votes came from that are older than a day; returns of how many."""
        return self.filter(cast_at__lt=at - NETWORK_KEPT).exclude(network="").update(network="")


class Vote(models.Model):
    """`value` is 1 or -1; no vote is no row. Who voted how is shown to nobody.

    A vote that waits under a `hold` has `counts` False and is left out of the totals; the triggers see to it. Taken
    back while it waits, it stays as a 0: voting again must not lead out of the hold.
    """

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="votes")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="votes")
    value = models.SmallIntegerField(_("vote"))
    cast_at = models.DateTimeField(auto_now_add=True)
    counts = models.BooleanField(db_default=True)
    hold = models.ForeignKey(
        VoteHold, models.RESTRICT, null=True, related_name="votes", verbose_name=_("hold"), db_index=False
    )
    network = models.CharField(
        max_length=16,
        blank=True,
        db_default="",
        help_text=_("A keyed hash of the voter's network, kept for a day, by which bursts are found."),
    )

    objects: ClassVar[Any] = VoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["voter", "comment"], name="one_vote_each"),
            models.CheckConstraint(
                condition=Q(value__in=[1, -1]) | Q(value=0, hold__isnull=False), name="vote_up_or_down"
            ),
            models.CheckConstraint(
                condition=Q(counts=True) | Q(hold__isnull=False), name="vote_waits_for_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["cast_at"], name="vote_newest"),
            models.Index(fields=["cast_at"], condition=~Q(network=""), name="vote_with_network"),
            models.Index(fields=["hold"], condition=Q(hold__isnull=False), name="vote_held"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="counts_as_held",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("hold_id", "counts"),
                condition=pgtrigger.Q(new__hold__isnull=False) | pgtrigger.Q(new__counts=False),
                # Shared, so that a decision that is being taken is waited for, not overlooked.
                func="""
                NEW.counts := coalesce(
                    (SELECT state = 'counted' FROM comments_votehold WHERE id = NEW.hold_id FOR SHARE), true);
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="tally_cast",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="new_rows"),
                declare=_DECLARE,
                func=_tally(_NEW),
            ),
            pgtrigger.Trigger(
                name="tally_changed",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
                declare=_DECLARE,
                func=_tally(f"{_NEW} UNION ALL {_OLD}"),
            ),
            pgtrigger.Trigger(
                name="tally_taken_back",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                referencing=pgtrigger.Referencing(old="old_rows"),
                declare=_DECLARE,
                func=_tally(_OLD),
            ),
        ]

    def __str__(self) -> str:
        # Neither way nor comment: the admin lists these words where it tells what goes with an account.
        return f"#{self.pk}"
