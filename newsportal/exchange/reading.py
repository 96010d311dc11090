"""Reads records from a file: a JSON object, a list of them, or JSON lines; says where each stood."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from newsportal.exchange.records import BadRecordError


def read(file: TextIO) -> Iterator[tuple[str, Any]]:
    """(where, parsed value) of each record; a broken one comes as its BadRecordError. Lines are read one by one."""
    first = file.readline()
    while first and not first.strip():
        first = file.readline()
    one = _parsed(first)
    if isinstance(one, dict):
        yield "line 1", one
        yield from _lines(file)
        return
    text = first + file.read()
    whole = _parsed(text)
    if isinstance(whole, BadRecordError) and first.lstrip().startswith("{") and first.rstrip().endswith("}"):
        # JSON lines whose first is broken.
        yield "line 1", one
        yield from _lines(iter(text.splitlines()[1:]))
    elif isinstance(whole, list):
        yield from ((f"record {number}", value) for number, value in enumerate(whole, 1))
    else:
        yield "record 1", whole


def _lines(lines: Any) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(lines, 2):
        if line.strip():
            yield f"line {number}", _parsed(line)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        return BadRecordError(f"not JSON: {error.msg} (column {error.colno})")
    except RecursionError:
        return BadRecordError("not JSON: nested too deeply")
