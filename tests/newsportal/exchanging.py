"""Dumps and loads, as their commands do."""

from __future__ import annotations

import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from PIL import Image


def load(tmp_path: Path, *records: Any, lines: bool = True) -> str:
    file = tmp_path / "in.json"
    file.write_text("\n".join(json.dumps(record) for record in records) if lines else json.dumps(records))
    out = StringIO()
    call_command("load", str(file), stdout=out, stderr=out)
    return out.getvalue()


def dump() -> str:
    out = StringIO()
    call_command("dump", stdout=out)
    return out.getvalue()


def picture() -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, "JPEG")
    return out.getvalue()
