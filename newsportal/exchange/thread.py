"""Loads the comments and votes of a record into its article's discussion: only what isn't there yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import batched
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from articles.models import Article
from comments import text as comment_text
from comments.models import Comment, Discussion, Vote
from newsportal.exchange import people
from newsportal.exchange.comment_records import CommentRecord
from newsportal.exchange.fields import BadRecordError
from newsportal.exchange.held_votes import cast_held

BATCH = 2000
# Between comments whose time the record doesn't give.
STEP = timedelta(minutes=1)


class Place(NamedTuple):
    """Where a comment stands: what its replies need to know."""

    pk: int
    root: int | None
    depth: int
    author: int | None


def load_comments(
    article: Article,
    records: list[CommentRecord],
    stand_ins: frozenset[str],
    told: Callable[[float], None] = lambda share: None,
) -> tuple[int, int]:
    """Adds the comments whose key the discussion lacks, then the votes that each of them lacks; returns how many of both.

    `told` hears the share of the comments that is done. Raises BadRecordError where somebody votes on their own.
    """
    discussion = Discussion.objects.of(article)
    # The row that posting and hiding lock first: nobody writes into the middle of a load, and none can deadlock with it.
    Discussion.objects.select_for_update(no_key=True).get(pk=discussion.pk)
    places = {
        key: Place(pk, root, depth, author)
        for key, pk, root, depth, author in discussion.comments.values_list(
            "key", "pk", "root", "depth", "author"
        )
    }
    numbered = list(enumerate(records, 1))
    added = [(number, record) for number, record in numbered if record.key not in places]
    names = {record.author for record in records if record.author} | {
        name for record in records for name in record.votes or ()
    }
    ids = people.named(names, stand_ins)
    authors = _authors(added, ids)
    done = 0
    for batch in batched(added, BATCH, strict=False):
        rows = list(_rows(article, discussion, batch, places, authors))
        Comment.objects.bulk_create(rows)
        done += len(rows)
        told(done / len(added))
    votes = _cast_held(records, places, ids)
    votes += _cast([*_named_votes(records, places, ids), *_counted_votes(records, places)])
    return len(added), votes


def _authors(added: list[tuple[int, CommentRecord]], ids: dict[str, int]) -> dict[str, int | None]:
    """The author of each new comment by its key; a stand-in of its own where the record names none."""
    unnamed = [(record.key, f"reader-{number}") for number, record in added if record.author == ""]
    made = people.stand_ins([name for _key, name in unnamed])
    authors: dict[str, int | None] = {
        record.key: ids[record.author] if record.author else None for _number, record in added
    }
    return authors | {key: pk for (key, _name), pk in zip(unnamed, made, strict=True)}


def _rows(
    article: Article,
    discussion: Discussion,
    batch: tuple[tuple[int, CommentRecord], ...],
    places: dict[str, Place],
    authors: dict[str, int | None],
) -> Iterator[Comment]:
    """Rows with ids taken first, so that a reply can follow its parent in the same batch."""
    begun, now = article.published_at or article.created_at, timezone.now()
    for pk, (number, record) in zip(_new_ids(len(batch)), batch, strict=True):
        parent = places[record.parent] if record.parent else None
        place = Place(
            pk,
            root=(parent.root or parent.pk) if parent else None,
            depth=parent.depth + 1 if parent else 0,
            author=authors[record.key],
        )
        places[record.key] = place
        yield Comment(
            pk=pk,
            discussion=discussion,
            parent_id=parent.pk if parent else None,
            root_id=place.root,
            depth=place.depth,
            author_id=place.author,
            text=record.text,
            html=comment_text.render(record.text),
            renderer=comment_text.VERSION,
            key=record.key,
            state=record.state,
            # Said, though it is the default of the database: then a batch is one list a column, not thousands of parameters.
            untold="",
            created_at=record.time or min(begun + number * STEP, now),
            edited_at=record.edited,
            picked_at=record.picked,
        )


def _new_ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('comments_comment', 'id')) FROM generate_series(1, %s)",
            [count],
        )
        return [pk for (pk,) in cursor.fetchall()]


# ---------------------------------------------------------------------- votes

Cast = tuple[int, int, int]
"""(comment, voter, value)"""


def _named_votes(
    records: list[CommentRecord], places: dict[str, Place], ids: dict[str, int]
) -> Iterator[Cast]:
    for record in records:
        pk, author = places[record.key].pk, places[record.key].author
        voters = {ids[name]: value for name, value in (record.votes or {}).items()}
        if author in voters:
            raise BadRecordError(f"comment {record.key}: its author votes on it")
        if len(voters) < len(record.votes or ()):
            raise BadRecordError(f"comment {record.key}: somebody votes twice")
        for voter, value in voters.items():
            yield pk, voter, value


def _cast_held(records: list[CommentRecord], places: dict[str, Place], ids: dict[str, int]) -> int:
    """Before the others: a vote that stands already stays as it is. Returns how many were new."""
    cast = 0
    for record in records:
        for held in record.held:
            votes = {ids[name]: value for name, value in (record.votes or {}).items() if name in held.voters}
            cast += cast_held(places[record.key].pk, held, votes)
    return cast


def _counted_votes(records: list[CommentRecord], places: dict[str, Place]) -> Iterator[Cast]:
    """As many votes by stand-ins as a record counts without naming, less those that stand-ins have cast already."""
    counted = [record for record in records if record.votes is None and record.up + record.down]
    cast: dict[int, dict[int, int]] = {places[record.key].pk: {} for record in counted}
    for pk, voter, value, is_stand_in in Vote.objects.filter(comment__in=cast).values_list(
        "comment", "voter", "value", "voter__is_stand_in"
    ):
        cast[pk][voter] = value if is_stand_in else 0
    most = max((record.up + record.down + len(cast[places[record.key].pk]) for record in counted), default=0)
    # One more than the most, for a stand-in may have written the comment.
    pool = people.stand_ins([f"voter-{number}" for number in range(1, most + 2)]) if most else []
    for record in counted:
        place = places[record.key]
        standing = cast[place.pk]
        lacking = [1] * (record.up - list(standing.values()).count(1))
        lacking += [-1] * (record.down - list(standing.values()).count(-1))
        free = (voter for voter in pool if voter not in standing and voter != place.author)
        for value, voter in zip(lacking, free, strict=False):
            yield place.pk, voter, value


def _cast(votes: list[Cast]) -> int:
    """In one statement, whose trigger locks the comments in the order of their ids: a load of votes can't deadlock with
    readers who vote meanwhile. A vote that stands already stays as it is; returns how many were new."""
    if not votes:
        return 0
    comments, voters, values = zip(*votes, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO comments_vote (comment_id, voter_id, value, cast_at)
               SELECT comment_id, voter_id, value, now()
                 FROM unnest(%s::bigint[], %s::bigint[], %s::smallint[]) AS given (comment_id, voter_id, value)
                   ON CONFLICT DO NOTHING""",
            [list(comments), list(voters), list(values)],
        )
        return cursor.rowcount
