"""What the site knows of an author where they write: what bars them, whether they are members, and how their comments fared.

One statement for one comment or for a thousand; of what no rule asks for, as the rules are set, nothing is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection

from comments.models.sanction import Sanction

if TYPE_CHECKING:
    from comments.rules.posting import Posting

# A comment has stood where a moderator has let it in, or nobody has taken it away for a day. Those before the comment itself
# count, so that what is tried on older ones sees what it would have seen then.
_RECORDS = """
    SELECT (SELECT row_to_json(s) FROM (
                SELECT id, kind, reason, reason_ja, at, until FROM comments_sanction
                 WHERE reader_id = asked.author AND lifted_at IS NULL
                   AND (kind = 'ban' OR kind = 'suspend' AND until > %(now)s OR kind = 'warn' AND read_at IS NULL)
                 ORDER BY kind, until DESC LIMIT 1
           ) s),
           (SELECT reason FROM comments_premoderation WHERE reader_id = asked.author),
           (SELECT bool_or(verified) FROM account_emailaddress WHERE user_id = asked.author),
           CASE WHEN %(approved)s > 0 THEN (
                SELECT count(*) FROM (
                    SELECT FROM comments_comment
                     WHERE author_id = asked.author AND id < asked.before AND state = 'public'
                       AND (approved_at IS NOT NULL OR created_at < asked.at - interval '1 day')
                     LIMIT %(approved)s
                ) c) ELSE 0 END,
           CASE WHEN %(latest)s > 0 THEN (
                SELECT count(*) FILTER (WHERE state = 'hidden') FROM (
                    SELECT state FROM comments_comment
                     WHERE author_id = asked.author AND id < asked.before
                     ORDER BY id DESC LIMIT %(latest)s
                ) c) ELSE 0 END
      FROM unnest(%(authors)s::bigint[], %(before)s::bigint[], %(at)s::timestamptz[]) WITH ORDINALITY
           AS asked (author, before, at, place)
     ORDER BY place
"""
_LATER = 2**62


@dataclass(frozen=True, slots=True)
class Record:
    """`sanction` is the gravest in force; `premoderation` the reason why all is read first, or empty. `approved` counts the
    comments that stand, up to as many as a rule wants to know of; `hidden` those hidden among the latest."""

    sanction: Sanction | None = None
    premoderation: str = ""
    is_confirmed: bool = False
    approved: int = 0
    hidden: int = 0


def record_of(posting: Posting) -> Record:
    """The record of the author of `posting`, before it."""
    return records_of([posting], [posting.comment.pk if posting.comment else _LATER])[0]


def records_of(postings: Sequence[Posting], before: Sequence[int]) -> list[Record]:
    """The records of the authors, as they were `before` the comments with these ids, in that order. All postings are under the
    same book."""
    from comments.rules.history import LATEST

    if not postings:
        return []
    book = postings[0].book
    counts_approved = any(one.terms.holds_newcomers for one in postings) or book.asks_of_newcomers
    parameters: dict[str, Any] = {
        "authors": [one.author.pk for one in postings],
        "before": list(before),
        "at": [one.now for one in postings],
        "now": postings[0].now,
        "approved": book.newcomer_until if counts_approved else 0,
        "latest": LATEST if book.asks_of_history else 0,
    }
    with connection.cursor() as cursor:
        cursor.execute(_RECORDS, parameters)
        return [_record(*row) for row in cursor.fetchall()]


def _record(
    sanction: dict[str, Any] | None, reason: str | None, is_confirmed: bool | None, approved: int, hidden: int
) -> Record:
    found = None
    if sanction is not None:
        times = {name: datetime.fromisoformat(sanction[name]) for name in ("at", "until") if sanction[name]}
        found = Sanction(**sanction | times)
    return Record(found, reason or "", bool(is_confirmed), approved, hidden)
