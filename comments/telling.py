"""Telling what was decided, once it can't be undone any more: whom it concerns, those who reported, and those to whom a
comment that was held is new. The comment's row is locked first, as in deciding and undoing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from comments.models.comment import Comment
from comments.models.moderation_entry import ModerationEntry
from comments.models.telling import UNDO_FOR, Telling
from comments.reporting import tell_outcomes
from comments.statements import tell

# So many in one transaction hold their locks for some tens of milliseconds.
BATCH = 100

# Written out, for every decision asks it.
_WAIT = """
    INSERT INTO comments_telling (entry_id, due_at, before)
    SELECT entry, %s, before FROM unnest(%s::bigint[], %s::jsonb[]) AS t (entry, before)
"""


def wait(entries: Collection[ModerationEntry], before: Mapping[int, dict[str, Any]]) -> None:
    """Have these decisions be told when they can't be undone any more. `before` is what undoing each needs beyond its
    entry, by the id of its comment."""
    from comments import tasks

    due_at = timezone.now() + UNDO_FOR
    ids, needed = (
        [entry.pk for entry in entries],
        [before.get(entry.comment_id or 0, {}) for entry in entries],
    )
    with connection.cursor() as cursor:
        cursor.execute(_WAIT, [due_at, ids, list(map(Jsonb, needed))])
    tasks.tell_decisions.using(run_after=due_at).enqueue()


def tell_due(at: datetime) -> None:
    """Tell all that is due by `at`. Any number of workers may do so at once: each decision is told by one."""
    while _tell_batch(at):
        pass


def _tell_batch(at: datetime) -> int:
    """Returns how many decisions it found."""
    with transaction.atomic():
        due = Telling.objects.due(at).order_by("due_at", "entry")[:BATCH]
        found = dict(due.values_list("pk", "entry__comment"))
        comments = Comment.objects.select_for_update(no_key=True).filter(pk__in=set(found.values()))
        list(comments.order_by("pk").values_list("pk"))
        # What was undone until here has no row any more, nor what another worker has told.
        locked = Telling.objects.select_for_update(of=["self"]).filter(pk__in=found).order_by("pk")
        waiting = [telling.entry for telling in locked.select_related("entry")]
        on_comments = [entry for entry in waiting if entry.is_on_comment]
        last = (
            ModerationEntry.objects.decisions().standing().newest_on([e.comment_id or 0 for e in on_comments])
        )
        # Of a decision that another one followed nobody needs to learn: that one is told in its turn.
        told = [comment for comment, entry in last.items() if entry.pk in found]
        Telling.objects.filter(pk__in=found).delete()
        tell_outcomes(told)
        tell([last[comment] for comment in told] + [entry for entry in waiting if not entry.is_on_comment])
        _tell_of(Comment.objects.filter(pk__in=told, state=Comment.State.PUBLIC))
    return len(found)


def _tell_of(comments: Any) -> None:
    """Have those be told of these comments who would have been when they were posted, had they not been held; be it that
    they were hidden in between. What was told before isn't told again."""
    from comments import tasks

    for untold in (Comment.Untold.COMMENT, Comment.Untold.CHANGE):
        found = list(comments.filter(untold=untold).values_list("pk", flat=True))
        if found:
            Comment.objects.filter(pk__in=found).update(untold="")
            tasks.tell_approved.enqueue(found, untold == Comment.Untold.COMMENT)
