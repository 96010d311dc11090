"""Loads records: one in a transaction or many, and only what isn't there yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from django.db import connection, transaction

from articles.models import Announcement, Article
from comments.models import Discussion
from newsportal.exchange.correction_records import save_corrections
from newsportal.exchange.moderated import set_terms
from newsportal.exchange.newsroom_records import load_newsroom
from newsportal.exchange.photos import save_photo, save_pictures
from newsportal.exchange.records import ArticleRecord
from newsportal.exchange.stories import Stories
from newsportal.exchange.thread import Thread, load_threads

# Any number of our own, to take turns by.
_TURN = 7_210_344


class Loaded(NamedTuple):
    """The record's article, whether it was made just now, how many of the record's comments and votes it lacked, and whether the record
    changed it, as an agency's new version does."""

    article: Article
    is_new: bool
    comments: int
    votes: int
    is_revised: bool = False


def load(
    record: ArticleRecord, *, folder: Path, told: Callable[[float], None] = lambda share: None
) -> Loaded:
    """Makes the record's article, or adds to it what it lacks of the record's comments and votes.

    An article that is there stays as it is, so that loading again changes nothing. A photo's `file` is looked for in
    `folder`; `told` hears the share that is done. Raises BadRecordError, and then nothing of the record is kept.
    """
    return load_all([record], folder=folder, told=told)[0]


def load_all(
    records: Sequence[ArticleRecord], *, folder: Path, told: Callable[[float], None] = lambda share: None
) -> list[Loaded]:
    """Loads them in one transaction, as if one after the other, but in a few statements for all of them: each asks the database
    for some thirty things, which takes longer than what is done. Raises BadRecordError, and then nothing of any is kept."""
    with transaction.atomic():
        take_turns()
        stories = Stories(records)
        made = [stories.article(record) for record in records]
        stories.save()
        articles = [article for article, _is_new in made]
        new = [(article, record) for (article, is_new), record in zip(made, records, strict=True) if is_new]
        threads = [
            Thread(article, record.comments, record.stand_ins)
            for article, record in zip(articles, records, strict=True)
        ]
        counts = load_threads(threads, told)
        _set_discussions(new)
        for record in records:
            if record.announcement:
                _announce(**record.announcement)
        for article, record in new:
            if record.corrections:
                save_corrections(article, record.corrections)
        for article, record in new:
            if record.photo:
                # Late, for a file that is written stays where what follows fails.
                article.photo = save_photo(record.photo, folder, article.slug)
                article.save(update_fields=["photo"])
            save_pictures(article, record.pictures, folder)
            if record.terms:
                set_terms(article, record.terms)
            if record.newsroom:
                load_newsroom(article, record.newsroom)
    return [
        Loaded(article, is_new, comments, votes)
        for (article, is_new), (comments, votes) in zip(made, counts, strict=True)
    ]


def take_turns() -> None:
    """Two loads at once take turns, until the end of the transaction: each would find the same author missing and make it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])


def _announce(text: str, url: str) -> None:
    """Several may say the same, each at its time."""
    if not Announcement.objects.filter(text=text).exists():
        Announcement.objects.create(text=text, url=url)


def _set_discussions(new: list[tuple[Article, ArticleRecord]]) -> None:
    for state in {record.discussion for _article, record in new} - {Discussion.State.OPEN.value}:
        articles = [article for article, record in new if record.discussion == state]
        Discussion.objects.of_all(articles)
        Discussion.objects.filter(pk__in=[article.pk for article in articles]).update(state=state)
