"""What becomes of votes that wait: counted when they have stood, or as moderators decide, who can take it back.

The comments' rows are locked first, as voting does, so that no vote is cast or taken back in the midst of a decision.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from datetime import datetime
from typing import TYPE_CHECKING

import psycopg
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from comments.log import note_all
from comments.models.comment import Comment
from comments.models.moderation_entry import ModerationEntry
from comments.models.vote import Vote
from comments.models.vote_hold import STANDS, VoteHold, VoteHoldQuerySet
from comments.moderation import checked_reason, require_moderator

if TYPE_CHECKING:
    from accounts.models import User

# Milliseconds; less than the second after which Postgres looks for deadlocks.
PATIENCE = 500
TRIES = 5


def count(holds: VoteHoldQuerySet, *, by: User, reason: str = "") -> int:
    """See VoteHold.count; returns how many were decided."""
    return _decide(holds, by, VoteHold.State.COUNTED, ModerationEntry.Act.COUNT_VOTES, checked_reason(reason))


def set_aside(holds: VoteHoldQuerySet, *, by: User, reason: str) -> int:
    """See VoteHold.set_aside; returns how many were decided."""
    reason = checked_reason(reason, required=True)
    return _decide(holds, by, VoteHold.State.SET_ASIDE, ModerationEntry.Act.SET_VOTES_ASIDE, reason)


def _decide(holds: VoteHoldQuerySet, by: User, state: str, act: str, reason: str) -> int:
    """A decision stands until it is undone: of two moderators who decide at the same moment, one does."""
    require_moderator(by)

    def decide() -> int:
        before = _locked(holds, decided_at=None)
        _move(before, state, decided_by=by, decided_at=timezone.now(), words=reason)
        return _log(before, by, act, reason)

    return _giving_way(decide)


def undo(holds: VoteHoldQuerySet, *, by: User, reason: str = "") -> int:
    """See VoteHold.undo; returns how many decisions were taken back."""
    require_moderator(by)
    reason = checked_reason(reason)

    def take_back() -> int:
        now = timezone.now()
        before = _locked(holds, decided_at__isnull=False)
        ended = VoteHold.objects.filter(pk__in=before, ends_at__lte=now)
        stood = list(ended.values_list("pk", flat=True))
        waiting = [pk for pk in before if pk not in stood]
        for state, some in ((VoteHold.State.COUNTED, stood), (VoteHold.State.WAITING, waiting)):
            _move(some, state, decided_by=None, decided_at=None, words="")
        return _log(before, by, ModerationEntry.Act.UNDO, reason)

    return _giving_way(take_back)


def count_stood(at: datetime) -> int:
    """Has those count that have stood by `at`; returns how many holds ended. One that is busy is left for the next time."""
    ended = 0
    for pk in list(VoteHold.objects.stood(at).order_by("ends_at").values_list("pk", flat=True)):

        def end(pk: int = pk) -> int:
            ids = _locked(VoteHold.objects.filter(pk=pk), state=VoteHold.State.WAITING)
            return _move(ids, VoteHold.State.COUNTED)

        try:
            ended += _giving_way(end)
        except OperationalError as error:
            only_busy(error)
    return ended


def hold_votes(comment: int, votes: list[int], reason: str, at: datetime) -> int:
    """Has those of `votes` (ids, all on the one comment) wait that no hold but one for young accounts has; returns how
    many do. A moderator's decision on them stands."""

    def hold() -> int:
        list(Comment.objects.select_for_update(no_key=True).filter(pk=comment).values_list("pk"))
        free = list(Vote.objects.filter(pk__in=votes).free_to_hold().values_list("pk", flat=True))
        if not free:
            return 0
        made = VoteHold.objects.create(comment_id=comment, reason=reason, opened_at=at, ends_at=at + STANDS)
        return Vote.objects.filter(pk__in=free).update(hold=made, counts=False)

    return _giving_way(hold)


# ---------------------------------------------------------------------- the parts


def _locked(holds: VoteHoldQuerySet, **condition: object) -> dict[int, str]:
    """Locks the comments, then those of `holds` for which `condition` holds under the lock; returns their states by id."""
    asked = dict(holds.values_list("pk", "comment_id"))
    comments = Comment.objects.select_for_update(no_key=True).filter(pk__in=set(asked.values()))
    list(comments.order_by("pk").values_list("pk"))
    locked = VoteHold.objects.select_for_update(no_key=True).filter(pk__in=asked, **condition)
    return dict(locked.order_by("pk").values_list("pk", "state"))


def _move(ids: Collection[int], state: str, **decision: object) -> int:
    moved = VoteHold.objects.filter(pk__in=ids).update(state=state, **decision)
    if state == VoteHold.State.COUNTED:
        # What was taken back while it waited has nothing to come back to.
        Vote.objects.filter(hold__in=ids, value=0).delete()
    return moved


def _log(before: dict[int, str], by: User, act: str, reason: str) -> int:
    """Notes what became of the holds that were in these states; returns how many they are."""
    moved = VoteHold.objects.filter(pk__in=before).order_by("pk")
    note_all(
        ModerationEntry(
            act=act,
            actor=by,
            comment_id=comment,
            reason=reason,
            before={"votes": before[pk]},
            after={"votes": state},
        )
        for pk, comment, state in moved.values_list("pk", "comment_id", "state")
    )
    return len(before)


def _giving_way(act: Callable[[], int]) -> int:
    """Runs `act` in a transaction that waits for no lock longer than PATIENCE, and again if it must.

    Erasing an account locks its votes before their comments, the other way round than here. Who waits for the other in
    turn would be killed by Postgres, be it the reader who erases the account: so it is this side that lets go.
    """
    for _again in range(TRIES - 1):
        try:
            return _patiently(act)
        except OperationalError as error:
            only_busy(error)
            time.sleep(0.05)
    return _patiently(act)


def _patiently(act: Callable[[], int]) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE}")
        return act()


def only_busy(error: OperationalError) -> None:
    """Raises `error` again unless it says that a lock wasn't to be had."""
    if not isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
        raise error
