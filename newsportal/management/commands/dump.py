"""`manage.py dump`: every article with its comments and votes, as JSON lines."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsportal.exchange.dump import dump


class Command(BaseCommand):
    help = (
        "Writes every article with its picture, comments and votes as JSON lines, which `load` reads back. "
        "Drafts and hidden comments are in it; accounts are names only, but with --everything."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("-o", "--output", help="the file to write (default: standard output)")

        parser.add_argument(
            "--everything",
            action="store_true",
            help="with the accounts, which come first: names, addresses, hashes of passwords, accounts elsewhere, rights, settings, mutes and "
            "alerts; then sections, authors, topics, announcements, partner links, the moderators' rules and photos that no article shows; "
            "and with each article's versions, suggestions, notes, alert, reads, origins, former addresses, place on the front page, terms of "
            "discussion and earlier wordings of comments. Newsletters and daily alerts come last. Not in it: second factors, which are for "
            "this site's keys alone; sessions, links that lie in mails, drafts that somebody is typing, networks and all else of the moment. "
            "Keep the file as secret as a backup",
        )

    def handle(self, *args: Any, output: str | None, everything: bool = False, **options: Any) -> None:
        self.missing, self.everything = 0, everything
        try:
            if output:
                self._to_file(Path(output))
            else:
                self._write(self.stdout)
        except BrokenPipeError:
            # Whoever reads has seen enough, as in `dump | head`. Nothing more can be said on standard output.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError as error:
            raise CommandError(f"{output} can't be written: {error.strerror}") from error
        if self.missing:
            raise CommandError(f"{self.missing} pictures are missing from the dump; each is named above.")

    def _to_file(self, path: Path) -> None:
        """Written aside first: a dump that breaks off must not take the place of a good one."""
        aside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            # Hashes of passwords and addresses of mail are in one of everything: nobody but its owner may read it, from its first byte on.
            mode = 0o600 if self.everything else 0o666
            with os.fdopen(
                os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8"
            ) as file:
                self._write(file)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)

    def _write(self, out: TextIO | Any) -> None:
        for record in dump(self._complain, everything=self.everything):
            out.write(json.dumps(record, ensure_ascii=False) + "\n")

    def _complain(self, what: str) -> None:
        self.missing += 1
        self.stderr.write(what)
