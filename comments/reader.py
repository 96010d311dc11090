"""What a discussion's page knows of the reader who opened it; everybody else's part of the page is the same for all.

Two statements, whatever the page holds: one before the thread is read, for the reader's choices, and one after it, for
the comments that it shows.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from comments.models import Comment, ReaderSettings

# Past this the number says nothing more; counting on would cost more and more.
MANY_UNREAD = 99

_STANDING = """
    SELECT (SELECT row_to_json(s) FROM comments_readersettings s WHERE s.reader_id = %(reader)s),
           EXISTS (SELECT FROM comments_follow WHERE discussion_id = %(discussion)s AND reader_id = %(reader)s),
           (SELECT count(*) FROM (
                SELECT FROM comments_notification WHERE recipient_id = %(reader)s AND read_at IS NULL LIMIT %(many)s
           ) unread)
"""
_SHOWN = """
    SELECT (SELECT json_object_agg(comment_id, value) FROM comments_vote
             WHERE voter_id = %(reader)s AND comment_id = ANY(%(comments)s)),
           (SELECT array_agg(muted_id) FROM comments_mute WHERE reader_id = %(reader)s AND muted_id = ANY(%(authors)s))
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """The reader's choices and how they stand to this discussion. `unread` counts to MANY_UNREAD + 1."""

    settings: ReaderSettings
    follows: bool
    unread: int


@dataclass(frozen=True, slots=True)
class OwnPart:
    """What is the reader's own among the comments on the page: votes by comment, own comments, those of muted readers."""

    votes: dict[int, int] = field(default_factory=dict)
    comments: frozenset[int] = frozenset()
    muted: frozenset[int] = frozenset()


# The own part of whoever is signed out.
NOBODY = OwnPart()


def standing(reader: Any, discussion: int) -> Standing:
    """How `reader` stands to the discussion with this id."""
    settings, follows, unread = _ask(
        _STANDING, {"reader": reader.pk, "discussion": discussion, "many": MANY_UNREAD + 1}
    )
    return Standing(
        ReaderSettings(**settings) if settings else ReaderSettings(reader_id=reader.pk), follows, unread
    )


def own_part(reader: Any, comments: Collection[Comment]) -> OwnPart:
    """What is the reader's own among `comments`, those that the page shows."""
    authors = {comment.author_id for comment in comments if comment.author_id}
    votes, muted = _ask(
        _SHOWN,
        {"reader": reader.pk, "comments": [comment.pk for comment in comments], "authors": list(authors)},
    )
    return OwnPart(
        votes={int(comment): value for comment, value in (votes or {}).items()},
        comments=frozenset(comment.pk for comment in comments if comment.author_id == reader.pk),
        muted=frozenset(comment.pk for comment in comments if comment.author_id in (muted or ())),
    )


def _ask(query: str, parameters: dict[str, Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchone()
