"""Runs the command that brings in, and says what it said."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import NamedTuple

from django.core.management import CommandError, call_command


class Said(NamedTuple):
    out: str
    lines: str
    error: str


def bring_in(kind: str, file: Path, **options: object) -> Said:
    """Its last words, its lines about what isn't taken, and the sentence with which it failed, if it did."""
    out, lines, error = StringIO(), StringIO(), ""
    try:
        call_command("import", kind, str(file), stdout=out, stderr=lines, **options)
    except CommandError as failed:
        error = str(failed)
    return Said(out.getvalue(), lines.getvalue(), error)


def dump(*arguments: str) -> str:
    out = StringIO()
    call_command("dump", *arguments, stdout=out)
    return out.getvalue()
