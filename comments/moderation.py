"""Deciding on comments: hidden, approved, restored, their reports rejected; one or many, each with its entry in the log.

A decision takes effect at once. What is told of it waits ten seconds (`telling.py`), and until then it can be undone
(`undoing.py`). The verbs return the entries that they made: those of `comments` that they took.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import seeing, telling
from comments.log import note_all
from comments.models.comment import Comment
from comments.models.comment_queries import CommentQuerySet
from comments.models.moderation_entry import ModerationEntry
from comments.models.report import Report
from comments.refusal import Refusal
from comments.reporting import settle
from newsportal.compiled import Compiled, among

if TYPE_CHECKING:
    from accounts.models import User

# What moderators saw of each comment, by its id: see `seeing.py`.
Seen = Mapping[int, str]

PUBLIC, HELD, HIDDEN = Comment.State.PUBLIC, Comment.State.HELD, Comment.State.HIDDEN
# What `restore` makes public.
HIDEABLE: set[str] = {PUBLIC, HELD}
RESTORABLE: set[str] = {HIDDEN, HELD}

# Written out, for every decision does these: the ORM would take longer to put them together than Postgres to do them. What
# nobody has been told of yet is new to all from now on.
_DECIDE = """
    UPDATE comments_comment
       SET state = coalesce(%(to)s, state), looked_at = coalesce(looked_at, %(now)s),
           approved_at = CASE WHEN %(to)s = 'public' AND state <> 'public' AND untold = 'comment'
                              THEN %(now)s ELSE approved_at END
     WHERE id = ANY(%(comments)s::bigint[])
