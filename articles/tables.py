"""The tables of a text, with what tells those who hear them which cells are heads, and of what."""

from __future__ import annotations

import re
from itertools import takewhile

# The innermost only, as nh3 writes them.
_TABLE = re.compile(r"<table>((?:(?!</?table\b).)*)</table>", re.DOTALL)
_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
_PART = re.compile(r"</?(?:thead|tbody)>")
_NAMELESS_HEAD = re.compile(r"<th(?=[\s>])(?![^>]*\sscope=)")
# It looks no further than the table, so that many without an end take no time.
_CAPTION = re.compile(
    r"(<table\b[^<>]*>\s*)<caption\b[^<>]*>((?:(?!</?table\b|</caption).)*)</caption>",
    re.DOTALL | re.IGNORECASE,
)


def with_heads(html: str) -> str:
    """Clean HTML in which the rows of a table that begin it and have nothing but heads are its head, and each head says whether it is
    that of a column or of its row. An editor's own script knows no more than which cells are heads."""
    return _TABLE.sub(_headed, html) if "<th" in html else html


def _headed(table: re.Match[str]) -> str:
    rows = _ROW.findall(table[1])
    if _PART.sub("", _ROW.sub("", table[1])).strip():
        return table[0]
    heads = list(takewhile(lambda row: "<td" not in row, rows))
    if not heads or len(heads) == len(rows):
        heads = []
    head = _scoped("".join(heads), "col")
    rest = _scoped("".join(rows[len(heads) :]), "row")
    return f"<table>{f'<thead>{head}</thead>' if head else ''}<tbody>{rest}</tbody></table>"


def _scoped(rows: str, scope: str) -> str:
    return _NAMELESS_HEAD.sub(f'<th scope="{scope}"', rows)


def without_captions(html: str) -> str:
    """Any HTML in which what a table is called stands in a paragraph before it: in the editor it would be a cell."""
    return _CAPTION.sub(r"<p>\2</p>\1", html)
