"""What XML can hold of a text: one character that it can't, pasted unseen into a headline, would take a whole feed down."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def in_xml(text: str, instead: str = "") -> str:
    """`text` without the characters that no document may hold, escaped or not (XML 1.0, section 2.2), or with `instead` for each."""
    return _FORBIDDEN.sub(instead, text)
