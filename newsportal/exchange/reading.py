"""Reads records from a file: a JSON object, a list of them, or JSON lines; says where each stood."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from newsportal.exchange.fields import BadRecordError


class Found(NamedTuple):
    """A parsed record, or what is wrong with it; `where` it stood, and how many bytes of the file it took."""

    where: str
    value: Any
    size: float


def read(file: BinaryIO) -> Iterator[Found]:
    """The records of `file`. JSON lines are read one by one, so that a file may be larger than the memory."""
    lines = enumerate(file, 1)
    for number, line in lines:
        if line.strip():
            first = _parsed(line)
            if isinstance(first, dict):
                yield Found(f"line {number}", first, len(line))
                yield from _each_line(lines)
            else:
                yield from _whole(b"\n" * (number - 1) + line + file.read())
            return
    yield Found("the file", BadRecordError("nothing is in it"), 0)


def _each_line(lines: Iterator[tuple[int, bytes]]) -> Iterator[Found]:
    for number, line in lines:
        if line.strip():
            yield Found(f"line {number}", _parsed(line), len(line))


def _whole(text: bytes) -> Iterator[Found]:
    """One value over several lines, a list, or JSON lines of which the first is broken."""
    value = _parsed(text)
    if isinstance(value, list):
        for number, record in enumerate(value, 1):
            yield Found(f"record {number}", record, len(text) / len(value))
        return
    if isinstance(value, BadRecordError):
        found = list(_each_line(enumerate(text.splitlines(), 1)))
        if any(isinstance(one.value, dict) for one in found):
            yield from found
            return
    yield Found("record 1", value, len(text))


def _parsed(text: bytes) -> Any:
    try:
        return json.loads(text.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return BadRecordError(f"not UTF-8 at byte {error.start + 1}")
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        return BadRecordError(f"not JSON: {error.msg} ({place})")
    except ValueError as error:
        # Such as a number of five thousand digits.
        return BadRecordError(f"not JSON that can be read: {error}")
    except RecursionError:
        return BadRecordError("not JSON that can be read: nested too deeply")
