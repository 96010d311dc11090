"""`manage.py load FILE`: articles with their comments and votes, from JSON."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DataError, IntegrityError

from newsportal.exchange.load import load
from newsportal.exchange.reading import read
from newsportal.exchange.records import BadRecordError, article_record


class Command(BaseCommand):
    help = "Loads articles with their comments and votes: a JSON object, a list of them, or JSON lines. What is there already stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file, or - for standard input")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        path = Path(file)
        try:
            source = nullcontext(sys.stdin) if file == "-" else path.open(encoding="utf-8")
            with source as lines:
                loaded, bad = self._load(lines, path.parent if file != "-" else Path())
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} can't be read: {error}") from error
        self.stdout.write(f"Loaded {loaded} article{'' if loaded == 1 else 's'}.")
        if bad:
            raise CommandError(f"{bad} could not be loaded; each is named above.")

    def _load(self, lines: TextIO, folder: Path) -> tuple[int, int]:
        loaded = bad = 0
        for where, value in read(lines):
            try:
                if isinstance(value, BadRecordError):
                    raise value
                load(article_record(value), folder=folder)
                loaded += 1
            except (BadRecordError, DataError, IntegrityError) as error:
                bad += 1
                self.stderr.write(f"{where}: {str(error).splitlines()[0]}")
            self._progress(loaded + bad)
        return loaded, bad

    def _progress(self, done: int) -> None:
        """Shown where somebody watches, once every ten records."""
        if sys.stderr.isatty() and done % 10 == 0:
            self.stderr.write(f"\r{done} records …", ending="")
