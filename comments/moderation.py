"""Hiding and restoring, one comment or many, each act with its entry in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.log import note_all
from comments.models.comment import Comment, CommentQuerySet
from comments.models.moderation_entry import ModerationEntry
from comments.models.report import Report
from comments.refusal import Refusal
from comments.reporting import settle

if TYPE_CHECKING:
    from accounts.models import User


# What `restore` makes public.
RESTORABLE: set[str] = {Comment.State.HIDDEN, Comment.State.HELD}


def require_moderator(user: User) -> None:
    """Raises PermissionDenied. Asked by each verb itself, so that no view, action or command can forget it."""
    if not user.has_perm("comments.moderate_comment"):
        raise PermissionDenied


def hide(comments: CommentQuerySet, *, by: User, reason: str) -> int:
    """Hide those of `comments` that are public or held; returns how many were."""
    require_moderator(by)
    return _move(
        comments,
        {Comment.State.PUBLIC, Comment.State.HELD},
        Comment.State.HIDDEN,
        by,
        checked_reason(reason, required=True),
    )


def restore(comments: CommentQuerySet, *, by: User, reason: str = "") -> int:
    """Make those of `comments` that are hidden or held public; returns how many were."""
    require_moderator(by)
    return _move(
        comments,
        RESTORABLE,
        Comment.State.PUBLIC,
        by,
        checked_reason(reason),
    )


def reject_reports(comments: CommentQuerySet, *, by: User, reason: str = "") -> int:
    """Let those of `comments` stand that readers have reported, and tell these readers; returns how many there were."""
    require_moderator(by)
    reason = checked_reason(reason)
    with transaction.atomic():
        locked = comments.lock(Comment.State.PUBLIC, Comment.State.HELD)
        ids = set(Report.objects.waiting().on(locked).values_list("comment_id", flat=True))
        settle(ids, Report.Outcome.REJECTED)
        states = {pk: state for pk, state in locked.items() if pk in ids}
        _log(states, "", by, reason)
    return len(ids)


def checked_reason(reason: str, *, required: bool = False) -> str:
    """The reason of an act as the log keeps it. Raises Refusal for one that it can't keep, or lacks."""
    reason = reason.strip()
    if required and not reason:
        raise Refusal(_("Say why: the reason is kept in the log."), code="reason")
    if len(reason) > 500:
        raise Refusal(_("The reason has more than 500 characters."), code="reason")
    if "\x00" in reason:
        raise Refusal(_("The reason holds a character that can't be stored (NUL)."), code="reason")
    return reason


def _move(comments: CommentQuerySet, of: set[str], to: str, by: User, reason: str) -> int:
    with transaction.atomic():
        states = comments.lock(*of)
        ids = list(states)
        Comment.objects.filter(pk__in=ids).update(state=to)
        if to == Comment.State.PUBLIC:
            _tell_of(ids)
        # Whoever decides on a comment has looked at what was said against it; an earlier decision is taken back with it.
        if to == Comment.State.HIDDEN:
            settle(ids, Report.Outcome.UPHELD, of=(Report.Outcome.OPEN, Report.Outcome.REJECTED))
        else:
            settle(ids, Report.Outcome.REJECTED, of=(Report.Outcome.OPEN, Report.Outcome.UPHELD))
        _log(states, to, by, reason)
    return len(ids)


def _tell_of(comments: list[int]) -> None:
    """Have those be told of these comments who would have been when they were posted, had they not been held; be it that
    they were hidden in between. What was told before isn't told again."""
    from comments import tasks

    untold = Comment.objects.filter(pk__in=comments)
    new = list(untold.filter(untold=Comment.Untold.COMMENT).values_list("pk", flat=True))
    changed = list(untold.filter(untold=Comment.Untold.CHANGE).values_list("pk", flat=True))
    Comment.objects.filter(pk__in=new).update(approved_at=timezone.now())
    Comment.objects.filter(pk__in=[*new, *changed]).update(untold="")
    for found, is_new in ((new, True), (changed, False)):
        if found:
            tasks.tell_approved.enqueue(found, is_new)


def _log(states: dict[int, str], to: str, by: User, reason: str) -> None:
    """Notes what was decided on comments in these states: that they are `to` be so, or without it that they stand."""
    batch = uuid4() if len(states) > 1 else None
    note_all(
        ModerationEntry(
            act=_act(state, to),
            actor=by,
            comment_id=pk,
            reason=reason,
            before={"state": state},
            after={"state": to or state},
            batch=batch,
        )
        for pk, state in states.items()
    )


def _act(state: str, to: str) -> str:
    """What the log calls it."""
    acts = ModerationEntry.Act
    if to == Comment.State.HIDDEN:
        return acts.HIDE
    if to == Comment.State.PUBLIC:
        return acts.APPROVE if state == Comment.State.HELD else acts.RESTORE
    return acts.REJECT
