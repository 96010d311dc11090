"""Undoing a decision within ten seconds, by who took it and before anyone is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.log import note_all
from comments.models.appeal import Appeal
from comments.models.comment import Comment
from comments.models.moderation_entry import ModerationEntry
from comments.models.sanction import Sanction
from comments.models.telling import UNDO_FOR, Telling
from comments.moderation import require_moderator
from comments.refusal import Refusal
from comments.reporting import put_back

if TYPE_CHECKING:
    from accounts.models import User

# One statement, however each of thousands was before.
_PUT_BACK = """
    UPDATE comments_comment c SET state = b.state, approved_at = b.approved_at, looked_at = b.looked_at
      FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[], %s::timestamptz[]) AS b (id, state, approved_at, looked_at)
     WHERE c.id = b.id
"""


def undo(entry: ModerationEntry, *, by: User) -> list[ModerationEntry]:
    """Put what `entry` decided back as it was before, with all that was decided in the same act, and return the entries
    that say so. What somebody has decided on since, or its author deleted, is left as it is. Raises PermissionDenied
    for another's decision, Refusal where there is nothing to undo any more."""
    require_moderator(by)
    if entry.actor_id != by.pk:
        raise PermissionDenied
    act = ModerationEntry.objects.filter(pk=entry.pk)
    if entry.batch:
        act = ModerationEntry.objects.filter(batch=entry.batch, actor=by)
    with transaction.atomic():
        comments: Any = Comment.objects.filter(pk__in=act.values("comment"))
        states = comments.lock(*Comment.State.values)
        tellings = _undoable(act, states)
        entries = [telling.entry for telling in tellings]
        _put_back(tellings, by)
        undone = note_all(
            ModerationEntry(
                act=ModerationEntry.Act.UNDO,
                actor=by,
                comment_id=one.comment_id,
                reader_id=one.reader_id,
                before=one.after,
                after=one.before,
                undoes=one,
                batch=one.batch,
            )
            for one in entries
        )
        _tell_what_stands_again([one.comment_id for one in entries if one.comment_id and one.is_on_comment])
        return undone


def last_undoable(by: User, **about: Any) -> ModerationEntry | None:
    """The newest decision of `by` that can still be undone, of those that are `about` what these conditions say; None where
    there is none."""
    found = ModerationEntry.objects.filter(actor=by, telling__due_at__gt=timezone.now(), **about)
    return found.select_related("telling", "comment__author").order_by("-pk").first()


def _undoable(act: Any, states: dict[int, str]) -> list[Telling]:
    """What of `act` nobody has been told of, and stands as it was decided; locked."""
    now = timezone.now()
    # By their ids: Postgres doesn't know how large an act is, and may look through all of it for each of its entries.
    entries = list(act.values_list("pk", flat=True))
    locked = Telling.objects.select_for_update(of=["self"]).filter(pk__in=entries).undoable(now)
    tellings = list(locked.select_related("entry").order_by("pk"))
    if not tellings:
        words = _(
            "It can't be undone any more: that goes for %(seconds)d seconds, until those concerned are told."
        )
        raise Refusal(words % {"seconds": UNDO_FOR.seconds}, code="late")
    last = ModerationEntry.objects.decisions().newest_on(list(states))
    holds = _sanctions([one.entry for one in tellings])
    fit = [one for one in tellings if _is_last_word(one.entry, last, states, holds)]
    if not fit:
        words = _(
            "It can't be undone: something else has been decided on it since, or its author has deleted it."
        )
        raise Refusal(words, code="moved")
    return fit


def _sanctions(entries: list[ModerationEntry]) -> dict[int, bool]:
    """Of the sanctions that these began or lifted, whether each hasn't been lifted; locked. Those of who is gone
    are gone with them."""
    concerned = [
        pk for one in entries for pk in (one.before.get("sanction"), one.after.get("sanction")) if pk
    ]
    locked = Sanction.objects.select_for_update(no_key=True).filter(pk__in=concerned).order_by("pk")
    return {one.pk: one.lifted_at is None for one in locked}


def _is_last_word(
    entry: ModerationEntry,
    last: dict[int, ModerationEntry],
    states: dict[int, str],
    holds: dict[int, bool],
) -> bool:
    """Whether what it decided stands, and nothing was decided after it."""
    if "sanction" in entry.after:
        return holds.get(entry.after["sanction"], False)
    if "sanction" in entry.before:
        return not holds.get(entry.before["sanction"], True)
    if not entry.is_on_comment:
        return True
    comment = entry.comment_id or 0
    return last[comment].pk == entry.pk and states[comment] == entry.after["state"]


def _put_back(tellings: list[Telling], by: User) -> None:
    """As each was before: a comment's state, when it was let in, and what had become of its reports; or no sanction, or one that
    holds again; or an appeal that waits again."""
    begun = [one.entry.after["sanction"] for one in tellings if "sanction" in one.entry.after]
    standing = Sanction.objects.filter(pk__in=begun, lifted_at=None)
    standing.update(lifted_at=timezone.now(), lifted_by=by, is_undone=True)
    lifted = [one.entry.before["sanction"] for one in tellings if "sanction" in one.entry.before]
    Sanction.objects.filter(pk__in=lifted).update(lifted_at=None, lifted_by=None)
    appeals = [one.entry.after["appeal"] for one in tellings if "appeal" in one.entry.after]
    Appeal.objects.reopen(appeals)
    before = [
        (one.entry.comment_id, one.entry.before["state"], one.before["approved_at"], one.before["looked_at"])
        for one in tellings
        if one.entry.is_on_comment
    ]
    if before:
        with connection.cursor() as cursor:
            cursor.execute(_PUT_BACK, list(map(list, zip(*before, strict=True))))
    put_back([report for one in tellings for report in one.before.get("reports", [])])
    Telling.objects.filter(pk__in=[one.pk for one in tellings]).delete()


def _tell_what_stands_again(comments: list[int]) -> None:
    """A decision that was passed over when its time came, for the one that is undone now had followed it, is told after all."""
    from comments import tasks

    last = ModerationEntry.objects.decisions().standing().newest_on(comments)
    now = timezone.now()
    Telling.objects.bulk_create(
        [Telling(entry=entry, due_at=now) for entry in last.values() if entry.actor_id],
        ignore_conflicts=True,
    )
    if last:
        tasks.tell_decisions.enqueue()
