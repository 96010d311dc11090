"""What was changed in a comment, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

# Words, runs of space, and each other character by itself; letters of scripts without spaces count one by one.
_PARTS = re.compile(r"[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+|\s+|.", re.DOTALL)


class Part(NamedTuple):
    """A stretch of text that was "kept", "removed" or "added"."""

    kind: str
    text: str


def difference(before: str, after: str) -> list[Part]:
    """The parts that make `before` into `after`, in reading order."""
    old, new = _PARTS.findall(before), _PARTS.findall(after)
    return list(_parts(old, new))


def _parts(old: list[str], new: list[str]) -> Iterator[Part]:
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            yield Part("kept", "".join(old[old_from:old_to]))
            continue
        if old_from < old_to:
            yield Part("removed", "".join(old[old_from:old_to]))
        if new_from < new_to:
            yield Part("added", "".join(new[new_from:new_to]))
