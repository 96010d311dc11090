"""Votes that wait: cast by an account younger than a day, or by a burst of accounts that vote together.

They count once they have stood, unless a moderator decides otherwise; each decision can be undone and is in the log.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.languages import by_clock_of
from accounts.stamps import stamp
from comments.models.comment import Comment

if TYPE_CHECKING:
    from accounts.models import User

# Held votes stand for a day before they count, so that each shift of moderators comes by once.
STANDS = timedelta(days=1)
# Votes of young accounts on one comment wait as one while they come within an hour: a row of its own for each would tell
# when a reader voted, and so, to who saw that reader at work, how.
GATHERS = timedelta(hours=1)

# The votes follow the state of their hold, whoever moves it.
_FOLLOW = """
    UPDATE comments_vote v
       SET counts = (h.state = 'counted')
      FROM new_rows h
     WHERE v.hold_id = h.id AND v.counts <> (h.state = 'counted');
    RETURN NULL;
"""


class VoteHoldQuerySet(models.QuerySet["VoteHold"]):
    """The query words of votes that wait."""

    def stood(self, at: datetime) -> VoteHoldQuerySet:
        """Those whose votes have waited long enough."""
        return self.filter(state=VoteHold.State.WAITING, ends_at__lte=at)

    def with_votes(self) -> VoteHoldQuerySet:
        """With `up` and `down`: how many votes each holds. Whose they are is asked nowhere."""
        return self.annotate(
            up=models.Count("votes", filter=Q(votes__value=1)),
            down=models.Count("votes", filter=Q(votes__value=-1)),
        )


class VoteHold(models.Model):
    """Some votes on one comment, which wait for one reason. Moderators see how many they are, never whose.

    `state` decides whether they count: the triggers set `Vote.counts` by it.
    """

    class Reason(models.TextChoices):
        YOUNG = "young", gettext_lazy("cast by accounts younger than a day")
        NETWORK = "network", gettext_lazy("many at once from one network")
        TOGETHER = "together", gettext_lazy("cast by accounts that vote together")

    class State(models.TextChoices):
        WAITING = "waiting", gettext_lazy("waits")
        COUNTED = "counted", gettext_lazy("counts")
        SET_ASIDE = "aside", gettext_lazy("set aside")

    comment = models.ForeignKey(
        Comment, models.CASCADE, related_name="vote_holds", verbose_name=gettext_lazy("comment")
    )
    reason = models.CharField(gettext_lazy("reason"), max_length=8, choices=Reason)
    state = models.CharField(gettext_lazy("state"), max_length=8, choices=State, default=State.WAITING)
    opened_at = models.DateTimeField(gettext_lazy("since"))
    ends_at = models.DateTimeField(gettext_lazy("counts from"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=gettext_lazy("decided by"),
    )
    decided_at = models.DateTimeField(gettext_lazy("decided"), null=True)
    words = models.CharField(gettext_lazy("reason of the decision"), max_length=500, blank=True)

    objects: ClassVar[Any] = VoteHoldQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("votes that wait")
        verbose_name_plural = gettext_lazy("votes that wait")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="aside") | Q(decided_at__isnull=False), name="set_aside_by_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["ends_at"], condition=Q(state="waiting"), name="hold_waiting"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="votes_follow",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                referencing=pgtrigger.Referencing(new="new_rows"),
                func=_FOLLOW,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.get_state_display()}"

    def told(self, voter: User) -> str:
        """What `voter`, whose vote waits here, is told of it, by their own clock."""
        if self.state == self.State.SET_ASIDE:
            return _("A moderator has set votes on this comment aside, yours among them: it doesn't count.")
        with by_clock_of(voter):
            time = stamp(self.ends_at)
        if self.reason == self.Reason.YOUNG:
            return _("Your account is new, so your vote counts from %(time)s.") % {"time": time}
        return _("Many votes came here together, so they wait. Yours counts from %(time)s.") % {"time": time}

    # ------------------------------------------------------------------ what moderators do

    def count(self, *, by: User, reason: str = "") -> int:
        """Have the votes count now. Returns 1, or 0 where somebody has decided already: their decision stands until it
        is undone. Raises PermissionDenied where `by` is no moderator."""
        from comments.holding import count

        return self._decided(count, by, reason)

    def set_aside(self, *, by: User, reason: str) -> int:
        """Have the votes never count, also where they do by now. Returns as `count` does. Raises PermissionDenied
        where `by` is no moderator, Refusal without a reason."""
        from comments.holding import set_aside

        return self._decided(set_aside, by, reason)

    def undo(self, *, by: User, reason: str = "") -> int:
        """Take the decision back: the votes wait again, or count where they have stood meanwhile. Returns 1, or 0 where
        there is none. Raises PermissionDenied where `by` is no moderator."""
        from comments.holding import undo

        return self._decided(undo, by, reason)

    def _decided(self, decide: Any, by: User, reason: str) -> int:
        decided = decide(type(self).objects.filter(pk=self.pk), by=by, reason=reason)
        self.refresh_from_db()
        return decided
