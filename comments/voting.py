"""Voting: one short transaction under the comment's lock; the triggers tally it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import BigIntegerField, DateTimeField, Exists
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.limits import barred
from comments.models.comment import Comment
from comments.models.sanction import Sanction
from comments.models.vote import Vote
from comments.models.vote_hold import GATHERS, STANDS, VoteHold
from comments.refusal import Refusal
from comments.rules.author import require_account
from newsportal.compiled import Compiled, Parameter, first

if TYPE_CHECKING:
    from accounts.models import User


_COMMENT = Parameter("comment", BigIntegerField())
_VOTER = Parameter("voter", BigIntegerField())
# Whether the voter is kept from voting is asked with it, for a query of its own would cost every vote.
_locked = Compiled(
    lambda: (
        Comment.objects.select_for_update(no_key=True)
        .filter(pk=_COMMENT)
        .only("state", "author_id")
        .annotate(
            is_barred=Exists(
                Sanction.objects.filter(reader=_VOTER).barring(Parameter("now", DateTimeField()))
            )
        )
    )
)
_standing = Compiled(lambda: Vote.objects.filter(comment=_COMMENT, voter=_VOTER).select_related("hold"))
_totals = Compiled(lambda: Comment.objects.filter(pk=_COMMENT).only("up", "down", "score", "state"))


def vote(comment: Comment, *, by: User, value: int, network: str = "") -> VoteHold | None:
    """See Comment.vote. The comment's row is locked, so that one that is being hidden takes no more votes, and so that
    nobody decides on held votes in the midst of one."""
    if value not in (1, 0, -1):
        raise Refusal(_("A vote is up, down, or taken back."), code="value")
    with transaction.atomic():
        require_account(by)
        # The author is read under the same lock as the state: both decide whether the vote may stand.
        locked: Any = first(_locked(comment=comment.pk, voter=by.pk, now=timezone.now()))
        if locked and locked.author_id == by.pk:
            raise Refusal(_("You can't vote on your own comment."), code="own")
        if not locked or locked.state != Comment.State.PUBLIC:
            raise Refusal(_("This comment is no longer there to vote on."), code="gone")
        if locked.is_barred:
            raise barred(by)
        standing = first(_standing(comment=comment.pk, voter=by.pk))
        hold = _change(standing, value) if standing else _cast(locked, by, value, network)
    # Where it was deleted meanwhile, it is shown as it was.
    now = first(_totals(comment=comment.pk)) or comment
    comment.up, comment.down, comment.score, comment.state = now.up, now.down, now.score, now.state
    return hold


def _cast(comment: Comment, voter: User, value: int, network: str) -> VoteHold | None:
    if value == 0:
        return None
    hold = _hold_of_the_young(comment) if voter.is_newcomer else None
    Vote.objects.create(comment=comment, voter=voter, value=value, network=network, hold=hold)
    return hold


def _change(standing: Vote, value: int) -> VoteHold | None:
    if value == 0 and standing.counts:
        standing.delete()
        return None
    if standing.value != value:
        Vote.objects.filter(pk=standing.pk).update(value=value)
    return None if value == 0 or standing.counts else standing.hold


def _hold_of_the_young(comment: Comment) -> VoteHold:
    now = timezone.now()
    gathering = VoteHold.objects.gathering(comment, now).first()
    return gathering or VoteHold.objects.create(
        comment=comment, reason=VoteHold.Reason.YOUNG, opened_at=now, ends_at=now + GATHERS + STANDS
    )
