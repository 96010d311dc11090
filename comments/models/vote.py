"""All there is about votes: one a reader and comment, up or down. The triggers keep the comment's totals."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment
from comments.models.discussion import VoteWindow
from comments.models.vote_hold import VoteHold


def _tally(changes: str) -> str:
    """SQL that adds up `changes` (comment_id, up, down), in the order of ids so that two bulks can't deadlock."""
    return f"""
    PERFORM FROM comments_comment WHERE id IN (SELECT comment_id FROM ({changes}) x) ORDER BY id FOR NO KEY UPDATE;
    UPDATE comments_comment c
       SET up = c.up + t.up, down = c.down + t.down
      FROM (SELECT comment_id, sum(up) AS up, sum(down) AS down FROM ({changes}) x GROUP BY comment_id) t
     WHERE c.id = t.comment_id AND (t.up <> 0 OR t.down <> 0);
    UPDATE comments_votewindow
       SET opened_at = clock_timestamp()
     WHERE opened_at < clock_timestamp() - interval '{VoteWindow.SECONDS} seconds'
       AND discussion_id IN (
           SELECT discussion_id FROM comments_comment WHERE id IN (SELECT comment_id FROM ({changes}) x)
       );
    RETURN NULL;
    """  # noqa: S608 (our own words only)


_NEW = (
    "SELECT comment_id, (counts AND value = 1)::int AS up, (counts AND value = -1)::int AS down FROM new_rows"
)
_OLD = "SELECT comment_id, -(counts AND value = 1)::int AS up, -(counts AND value = -1)::int AS down FROM old_rows"


class Vote(models.Model):
    """`value` is 1 or -1; no vote is no row. Who voted how is shown to nobody.

    A vote that waits under a `hold` has `counts` False and is left out of the totals.
    """

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="votes")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="votes")
    value = models.SmallIntegerField(_("vote"))
    cast_at = models.DateTimeField(auto_now_add=True)
    counts = models.BooleanField(db_default=True)
    hold = models.ForeignKey(
        VoteHold, models.SET_NULL, null=True, related_name="votes", verbose_name=_("hold"), db_index=False
    )
    network = models.CharField(
        max_length=16,
        blank=True,
        db_default="",
        help_text=_("A keyed hash of the voter's network, kept for a day, by which bursts are found."),
    )

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["voter", "comment"], name="one_vote_each"),
            models.CheckConstraint(condition=Q(value__in=[1, -1]), name="vote_up_or_down"),
        ]
        indexes = [
            models.Index(fields=["cast_at"], name="vote_newest"),
            models.Index(fields=["hold"], condition=Q(hold__isnull=False), name="vote_held"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="tally_cast",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="new_rows"),
                func=_tally(_NEW),
            ),
            pgtrigger.Trigger(
                name="tally_changed",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
                func=_tally(f"{_NEW} UNION ALL {_OLD}"),
            ),
            pgtrigger.Trigger(
                name="tally_taken_back",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                referencing=pgtrigger.Referencing(old="old_rows"),
                func=_tally(_OLD),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value:+d}"
