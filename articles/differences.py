"""What was changed between two texts, word by word: of an article, of a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

# Words, runs of space, and each other character by itself; letters of scripts without spaces count one by one.
_PARTS = re.compile(r"[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+|\s+|.", re.DOTALL)
# Comparing words takes a time that grows with the product of both numbers: two paragraphs of 2,000 words. Past that all of the
# one is marked as removed and all of the other as added.
_MOST = 16_000_000


class Part(NamedTuple):
    """A stretch of text that was "kept", "removed" or "added"."""

    kind: str
    text: str


def difference(before: str, after: str) -> list[Part]:
    """The parts that make `before` into `after`, in reading order: lines first, and words within those that differ."""
    found = _in_lines(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [
        Part(kind, "".join(part.text for part in parts))
        for kind, parts in groupby(found, key=lambda part: part.kind)
    ]


def _in_lines(old: list[str], new: list[str]) -> Iterator[Part]:
    for kind, old_lines, new_lines in _steps(old, new):
        if kind == "replace":
            yield from _in_words(old_lines, new_lines)
        else:
            yield from _marked(kind, old_lines, new_lines)


def _in_words(old_text: str, new_text: str) -> Iterator[Part]:
    old, new = _PARTS.findall(old_text), _PARTS.findall(new_text)
    if len(old) * len(new) > _MOST:
        yield from _marked("replace", old_text, new_text)
        return
    for step in _steps(old, new):
        yield from _marked(*step)


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        yield kind, "".join(old[old_from:old_to]), "".join(new[new_from:new_to])


def _marked(kind: str, old: str, new: str) -> Iterator[Part]:
    if kind == "equal":
        yield Part("kept", old)
        return
    if old:
        yield Part("removed", old)
    if new:
        yield Part("added", new)
