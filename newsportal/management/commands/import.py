"""`manage.py import FORMAT FILE`: what another system has exported."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsportal.exchange.progress import Progress
from newsportal.imports.acting import NobodyError, editor
from newsportal.imports.formats import FORMATS
from newsportal.imports.item import BrokenFileError, Item, Options
from newsportal.imports.run import Run


class Command(BaseCommand):
    help = (
        "Brings in articles and comments from another system's export. What is there already stays as it is, so it may be "
        "stopped and run again. Whatever isn't taken is named with its line, and why."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("format", choices=FORMATS, help="the kind of file")
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="change nothing, and say what a run would say"
        )
        parser.add_argument(
            "--section", default="", help="the section of all articles (default: by their categories)"
        )
        parser.add_argument("--pictures", type=Path, help="the folder in which the pictures lie")
        parser.add_argument(
            "--by", default="", help="the editor in whose name an agency's corrections and kills are applied"
        )
        parser.add_argument("--draft", action="store_true", help="an agency's stories come as drafts")
        parser.add_argument("--report", type=Path, help="a file for the lines that say what isn't taken")

    def handle(self, *args: Any, **options: Any) -> None:
        with ExitStack() as stack:
            self._report: TextIO | None = None
            try:
                if options["report"]:
                    self._report = stack.enter_context(options["report"].open("w", encoding="utf-8"))
                self._import(**options)
            except OSError as error:
                raise CommandError(f"{error.filename} can't be read or written: {error.strerror}") from error
            except NobodyError as error:
                raise CommandError(str(error)) from error
            except BrokenFileError as error:
                self._write(f"{options['file']}: {error}")
                raise CommandError(f"{options['file']} can't be taken: {error}.") from error
            except KeyboardInterrupt as error:
                raise CommandError(
                    "Stopped. What was taken stays; run it again to go on.", returncode=130
                ) from error

    def _import(self, **options: Any) -> None:
        path, pictures = options["file"], options["pictures"]
        if pictures and not pictures.is_dir():
            raise CommandError(f"{pictures} is no folder.")
        self._progress = Progress(path.stat().st_size)
        self._read = self._items = 0
        by = editor(options["by"]) if options["by"] else None
        run = Run(pictures=pictures or path.parent, say=self._say, dry=options["dry_run"], by=by)
        given = Options(section=options["section"], pictures=pictures, draft=options["draft"])
        run.take(FORMATS[options["format"]](path, given), self._done)
        self._progress.clear()
        self._tell(run, dry=options["dry_run"])

    def _tell(self, run: Run, *, dry: bool) -> None:
        told = [str(run.tally)]
        if run.untaken:
            items = "1 item was" if run.untaken == 1 else f"{run.untaken:,} items were"
            told.append(f"{items} not taken, as said above.")
        if dry:
            told.insert(0, "This was a dry run, which changed nothing. A run would say:")
        self._write(" ".join(told))
        self.stdout.write(" ".join(told))
        if run.bad:
            raise CommandError(f"{run.bad} could not be taken; each is named above.")

    def _done(self, item: Item) -> None:
        self._items += 1
        self._progress.add(item.read - self._read, self._items)
        self._read = item.read

    def _say(self, line: str) -> None:
        self._progress.clear()
        self._write(line)
        self.stderr.write(line)

    def _write(self, line: str) -> None:
        if self._report:
            self._report.write(f"{line}\n")
            self._report.flush()
