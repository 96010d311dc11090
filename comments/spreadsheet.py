"""Tables for spreadsheets, in which no cell is taken for a formula.

Who opens a CSV runs what its cells say: `=HYPERLINK(…)` sends what stands beside it to whoever wrote the cell (OWASP, "CSV
Injection"). What moderators and readers wrote must not do that.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

# With these a formula begins, also in their wide forms, which some programs take for the same.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


def cell(value: object) -> str:
    """The value as harmless text: before what could begin a formula stands an apostrophe, which spreadsheets don't show."""
    text = str(value)
    if isinstance(value, int):
        return text
    # Programs strip white space, and some strip quotes, before they look.
    is_harmless = not text.startswith(_DANGEROUS) and not text.strip().lstrip("\"'").startswith(_DANGEROUS)
    return text if is_harmless else f"'{text}"


def sheet(rows: Iterable[Iterable[object]]) -> str:
    """The rows as CSV (RFC 4180), each cell quoted; with the mark by which spreadsheets know UTF-8."""
    out = io.StringIO()
    out.write("\ufeff")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()
