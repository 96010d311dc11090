"""A folder in which agencies lay files."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command

from tests.factories import EditorFactory


def settled(path: Path) -> Path:
    """As if written a while ago."""
    os.utime(path, (1_700_000_000, 1_700_000_000))
    return path


def wire(folder: Path, **options: Any) -> tuple[str, str]:
    """What the command says, and the sentence with which it fails, if it does."""
    out = StringIO()
    try:
        call_command(
            "wire", str(folder), stdout=out, stderr=out, **{"by": EditorFactory().username, **options}
        )
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
