"""Takes what a format's reader has read, some items together in a transaction: whatever ends it, what was taken stays, and who runs it
again goes on where it ended, for what is there already stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from django.db import DatabaseError, transaction

from accounts.models import User
from newsportal.exchange.fields import BadPhotoError
from newsportal.exchange.load import Loaded, load, load_all
from newsportal.exchange.photos import read_picture
from newsportal.exchange.records import ArticleRecord, BadRecordError, PhotoRecord, article_record
from newsportal.exchange.tally import Tally
from newsportal.imports.item import Item
from newsportal.imports.revising import take

# What is taken together: readers who write under one of these articles wait as long as it takes, and what is killed takes it again.
TOGETHER = 50
# Of bodies and comments, so that memory stays small whatever comes.
MOST_CHARACTERS = 1_000_000


class Run:
    """`say` hears a line for whatever of the file isn't taken. A `dry` run does all of it and takes it back, some items at a time, so
    that it says what a run would say and nobody else waits for it. `by` answers for what changes here."""

    def __init__(
        self,
        *,
        pictures: Path,
        say: Callable[[str], None],
        dry: bool = False,
        by: User | None = None,
        tally: Tally | None = None,
    ) -> None:
        self.tally = tally or Tally()
        self.untaken = self.bad = 0
        self._pictures, self._say, self._dry, self._by = pictures, say, dry, by

    def take(self, items: Iterable[Item], done: Callable[[Item], None]) -> None:
        """Takes them; `done` hears of each. What can't be taken is said, and the rest is taken."""
        for group in _groups(self._read(items)):
            self._take_group([(item, record) for item, record in group if record is not None])
            for item, _record in group:
                for remark in item.remarks:
                    self._say(f"{item.where}: {remark}")
                done(item)

    def _read(self, items: Iterable[Item]) -> Iterator[tuple[Item, ArticleRecord | None]]:
        """Each with its record; None where it has none that can be taken."""
        for item in items:
            record = None
            if item.record is None:
                self.untaken += 1
            else:
                try:
                    record = article_record(item.record)
                    item.remarks += record.remarks
                except BadRecordError as error:
                    self._refuse(item, error)
                item.record = None
            yield item, record

    def _refuse(self, item: Item, error: Exception) -> None:
        self.bad += 1
        item.remarks.append(f"not taken: {str(error).partition('\n')[0]}")

    def _take_group(self, group: list[tuple[Item, ArticleRecord]]) -> None:
        """All of them together; one by one where that can't be, so that only what can't be taken isn't."""
        if len(group) > 1:
            try:
                with transaction.atomic():
                    taken = load_all([record for _item, record in group], folder=self._pictures)
                    transaction.set_rollback(self._dry)
            except (BadRecordError, DatabaseError):
                pass
            else:
                for loaded in taken:
                    self.tally.add(loaded)
                return
        for item, record in group:
            try:
                self._take(item, record)
            except (BadRecordError, DatabaseError) as error:
                self._refuse(item, error)

    def _take(self, item: Item, record: ArticleRecord) -> None:
        with transaction.atomic():
            loaded = self._load(record, item)
            transaction.set_rollback(self._dry)
        if loaded is None:
            self.untaken += 1
        else:
            self.tally.add(loaded)

    def _load(self, record: ArticleRecord, item: Item) -> Loaded | None:
        """Without those of its pictures that can't be taken."""
        if self._dry:
            # A file that was written would stay.
            readable = self._readable(record, item.remarks)
            return self._bring(replace(readable, photo=None, pictures=[]), item)
        try:
            return self._bring(record, item)
        except BadPhotoError:
            return self._bring(self._readable(record, item.remarks), item)

    def _readable(self, record: ArticleRecord, remarks: list[str]) -> ArticleRecord:
        """The record without the pictures that can't be read, each of which is said."""
        photo, body = record.photo, record.body
        if photo and (why := self._trouble(photo)):
            remarks.append(f"its picture not taken: {why}")
            photo = None
        pictures = []
        for one in record.pictures:
            if why := self._trouble(one):
                remarks.append(f"picture in the text not taken: {one.name}: {why}")
                body = re.sub(rf'<img [^>]*"{re.escape(one.at)}"[^>]*>', "", "".join(body))
            else:
                pictures.append(one)
        return replace(record, photo=photo, pictures=pictures, body=body)

    def _trouble(self, photo: PhotoRecord) -> str:
        """Why its picture can't be read; empty where it can."""
        try:
            read_picture(photo, self._pictures)
        except BadPhotoError as error:
            return str(error).removeprefix("photo: ")
        return ""

    def _bring(self, record: ArticleRecord, item: Item) -> Loaded | None:
        if item.wire is None:
            return load(record, folder=self._pictures)
        return take(record, item.wire, by=self._by, folder=self._pictures, remarks=item.remarks)


def _groups(
    read: Iterator[tuple[Item, ArticleRecord | None]],
) -> Iterator[list[tuple[Item, ArticleRecord | None]]]:
    """What is taken together. A new version of a story depends on the one before, and the file of a picture that is written stays
    where what follows fails: those are taken alone."""
    group: list[tuple[Item, ArticleRecord | None]] = []
    characters = 0
    for item, record in read:
        alone = record is not None and (item.wire is not None or bool(record.photo or record.pictures))
        size = _characters(record)
        if group and (alone or len(group) == TOGETHER or characters + size > MOST_CHARACTERS):
            yield group
            group, characters = [], 0
        group.append((item, record))
        characters += size
        if alone:
            yield group
            group, characters = [], 0
    if group:
        yield group


def _characters(record: ArticleRecord | None) -> int:
    if record is None:
        return 0
    body = record.body if isinstance(record.body, str) else "".join(record.body)
    return len(body) + sum(len(one.text) for one in record.comments)
