"""Casts what records say of the votes on their comments: only what isn't there yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from comments.bursts import HISTORY
from comments.models import Vote
from newsportal.exchange import people
from newsportal.exchange.comment_records import CommentRecord
from newsportal.exchange.fields import BadRecordError
from newsportal.exchange.held_votes import cast_held

Cast = tuple[int, int, int, datetime | None]
"""(comment, voter, value, when it was cast)"""


class Place(NamedTuple):
    """Where a comment stands: what its replies need to know."""

    pk: int
    root: int | None
    depth: int
    author: int | None


def cast_votes(
    threads: list[tuple[int, list[CommentRecord]]],
    places: dict[int, dict[str, Place]],
    ids: dict[int, dict[str, int]],
) -> Counter[int]:
    """Casts the votes that the comments lack, and returns how many by article. `threads` are (article, its comments), `places` where
    these stand, by article and key, `ids` who is called how, by article. Raises BadRecordError where somebody votes on their own."""
    votes: Counter[int] = Counter()
    cast: list[Cast] = []
    counted: list[tuple[Place, CommentRecord]] = []
    of: dict[int, int] = {}
    for article, records in threads:
        standing, known = places[article], ids[article]
        of |= {standing[record.key].pk: article for record in records}
        votes[article] += _cast_held(records, standing, known)
        cast += _named_votes(records, standing, known)
        counted += [(standing[one.key], one) for one in records if one.votes is None and one.up + one.down]
    return votes + Counter(of[comment] for comment in _cast([*cast, *_counted_votes(counted)]))


def _named_votes(
    records: list[CommentRecord], places: dict[str, Place], ids: dict[str, int]
) -> Iterator[Cast]:
    for record in records:
        if not record.votes:
            continue
        pk, author = places[record.key].pk, places[record.key].author
        voters = {ids[name]: (value, record.cast.get(name)) for name, value in record.votes.items()}
        if author in voters:
            raise BadRecordError(f"comment {record.key}: its author votes on it")
        if len(voters) < len(record.votes):
            raise BadRecordError(f"comment {record.key}: somebody votes twice")
        for voter, (value, at) in voters.items():
            yield pk, voter, value, at


def _cast_held(records: list[CommentRecord], places: dict[str, Place], ids: dict[str, int]) -> int:
    """Before the others: a vote that stands already stays as it is. Returns how many were new."""
    cast = 0
    for record in records:
        for held in record.held:
            votes = {ids[name]: value for name, value in (record.votes or {}).items() if name in held.voters}
            times = {ids[name]: at for name, at in record.cast.items() if name in held.voters}
            cast += cast_held(places[record.key].pk, held, votes, times)
    return cast


def _counted_votes(counted: list[tuple[Place, CommentRecord]]) -> Iterator[Cast]:
    """As many votes by stand-ins as a record counts without naming, less those that stand-ins have cast already."""
    if not counted:
        return
    cast: dict[int, dict[int, int]] = {place.pk: {} for place, _record in counted}
    for pk, voter, value, is_stand_in in Vote.objects.filter(comment__in=cast).values_list(
        "comment", "voter", "value", "voter__is_stand_in"
    ):
        cast[pk][voter] = value if is_stand_in else 0
    most = max(record.up + record.down + len(cast[place.pk]) for place, record in counted)
    # One more than the most, for a stand-in may have written the comment.
    pool = people.stand_ins([f"voter-{number}" for number in range(1, most + 2)])
    for place, record in counted:
        standing = cast[place.pk]
        lacking = [1] * (record.up - list(standing.values()).count(1))
        lacking += [-1] * (record.down - list(standing.values()).count(-1))
        free = (voter for voter in pool if voter not in standing and voter != place.author)
        for value, voter in zip(lacking, free, strict=False):
            yield place.pk, voter, value, None


def _cast(votes: list[Cast]) -> list[int]:
    """In one statement, whose trigger locks the comments in the order of their ids: a load of votes can't deadlock with
    readers who vote meanwhile. A vote that stands already stays as it is; returns the comments of those that were new.

    When they were cast few records say. The others have stood elsewhere, and come all at once only here: as old as these they
    are no burst, and no part of one."""
    if not votes:
        return []
    comments, voters, values, times = zip(*votes, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO comments_vote (comment_id, voter_id, value, cast_at)
               SELECT comment_id, voter_id, value, coalesce(cast_at, %s)
                 FROM unnest(%s::bigint[], %s::bigint[], %s::smallint[], %s::timestamptz[])
                      AS given (comment_id, voter_id, value, cast_at)
                   ON CONFLICT DO NOTHING
               RETURNING comment_id""",
            [timezone.now() - HISTORY, list(comments), list(voters), list(values), list(times)],
        )
        return [comment for (comment,) in cursor.fetchall()]
