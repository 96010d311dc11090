"""How deep the marks of HTML stand in each other: what cleans it takes time with the square of that."""

from __future__ import annotations

import re

# Browsers themselves nest no deeper than 512; a list in a list in a quotation is 5.
MOST_DEPTH = 200
# A comment, or a tag with its attributes, in whose values anything may stand.
_MARK = re.compile(
    r"""<!--.*?(?:-->|\Z)|<(/?)([a-z][^\s/>]*)(?:[^<>"']|"[^"]*"|'[^']*')*+""", re.IGNORECASE | re.DOTALL
)
# They hold nothing, or end with what begins next.
_NEVER_DEEP = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "p",
        "source",
        "track",
        "wbr",
    ]
)
_CELL, _GROUP, _TERM = {"td", "th"}, {"tbody", "thead", "tfoot"}, {"dd", "dt"}
# Which of them may lack their ends, and where each begins which others end (“optional tags” in the HTML standard, 13.1.2.4).
_ENDS: dict[str, set[str]] = {
    "li": {"li"},
    "option": {"option"},
    "tr": {*_CELL, "tr"},
    **dict.fromkeys(_TERM, _TERM),
    **dict.fromkeys(_CELL, _CELL),
    **{name: {*_CELL, "tr", *_GROUP} for name in _GROUP},
}


def is_too_deep(html: str) -> bool:
    """Whether marks of `html`, be it broken, stand deeper than MOST_DEPTH. An end counts only where nothing stands open since its
    beginning, so that no wrong order hides how deep it is; what has more wrong ends than MOST_DEPTH is too deep, too."""
    open_marks: list[str] = []
    for is_end, tag in _MARK.findall(html):
        name = tag.lower()
        if not name or name in _NEVER_DEEP:
            continue
        if is_end:
            _end(open_marks, name)
            continue
        while open_marks and open_marks[-1] in _ENDS.get(name, ()):
            open_marks.pop()
        open_marks.append(name)
        if len(open_marks) > MOST_DEPTH:
            return True
    return False


def _end(open_marks: list[str], name: str) -> None:
    """Takes `name` from the end of `open_marks`, with what may lack its end behind it."""
    place = len(open_marks) - 1
    while place >= 0 and open_marks[place] != name and open_marks[place] in _ENDS:
        place -= 1
    if place >= 0 and open_marks[place] == name:
        del open_marks[place:]
