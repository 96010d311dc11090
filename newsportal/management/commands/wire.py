"""`manage.py wire FOLDER`: what agencies have laid into a folder since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsportal.imports.acting import NobodyError, editor
from newsportal.imports.item import Options
from newsportal.imports.watching import BusyError, take_folder


class Command(BaseCommand):
    help = (
        "Takes each whole ninjs (.json) and NewsML-G2 (.xml) file of the folder once and moves it to taken/; what can't be "
        "taken goes to refused/ with a report. Corrections and kills change what came before."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, nargs="?", help="the folder (default: WIRE_FOLDER)")
        parser.add_argument(
            "--by", default=settings.WIRE_BY, help="the editor in whose name it acts (default: WIRE_BY)"
        )
        parser.add_argument("--section", default=settings.WIRE_SECTION, help="the section of all stories")
        parser.add_argument(
            "--draft", action="store_true", default=settings.WIRE_DRAFT, help="new stories come as drafts"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"] or (Path(settings.WIRE_FOLDER) if settings.WIRE_FOLDER else None)
        if folder is None:
            raise CommandError("Say which folder, or set WIRE_FOLDER.")
        given = Options(section=options["section"], draft=options["draft"])
        try:
            done = take_folder(folder, given, by=editor(options["by"]), say=self.stderr.write)
        except NobodyError as error:
            raise CommandError(str(error)) from error
        except BusyError as error:
            raise CommandError(f"Another is taking what {folder} has; try again in a while.") from error
        except OSError as error:
            raise CommandError(
                f"{error.filename or folder} can't be read or written: {error.strerror}"
            ) from error
        files = "1 file" if len(done.taken) == 1 else f"{len(done.taken)} files"
        told = [f"{files} taken, {len(done.refused)} refused."]
        if done.taken:
            told.append(str(done.tally))
        if done.waiting:
            told.append(f"On their way still: {', '.join(done.waiting)}.")
        self.stdout.write(" ".join(told))
        if done.refused:
            raise CommandError(
                f"Refused: {', '.join(done.refused)}; why stands beside each in {folder / 'refused'}."
            )
