"""Takes what a format's reader has read, item by item, each in a transaction of its own: whatever ends it, what was taken stays, and
who runs it again goes on where it ended, for what is there already stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from django.db import DatabaseError, transaction

from accounts.models import User
from newsportal.exchange.fields import BadPhotoError
from newsportal.exchange.load import Loaded, load
from newsportal.exchange.photos import cleaned_picture
from newsportal.exchange.records import ArticleRecord, BadRecordError, article_record
from newsportal.exchange.tally import Tally
from newsportal.imports.item import Item
from newsportal.imports.revising import take


class Run:
    """`say` hears a line for whatever of the file isn't taken. A `dry` run does all of it and takes it back, item by item, so
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
        for item in items:
            try:
                self._take(item)
            except (BadRecordError, DatabaseError) as error:
                self.bad += 1
                item.remarks.append(f"not taken: {str(error).partition('\n')[0]}")
            for remark in item.remarks:
                self._say(f"{item.where}: {remark}")
            done(item)

    def _take(self, item: Item) -> None:
        if item.record is None:
            self.untaken += 1
            return
        record = article_record(item.record)
        item.remarks += record.remarks
        with transaction.atomic():
            loaded = self._load(record, item)
            if loaded is None:
                self.untaken += 1
            else:
                self.tally.add(loaded)
            if self._dry:
                transaction.set_rollback(True)

    def _load(self, record: ArticleRecord, item: Item) -> Loaded | None:
        """Without its picture where that is what can't be taken."""
        try:
            if self._dry and record.photo:
                # A file that was written would stay.
                cleaned_picture(record.photo, self._pictures)
                record = replace(record, photo=None)
            return self._bring(record, item)
        except BadPhotoError as error:
            item.remarks.append(f"its picture not taken: {str(error).removeprefix('photo: ')}")
            return self._bring(replace(record, photo=None), item)

    def _bring(self, record: ArticleRecord, item: Item) -> Loaded | None:
        if item.wire is None:
            return load(record, folder=self._pictures)
        return take(record, item.wire, by=self._by, folder=self._pictures, remarks=item.remarks)
