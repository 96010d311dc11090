"""Voting: one statement, in which the database takes its locks and the triggers tally."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.limits import barred
from comments.models.comment import Comment
from comments.models.vote_hold import GATHERS, STANDS, VoteHold
from comments.refusal import Refusal
from comments.rules.author import closed

if TYPE_CHECKING:
    from accounts.models import User

_CAST = "SELECT * FROM comments_cast_vote(%s, %s, %s::smallint, %s, %s, %s, %s, %s)"


def vote(comment: Comment, *, by: User, value: int, network: str = "") -> VoteHold | None:
    """See Comment.vote. What is locked, asked and written is in the function `comments_cast_vote`
    (comments/migrations/0002_cast_vote.py)."""
    if value not in (1, 0, -1):
        raise Refusal(_("A vote is up, down, or taken back."), code="value")
    given: Any = (comment.pk, by.pk, value, network, by.is_newcomer, timezone.now(), GATHERS, STANDS)
    with connection.cursor() as cursor:
        cursor.execute(_CAST, given)
        refused, hold, *totals = cursor.fetchone()
    if refused:
        raise _refusal(refused, by)
    comment.up, comment.down, comment.score, comment.state = totals
    return VoteHold.objects.get(pk=hold) if hold else None


def _refusal(code: str, voter: User) -> Refusal:
    """The words for what the database refuses."""
    if code == "own":
        return Refusal(_("You can't vote on your own comment."), code=code)
    if code == "gone":
        return Refusal(_("This comment is no longer there to vote on."), code=code)
    return barred(voter) if code == "barred" else Refusal(closed(), code=code)
