"""Loads the comments and votes of records into their articles' discussions: only what isn't there yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import batched
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from articles.models import Article
from comments import text as comment_text
from comments.models import Comment, Discussion
from newsportal.exchange import people
from newsportal.exchange.comment_records import CommentRecord
from newsportal.exchange.moderated import save_earlier
from newsportal.exchange.votes import Place, cast_votes

BATCH = 2000
_NUMBERS = "comments_comment_id_seq"
# Between comments whose time the record doesn't give.
STEP = timedelta(minutes=1)
_COLUMNS = (
    *(
        "id",
        "discussion_id",
        "parent_id",
        "root_id",
        "depth",
        "author_id",
        "text",
        "html",
        "renderer",
        "key",
        "state",
    ),
    *("created_at", "edited_at", "picked_at", "looked_at", "approved_at", "up", "down", "reply_count"),
)


class Thread(NamedTuple):
    """What a record says of an article's discussion."""

    article: Article
    records: list[CommentRecord]
    stand_ins: frozenset[str]


class _Lacking(NamedTuple):
    """A comment that its discussion lacks; `number` is its place in the record."""

    thread: Thread
    number: int
    record: CommentRecord


def load_threads(
    threads: Sequence[Thread], told: Callable[[float], None] = lambda share: None
) -> list[tuple[int, int]]:
    """Adds the comments whose key the discussions lack, then the votes that each of them lacks; returns how many of both, by thread.

    `told` hears the share of the comments that is done. Raises BadRecordError where somebody votes on their own.
    """
    counts = {id(thread): (0, 0) for thread in threads}
    for once in _rounds(thread for thread in threads if thread.records):
        counts |= _load(once, told)
    return [counts[id(thread)] for thread in threads]


def _rounds(threads: Iterator[Thread]) -> Iterator[list[Thread]]:
    """In each an article stands once: what a later record lacks depends on what the earlier one brought."""
    once: dict[int, Thread] = {}
    for thread in threads:
        if thread.article.pk in once:
            yield list(once.values())
            once = {}
        once[thread.article.pk] = thread
    if once:
        yield list(once.values())


def _load(threads: list[Thread], told: Callable[[float], None]) -> dict[int, tuple[int, int]]:
    places = _standing(threads)
    lacking = [
        _Lacking(thread, number, record)
        for thread in threads
        for number, record in enumerate(thread.records, 1)
        if record.key not in places[thread.article.pk]
    ]
    ids = _people(threads)
    unnamed = people.stand_ins([f"reader-{one.number}" for one in lacking if one.record.author == ""])
    unnamed.reverse()
    done = 0
    for batch in batched(lacking, BATCH, strict=False):
        # Made first: a mention asks the database for its reader, which a connection that copies can't.
        _insert(list(_rows(batch, places, ids, unnamed)))
        save_earlier(
            [
                (places[thread.article.pk][record.key].pk, record.moderated.earlier)
                for thread, _number, record in batch
                if record.moderated.earlier
            ]
        )
        done += len(batch)
        told(done / len(lacking))
    added = Counter(one.thread.article.pk for one in lacking)
    votes = cast_votes([(one.article.pk, one.records) for one in threads], places, ids)
    return {id(one): (added[one.article.pk], votes[one.article.pk]) for one in threads}


def _standing(threads: list[Thread]) -> dict[int, dict[str, Place]]:
    """The comments that stand, by article and key."""
    keys = [thread.article.pk for thread in threads]
    Discussion.objects.of_all(thread.article for thread in threads)
    # The rows that posting and hiding lock first: nobody writes into the middle of a load, and none can deadlock with it.
    list(Discussion.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    places: dict[int, dict[str, Place]] = {key: {} for key in keys}
    fields = ("discussion", "key", "pk", "root", "depth", "author")
    for article, key, *place in Comment.objects.filter(discussion__in=keys).values_list(*fields):
        places[article][key] = Place(*place)
    return places


def _people(threads: list[Thread]) -> dict[int, dict[str, int]]:
    """The reader of each name, by article: together, unless some are stand-ins in one record and somebody in another."""
    wanted = [
        {record.author for record in thread.records if record.author}
        | {name for record in thread.records for name in record.votes or ()}
        for thread in threads
    ]
    stand_ins = frozenset[str]().union(*(thread.stand_ins for thread in threads))
    if all(names & stand_ins <= one.stand_ins for names, one in zip(wanted, threads, strict=True)):
        ids = people.named(set[str]().union(*wanted), stand_ins)
        return {thread.article.pk: ids for thread in threads}
    return {
        thread.article.pk: people.named(names, thread.stand_ins)
        for names, thread in zip(wanted, threads, strict=True)
    }


def _rows(
    batch: tuple[_Lacking, ...],
    places: dict[int, dict[str, Place]],
    ids: dict[int, dict[str, int]],
    unnamed: list[int],
) -> Iterator[tuple[Any, ...]]:
    """Values of _COLUMNS, with ids taken first, so that a reply can follow its parent in the same batch. Whom records don't name is
    taken off the end of `unnamed`."""
    now = timezone.now()
    for pk, (thread, number, record) in zip(_ids(batch), batch, strict=True):
        article = thread.article
        known = places[article.pk]
        parent = known[record.parent] if record.parent else None
        author = unnamed.pop() if record.author == "" else None
        place = known[record.key] = Place(
            pk,
            root=(parent.root or parent.pk) if parent else None,
            depth=parent.depth + 1 if parent else 0,
            author=ids[article.pk][record.author] if record.author else author,
        )
        begun = article.published_at or article.created_at
        yield (
            pk,
            article.pk,
            parent.pk if parent else None,
            place.root,
            place.depth,
            place.author,
            record.text,
            comment_text.render(record.text),
            comment_text.VERSION,
            record.key,
            record.state,
            record.time or min(begun + number * STEP, now),
            record.edited,
            record.picked,
            record.moderated.looked,
            record.moderated.approved,
            0,
            0,
            0,
        )


def _insert(rows: list[tuple[Any, ...]]) -> None:
    """As Postgres' own COPY: Django would make a parameter of each value, forty thousand a statement, which takes longer than all else."""
    columns = ", ".join(_COLUMNS)
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(f"COPY comments_comment ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _ids(batch: tuple[_Lacking, ...]) -> list[int]:
    """The numbers that the records say, where they are free, and new ones. Who posts meanwhile gets others than these."""
    wanted = {one.record.moderated.number for one in batch} - {0}
    with connection.cursor() as cursor:
        if wanted:
            cursor.execute(
                f"SELECT setval('{_NUMBERS}', greatest(%s, (SELECT last_value FROM {_NUMBERS})))",  # noqa: S608 (our own words)
                [max(wanted)],
            )
        wanted -= set(Comment.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        cursor.execute(
            f"SELECT nextval('{_NUMBERS}') FROM generate_series(1, %s)",  # noqa: S608 (our own words)
            [len(batch)],
        )
        new = [pk for (pk,) in cursor.fetchall()]
    ids = []
    for pk, one in zip(new, batch, strict=True):
        number = one.record.moderated.number
        ids.append(number if number in wanted else pk)
        wanted.discard(number)
    return ids
