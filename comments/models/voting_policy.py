"""The site's switches for votes: whether counts are hidden at first, and what stands below the line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.models.edition import moves_edition
from newsportal.compiled import Compiled, first

if TYPE_CHECKING:
    from comments.models.comment import Comment

# What stands for the score where it isn't shown.
HIDDEN_TALLY = _("votes hidden")

# In minutes. Past it nobody votes any more, so hiding longer would be hiding for ever.
WEEK = 7 * 24 * 60


class VotingPolicyQuerySet(models.QuerySet["VotingPolicy"]):
    def current(self) -> VotingPolicy:
        """What holds now."""
        return first(_current()) or self.model()


class VotingPolicy(models.Model):
    """The single row (`id` 1); no row is the defaults below.

    While a count is hidden the order by "best" or "controversial" stays, for it would mean nothing without the votes:
    it tells which comment comes before which, and no number; addresses of pages tell none, either.
    """

    class Hides(models.TextChoices):
        NEVER = "never", _("never")
        UNTIL_VOTED = "voted", _("until the reader has voted on the comment")
        AT_FIRST = "first", _("for the first minutes")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    hides = models.CharField(_("hide the counts"), max_length=8, choices=Hides, default=Hides.NEVER)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(WEEK)],
        help_text=_("How long the counts of a new comment are hidden, where they are hidden at first."),
    )
    # Enough that a handful of opponents can't fold a comment, and that a lively dispute stays open.
    line_votes = models.PositiveSmallIntegerField(
        _("votes before a comment can stand below the line"),
        default=25,
        validators=[MinValueValidator(3)],
    )
    line_share = models.FloatField(
        _("share of down votes from which it does"),
        default=0.75,
        validators=[MinValueValidator(0.5), MaxValueValidator(1)],
    )

    objects: ClassVar[Any] = VotingPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("voting policy")
        verbose_name_plural = _("voting policy")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_voting_policy")]
        triggers: list[Any] = moves_edition()

    def __str__(self) -> str:
        return str(_("Voting policy"))

    @property
    def note(self) -> str:
        """What readers of a discussion are told of counts that they don't see; empty where they see all."""
        if self.hides == self.Hides.UNTIL_VOTED:
            return gettext("Votes on a comment show to those who have voted on it.")
        if self.hides == self.Hides.AT_FIRST:
            return ngettext(
                "Votes on a comment show a minute after it was posted.",
                "Votes on a comment show %(minutes)d minutes after it was posted.",
                self.minutes,
            ) % {"minutes": self.minutes}
        return ""

    @property
    def asks_who_voted(self) -> bool:
        """Whether what a reader sees depends on their own votes."""
        return self.hides == self.Hides.UNTIL_VOTED

    def counted_unvoted(self, *, at: datetime, own: bool = False) -> models.Q | None:
        """The condition for comments of one author whose counts show to whoever hasn't voted on them, or to the author
        (`own`); None where none do."""
        if self.hides == self.Hides.UNTIL_VOTED:
            return models.Q() if own else None
        if self.hides == self.Hides.AT_FIRST:
            return models.Q(created_at__lte=at - timedelta(minutes=self.minutes))
        return models.Q()

    def hides_count(self, comment: Comment, *, at: datetime, voted: bool = False, own: bool = False) -> bool:
        """Whether what `comment` was given is kept from a reader who has `voted` on it, or whose `own` it is."""
        if self.hides == self.Hides.UNTIL_VOTED:
            # Authors can't vote on their own, and so can't be swayed either.
            return not (voted or own)
        return self.hides == self.Hides.AT_FIRST and at < self._first_minutes_end(comment)

    def is_below_line(self, comment: Comment, *, at: datetime) -> bool:
        """Whether so many of those who voted are against `comment` that it is dimmed until somebody asks for it.

        Votes that wait are no part of it. Nor is a comment in its first minutes, where these are hidden: a line drawn
        then would tell early voters which way the wind blows. Hidden until one has voted, the line is still drawn: else
        it never would be for the signed-out, and it tells no number.
        """
        votes = comment.up + comment.down
        if votes < self.line_votes or comment.down < self.line_share * votes:
            return False
        return self.hides != self.Hides.AT_FIRST or at >= self._first_minutes_end(comment)

    def changes_at(self, comments: Iterable[Comment], at: datetime) -> datetime | None:
        """When the clock alone next changes what a page with `comments` shows of their votes; None where it never does."""
        if self.hides != self.Hides.AT_FIRST:
            return None
        ends = (self._first_minutes_end(comment) for comment in comments)
        return min((end for end in ends if end > at), default=None)

    def _first_minutes_end(self, comment: Comment) -> datetime:
        return comment.created_at + timedelta(minutes=self.minutes)


_current = Compiled(VotingPolicy.objects.all)
