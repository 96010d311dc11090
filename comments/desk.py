"""What stands above every page of the moderators' desk: how much waits, what can be undone, and where one can look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from comments.models import ModerationEntry
from comments.text import cited

if TYPE_CHECKING:
    from accounts.models import User

# Past this a number says nothing more; counting on would cost more and more.
MANY = 1000

_COUNT = "(SELECT count(*) FROM (SELECT FROM comments_comment WHERE {condition} LIMIT %(many)s) waiting)"
_COUNTS = {
    "reported": _COUNT.format(condition="open_reports > 0"),
    "held": _COUNT.format(condition="state = 'held'"),
    "new": _COUNT.format(condition="state = 'public' AND looked_at IS NULL"),
}
# One statement, for each page asks all of it.
_HEAD = f"""
    SELECT {", ".join(_COUNTS.values())},
           (SELECT count(*) FROM (SELECT FROM comments_appeal WHERE outcome = 'open' LIMIT %(many)s) waiting),
           (SELECT count(*) FROM comments_wave w
             WHERE w.decision_id IS NULL OR EXISTS (SELECT FROM comments_moderationentry WHERE undoes_id = w.decision_id)),
           coalesce((SELECT has_keys FROM comments_readersettings WHERE reader_id = %(by)s), true),
           ARRAY(SELECT id FROM articles_section ORDER BY position, name),
           ARRAY(SELECT name FROM articles_section ORDER BY position, name),
           undo.id, undo.act, undo.due_at, undo.text, undo.username, undo.others
      FROM (SELECT) one
      LEFT JOIN LATERAL (
            SELECT e.id, e.act, t.due_at, left(c.text, 1000) AS text, u.username,
                   CASE WHEN e.batch IS NULL THEN 0 ELSE (
                       SELECT count(*) - 1 FROM comments_moderationentry same
                        WHERE same.batch = e.batch AND same.undoes_id IS NULL) END AS others
              FROM comments_telling t
              JOIN comments_moderationentry e ON e.id = t.entry_id
              LEFT JOIN comments_comment c ON c.id = e.comment_id
              LEFT JOIN accounts_user u ON u.id = e.reader_id
             WHERE e.actor_id = %(by)s AND t.due_at > %(now)s
             ORDER BY e.id DESC LIMIT 1
           ) undo ON true
"""  # noqa: S608 (our own words only)


@dataclass(frozen=True, slots=True)
class Undoable:
    """The last decision of a moderator, while it can be undone: with `others` of the same act."""

    entry: int
    act: str
    until: datetime
    excerpt: str
    reader: str
    others: int


@dataclass(frozen=True, slots=True)
class Head:
    """`counts` by the kind of queue, and `appeals` that wait, up to MANY; the number of `waves` that wait; the ids and names of
    the sections."""

    counts: dict[str, int]
    appeals: int
    waves: int
    has_keys: bool
    sections: list[tuple[int, str]]
    undoable: Undoable | None


def head_for(by: User) -> Head:
    """In one query."""
    with connection.cursor() as cursor:
        cursor.execute(_HEAD, {"by": by.pk, "now": timezone.now(), "many": MANY})
        *counted, appeals, waves, has_keys, ids, names, entry, act, until, text, reader, others = (
            cursor.fetchone()
        )
    undoable = None
    if entry is not None:
        label = str(ModerationEntry.Act(act).label)
        undoable = Undoable(entry, label, until, cited(text or "", 60), reader or "", others)
    counts = dict(zip(_COUNTS, counted, strict=True))
    return Head(counts, appeals, waves, has_keys, list(zip(ids, names, strict=True)), undoable)
