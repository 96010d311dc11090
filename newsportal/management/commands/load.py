"""`manage.py load FILE`: articles with their comments and votes, from JSON."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from newsportal.exchange.account_records import load_account
from newsportal.exchange.decision_records import load_decided
from newsportal.exchange.house import load_house
from newsportal.exchange.load import load
from newsportal.exchange.mailing_records import load_mailings
from newsportal.exchange.name_records import load_looks
from newsportal.exchange.photos import load_one
from newsportal.exchange.progress import Progress
from newsportal.exchange.reader_records import load_reader
from newsportal.exchange.reading import Found, read
from newsportal.exchange.records import ArticleRecord, BadRecordError, article_record
from newsportal.exchange.tally import Tally

# What a dump of everything has beside articles and photos, each a line of its own.
_OTHERS: dict[str, Callable[[Any], None]] = {
    "person": load_account,
    "kept_looks": load_looks,
    "site": load_house,
    "reader": load_reader,
    "decided": load_decided,
    "mailings": load_mailings,
}
# Whoever gives us a file of articles must not be able to give themselves an account that may do everything, nor write in the log.
_ACCOUNTS = {"person", "kept_looks", "reader", "decided"}


class Command(BaseCommand):
    help = (
        "Loads articles with their comments and votes: a JSON object, a list of them, or JSON lines. "
        "What is there already stays as it is. A record that can't be loaded is named; the rest is loaded."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file, or - for standard input")
        parser.add_argument(
            "--accounts",
            action="store_true",
            help="takes the accounts of a dump of everything, with their passwords and rights: of your own site's alone",
        )

    def handle(self, *args: Any, file: str, accounts: bool = False, **options: Any) -> None:
        path = Path(file)
        self.takes_accounts = accounts
        try:
            with nullcontext(sys.stdin.buffer) if file == "-" else path.open("rb") as source:
                tally, bad = self._load(source, Path() if file == "-" else path.parent)
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}") from error
        except KeyboardInterrupt as error:
            raise CommandError(
                "Stopped. What was loaded stays; load again to go on.", returncode=130
            ) from error
        self.stdout.write(str(tally))
        if bad:
            raise CommandError(f"{bad} could not be loaded; each is named above.")

    def _load(self, source: BinaryIO, folder: Path) -> tuple[Tally, int]:
        tally, bad = Tally(), 0
        progress = Progress(_size(source))
        for done, found in enumerate(read(source)):
            try:
                if not self._load_other(found.value, folder):
                    record = self._record(found, progress)
                    tally.add(
                        load(record, folder=folder, told=partial(self._told, progress, found.size, done))
                    )
            except (BadRecordError, DatabaseError) as error:
                bad += 1
                self._name(found, error, progress)
            progress.add(found.size, done + 1)
        progress.clear()
        return tally, bad

    def _load_other(self, value: Any, folder: Path) -> bool:
        """Loads what a dump of everything has beside articles; whether `value` was such. Raises CommandError for accounts that
        nobody has asked for, as all that follows would be of people who aren't there."""
        if not isinstance(value, dict):
            return False
        [kind] = value if len(value) == 1 else [None]
        if kind in _ACCOUNTS and not self.takes_accounts:
            raise CommandError(
                "The file has accounts, with passwords and rights. If it is of your own site, load it with --accounts."
            )
        if kind == "photo":
            load_one(value[kind], folder)
        elif kind in _OTHERS:
            _OTHERS[kind](value[kind])
        else:
            return False
        return True

    def _record(self, found: Found, progress: Progress) -> ArticleRecord:
        if isinstance(found.value, BadRecordError):
            raise found.value
        record = article_record(found.value)
        for remark in record.remarks:
            self._name(found, remark, progress)
        return record

    def _name(self, found: Found, what: object, progress: Progress) -> None:
        progress.clear()
        self.stderr.write(f"{found.where}: {str(what).partition('\n')[0]}")

    @staticmethod
    def _told(progress: Progress, size: float, before: int, share: float) -> None:
        progress.show(share * size, before)


def _size(source: BinaryIO) -> int:
    """The bytes that will come; 0 where that can't be known, as from a pipe."""
    try:
        status = os.fstat(source.fileno())
    except OSError:
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else 0
