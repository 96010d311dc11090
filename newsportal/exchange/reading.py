"""Reads records from a file: a JSON object, a list of them, or JSON lines; says in which line each stood."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from itertools import chain, count
from typing import Any, BinaryIO, NamedTuple

from newsportal.exchange.fields import BadRecordError

_BOM = b"\xef\xbb\xbf"
_SPACE = " \t\r\n"
_decoder = json.JSONDecoder()

# A line is held as a whole, and so is a list with all that goes over several lines, for which its text takes as much again. A record
# with a dozen large pictures has half of the first.
MOST_IN_LINE, MOST_IN_LIST = 180_000_000, 80_000_000
_PIECE = 1_000_000

type _Value = tuple[int, int, Any, bool]
"""Where it begins and ends, the value, and whether it is one of a list's."""


class Found(NamedTuple):
    """A parsed record, or what is wrong with it; `where` it stood, and how many bytes of the file it took."""

    where: str
    value: Any
    size: float


def read(file: BinaryIO) -> Iterator[Found]:
    """The records of `file`. JSON lines are read one by one, so that a file may be larger than the memory."""
    written = (
        (number, line) for number, line in _lines(file) if line is None or line.removeprefix(_BOM).strip()
    )
    first = next(written, None)
    if first is None:
        yield Found("the file", BadRecordError("nothing is in it"), 0)
        return
    second = next(written, None)
    given = [first, second] if second else [first]
    known = [(number, line) for number, line in given if line is not None]
    if len(known) < len(given) or _are_records(known):
        for number, line in chain(given, written):
            yield _alone(number, line)
    else:
        # Each with the line breaks before it, so that all that follows keeps its number.
        before = [b"\n" * (number - 1) + line for number, line in known[:1]]
        before += [b"\n" * (number - first[0] - 1) + line for number, line in known[1:]]
        rest = file.read(MOST_IN_LIST)
        if sum(map(len, before)) + len(rest) >= MOST_IN_LIST:
            told = f"what goes over several lines has more than {MOST_IN_LIST:,} bytes; write each record on a line of its own"
            yield Found("the file", BadRecordError(told), 0)
        else:
            yield from _whole(b"".join(before) + rest)


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Each with its number; None for one that is too long."""
    for number in count(1):
        line = _line(file)
        if line == b"":
            return
        yield number, line


def _line(file: BinaryIO) -> bytes | None:
    """The next line, empty at the end; None for one that is too long, which is read past."""
    line = bytearray()
    while piece := file.readline(_PIECE):
        if not line and piece.endswith(b"\n"):
            return piece
        line += piece
        if piece.endswith(b"\n"):
            break
        if len(line) > MOST_IN_LINE:
            while (piece := file.readline(_PIECE)) and not piece.endswith(b"\n"):
                pass
            return None
    return bytes(line)


def _are_records(first_lines: list[tuple[int, bytes]]) -> bool:
    """Whether each line is a record of its own, judged by the first two: one of them may be broken."""
    first, *second = (line.removeprefix(_BOM) for _number, line in first_lines)
    if isinstance(_parsed(first), dict):
        return True
    return (
        not first.startswith(b"[") and first.strip() != b"{" and any(line.startswith(b"{") for line in second)
    )


def _alone(number: int, line: bytes | None) -> Found:
    if line is None:
        told = f"more than {MOST_IN_LINE:,} bytes in one line; write each record on a line of its own"
        return Found(f"line {number}", BadRecordError(told), MOST_IN_LINE)
    return Found(f"line {number}", _parsed(line), len(line))


def _parsed(line: bytes) -> Any:
    try:
        text = _text(line)
        start = _behind_space(text, 0)
        value, end = _decoded(text, start)
        if end < len(text.rstrip(_SPACE)):
            raise json.JSONDecodeError("Extra data", text, end)
    except UnicodeDecodeError as error:
        return _not_utf8(error)
    except json.JSONDecodeError as error:
        return _not_json(error)
    return value


# ---------------------------------------------------------------------- one value over several lines, or a list of them


def _whole(given: bytes) -> Iterator[Found]:
    """The records of a list or of values that follow each other. Behind a mistake in the writing nobody can tell where the
    next one begins, so nothing more is read."""
    try:
        text = _text(given)
    except UnicodeDecodeError as error:
        number = given[: error.start].count(b"\n") + 1
        yield Found(f"line {number}", _not_utf8(error), len(given))
        return
    bytes_each = len(given) / len(text)
    number, counted, records = 1, 0, 0
    try:
        for start, end, value, is_member in _values(text):
            number += text.count("\n", counted, start)
            counted, records = start, records + 1
            where = f"line {number}, record {records}" if is_member else f"line {number}"
            yield Found(where, value, (end - start) * bytes_each)
    except json.JSONDecodeError as error:
        yield Found(f"line {error.lineno}", _not_json(error, rest="; nothing behind it was read"), 0)


def _values(text: str) -> Iterator[_Value]:
    at = _behind_space(text, 0)
    while at < len(text):
        if text[at] == "[":
            at = yield from _members(text, _behind_space(text, at + 1))
        else:
            value, end = _decoded(text, at)
            yield at, end, value, False
            at = end
        at = _behind_space(text, at)


def _members(text: str, at: int) -> Generator[_Value, None, int]:
    """Those of the list whose first member begins at `at`; returns where the list ends."""
    if text.startswith("]", at):
        return at + 1
    while True:
        value, end = _decoded(text, at)
        yield at, end, value, True
        at = _behind_space(text, end)
        if text.startswith("]", at):
            return at + 1
        if not text.startswith(",", at):
            raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
        at = _behind_space(text, at + 1)


def _decoded(text: str, at: int) -> tuple[Any, int]:
    """The value that begins at `at`, and where it ends. Raises JSONDecodeError, whatever is wrong with it."""
    try:
        return _decoder.raw_decode(text, at)
    except json.JSONDecodeError:
        raise
    except RecursionError as error:
        raise json.JSONDecodeError("Nested too deeply", text, at) from error
    except ValueError as error:
        # Such as a number of five thousand digits.
        raise json.JSONDecodeError(str(error).partition(";")[0], text, at) from error


def _behind_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


# ---------------------------------------------------------------------- what is wrong


def _text(given: bytes) -> str:
    return given.decode("utf-8-sig")


def _not_utf8(error: UnicodeDecodeError) -> BadRecordError:
    line = error.object[: error.start].rpartition(b"\n")[2]
    return BadRecordError(f"not UTF-8 at byte {len(line) + 1} of it")


def _not_json(error: json.JSONDecodeError, rest: str = "") -> BadRecordError:
    return BadRecordError(f"not JSON: {error.msg} (column {error.colno}){rest}")
