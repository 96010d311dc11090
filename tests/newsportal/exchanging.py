"""Dumps and loads, as their commands do."""

from __future__ import annotations

import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from accounts.models import User
from articles.models import Article
from tests import as_migrated


def load(tmp_path: Path, *records: Any, lines: bool = True) -> str:
    file = tmp_path / "in.json"
    file.write_text("\n".join(json.dumps(record) for record in records) if lines else json.dumps(records))
    out = StringIO()
    call_command("load", str(file), accounts=True, stdout=out, stderr=out)
    return out.getvalue()


def dump() -> str:
    out = StringIO()
    call_command("dump", stdout=out)
    return out.getvalue()


def everything() -> list[Any]:
    out = StringIO()
    call_command("dump", "--everything", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def once_more(folder: Path) -> None:
    """The same site, in an empty one; loaded again it changes nothing."""
    first = everything()
    as_migrated.restore()
    assert not Article.objects.exists() and not User.objects.exists()
    for _time in range(2):
        load(folder, *first)
        assert everything() == first


def refused(folder: Path, record: Any) -> str:
    """What is said of a bad record."""
    (folder / "a.json").write_text(json.dumps(record))
    lines = StringIO()
    with pytest.raises(CommandError):
        call_command("load", str(folder / "a.json"), accounts=True, stderr=lines)
    return lines.getvalue()


def picture() -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, "JPEG")
    return out.getvalue()