"""
_RELEASE = "DELETE FROM comments_claim WHERE comment_id = ANY(%s::bigint[])"


def require_moderator(user: User) -> None:
    """Raises PermissionDenied. Asked by each verb itself, so that no view, action or command can forget it."""
    if not user.has_perm("comments.moderate_comment"):
        raise PermissionDenied


def hide(
    comments: CommentQuerySet, *, by: User, reason: str, seen: Seen | None = None, batch: UUID | None = None
) -> list[ModerationEntry]:
    """Hide those of `comments` that are public or held. What was `seen` and has moved since is left, and so is what `by`
    may not decide on; where nothing else is there, Refusal says why. `batch` is the act that it is part of, if of a larger."""
    require_moderator(by)
    reason = checked_reason(reason, required=True)
    # An earlier decision on the reports is taken back with what it let stand.
    outcomes = (Report.Outcome.OPEN, Report.Outcome.REJECTED)
    with transaction.atomic():
        fit = _fit(comments, HIDEABLE, by, seen)
        settled = settle([one.pk for one in fit], Report.Outcome.UPHELD, of=outcomes)
        return _decided(fit, dict.fromkeys(fit, ModerationEntry.Act.HIDE), HIDDEN, settled, by, reason, batch)


def restore(
    comments: CommentQuerySet,
    *,
    by: User,
    reason: str = "",
    seen: Seen | None = None,
    batch: UUID | None = None,
) -> list[ModerationEntry]:
    """Make those of `comments` that are hidden or held public. Leaves and refuses as `hide` does."""
    require_moderator(by)
    reason = checked_reason(reason)
    outcomes = (Report.Outcome.OPEN, Report.Outcome.UPHELD)
    with transaction.atomic():
        fit = _fit(comments, RESTORABLE, by, seen)
        settled = settle([one.pk for one in fit], Report.Outcome.REJECTED, of=outcomes)
        acts = {one: _way_to_public(one) for one in fit}
        return _decided(fit, acts, PUBLIC, settled, by, reason, batch)


def approve(
    comments: CommentQuerySet, *, by: User, reason: str = "", seen: Seen | None = None
) -> list[ModerationEntry]:
    """Have those of `comments` that are held or public stand: what is held becomes public, what was reported is rejected,
    and what nobody had decided on yet has been looked at. Leaves and refuses as `hide` does."""
    require_moderator(by)
    reason = checked_reason(reason)
    with transaction.atomic():
        fit = _fit(comments, {PUBLIC, HELD}, by, seen)
        settled = settle([one.pk for one in fit], Report.Outcome.REJECTED)
        acts = {}
        for one in fit:
            if one.pk in settled and one.state == PUBLIC:
                acts[one] = ModerationEntry.Act.REJECT
            elif one.state == HELD or one.looked_at is None:
                acts[one] = ModerationEntry.Act.APPROVE
        return _decided(list(acts), acts, PUBLIC, settled, by, reason)


def reject_reports(
    comments: CommentQuerySet, *, by: User, reason: str = "", seen: Seen | None = None
) -> list[ModerationEntry]:
    """Let those of `comments` stand as they are that readers have reported, who are told so. Leaves and refuses as `hide` does."""
    require_moderator(by)
    reason = checked_reason(reason)
    with transaction.atomic():
        fit = _fit(comments, {PUBLIC, HELD}, by, seen)
        settled = settle([one.pk for one in fit], Report.Outcome.REJECTED)
        reported = [one for one in fit if one.pk in settled]
        acts = dict.fromkeys(reported, ModerationEntry.Act.REJECT)
        return _decided(reported, acts, None, settled, by, reason)


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


# ---------------------------------------------------------------------- the parts


_judged = Compiled(lambda: Comment.objects.filter(among("comments_comment.id", "comments")).judged())


def _fit(comments: CommentQuerySet, of: Collection[str], by: User, seen: Seen | None) -> list[Comment]:
    """Locks `comments` and returns those in one of the states `of` that `by` may decide on and that are as they were
    `seen`. Raises Refusal where nothing of what was asked is left."""
    locked = _judged(comments=comments.lock_discussions())
    refusals = {one.pk: refusal for one in locked if (refusal := not_for(one, by))}
    if seen is not None:
        refusals = seeing.moved(locked, seen, by) | refusals
    if refusals and len(refusals) == len(locked):
        raise refusals[locked[0].pk]
    return [one for one in locked if one.pk not in refusals and one.state in of]


def not_for(comment: Comment, by: User) -> Refusal | None:
    """Why `by` may not decide on `comment`. Nobody is judge in their own cause, nor in that of whom they work with: readers
    would rightly ask whether the rules are for them alone. Superusers answer for the site, and may."""
    if by.is_superuser or comment.author is None:
        return None
    if comment.author_id == by.pk:
        return Refusal(_("This comment is your own: another must decide on it."), code="own")
    if comment.author.is_staff:
        words = _("Its author is of the house: who runs the site decides on it.")
        return Refusal(words, code="staff")
    return None


def _way_to_public(comment: Comment) -> str:
    return ModerationEntry.Act.APPROVE if comment.state == HELD else ModerationEntry.Act.RESTORE


def _decided(
    fit: list[Comment],
    acts: Mapping[Comment, str],
    to: str | None,
    settled: Mapping[int, list[Any]],
    by: User,
    reason: str,
    batch: UUID | None = None,
) -> list[ModerationEntry]:
    """Has these comments be `to` (None: as they are), notes that in the log, and what is to be told of it."""
    ids = [one.pk for one in fit]
    if not ids:
        return []
    before = {
        one.pk: {
            "approved_at": one.approved_at and one.approved_at.isoformat(),
            "looked_at": one.looked_at and one.looked_at.isoformat(),
            "reports": settled.get(one.pk, []),
        }
        for one in fit
    }
    with connection.cursor() as cursor:
        cursor.execute(_DECIDE, {"comments": ids, "to": to, "now": timezone.now()})
        cursor.execute(_RELEASE, [ids])
    if batch is None and len(ids) > 1:
        batch = uuid4()
    entries = note_all(
        ModerationEntry(
            act=acts[one],
            actor=by,
            comment=one,
            reader_id=one.author_id,
            reason=reason,
            before={"state": one.state},
            after={"state": to or one.state},
            batch=batch,
        )
        for one in fit
    )
    telling.wait(entries, before)
    return entries
