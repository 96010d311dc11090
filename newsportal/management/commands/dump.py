"""`manage.py dump`: every article with its comments and votes, as JSON lines."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from newsportal.exchange.dump import dump


class Command(BaseCommand):
    help = "Writes every article with its comments and votes as JSON lines, which `load` reads back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="where to (default: standard output)")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        done = 0
        with nullcontext(self.stdout) if file == "-" else Path(file).open("w", encoding="utf-8") as out:
            for record in dump():
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
                done += 1
        if file != "-" and sys.stderr.isatty():
            self.stderr.write(f"Wrote {done} articles.")
