"""What stands between two marks of a text, however often, and however large the text."""

from __future__ import annotations

import re
from collections.abc import Callable


def between(begins: re.Pattern[str], ends: str, html: str, put: Callable[[str], str]) -> str:
    """`html` with what `put` makes of each part between the two. What is never ended is looked for once: a pattern for both would
    read on to the end from each that begins, minutes for some thousand of them in one body."""
    parts, at, unended = [], 0, set()
    for begun in begins.finditer(html):
        kind = begun[1].lower()
        if begun.start() < at or kind in unended:
            continue
        ended = re.compile(ends.format(kind=kind), re.IGNORECASE).search(html, begun.end())
        if ended is None:
            unended.add(kind)
            continue
        parts += [html[at : begun.start()], put(html[begun.end() : ended.start()])]
        at = ended.end()
    return "".join([*parts, html[at:]])
