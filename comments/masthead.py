"""What waits for whoever looks at a page of the paper: what they were told and haven't read, and for moderators, comments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from comments.inbox import MANY, UNREAD

# Past this a number says nothing more; counting on would cost more and more.
MANY_WAITING = 99
_UNREAD = UNREAD.format(but="")
# What is both held and reported waits once.
_BOTH = f"""
    SELECT ({_UNREAD}), EXISTS (SELECT FROM comments_comment WHERE open_reports > 0), (
        SELECT count(*)
          FROM ((SELECT id FROM comments_comment WHERE open_reports > 0 LIMIT %(most)s)
                 UNION (SELECT id FROM comments_comment WHERE state = 'held' LIMIT %(most)s)) waiting)
"""  # noqa: S608 (our own words only)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many comments are reported or held, in figures up to MANY_WAITING; `kind` is the queue to begin with."""

    kind: str
    count: str


def masthead(request: HttpRequest) -> dict[str, Any]:
    """The context processor: how many notifications are `unread`, up to MANY + 1, and what is `waiting` for a moderator, None
    for all others. Asked for only where a page shows it and its view hasn't yet, and of moderators in one query."""
    both = SimpleLazyObject(lambda: _both(request.user))
    return {
        "unread": SimpleLazyObject(lambda: both[0] if _is_moderator(request.user) else _unread(request.user)),
        "waiting": SimpleLazyObject(lambda: both[1] if _is_moderator(request.user) else None),
    }


def _is_moderator(user: Any) -> bool:
    return bool(user.has_perm("comments.view_queue"))


def _unread(reader: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, {"reader": reader.pk, "many": MANY + 1})
        count: int = cursor.fetchone()[0]
    return count


def _both(moderator: Any) -> tuple[int, Waiting]:
    with connection.cursor() as cursor:
        cursor.execute(_BOTH, {"reader": moderator.pk, "many": MANY + 1, "most": MANY_WAITING + 1})
        unread, is_reported, count = cursor.fetchone()
    shown = f"{MANY_WAITING}+" if count > MANY_WAITING else str(count)
    return unread, Waiting("reported" if is_reported or not count else "held", shown)
