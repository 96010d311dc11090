"""How long a text is, how long it is read (static/js/desk/words.js counts the same while one writes), and how it begins."""

from __future__ import annotations

import math
import re
from html import unescape
from typing import NamedTuple

from django.utils.text import Truncator

from articles.folding import told

_TAGS = re.compile(r"<[^>]*>")
_SIGN = r"\u3040-\u30ff\u3400-\u9fff"
_SIGNS = re.compile(f"[{_SIGN}]")
_WORDS = re.compile(rf"[^\W{_SIGN}]+(?:['’.-][^\W{_SIGN}]+)*")
# In a minute: Brysbaert 2019 for English prose; Japanese is counted by its signs.
WORDS = 238
SIGNS = 500
# As many letters as search engines show of a description.
BEGINNING = 160


class Length(NamedTuple):
    """`words` of scripts with spaces, `signs` of Japanese; `minutes` are whole ones, 0 for a text of nothing."""

    words: int
    signs: int
    minutes: int


def length(html: str) -> Length:
    """The length of clean HTML."""
    text = unescape(_TAGS.sub(" ", html))
    words, signs = len(_WORDS.findall(text)), len(_SIGNS.findall(text))
    return Length(words, signs, math.ceil(words / WORDS + signs / SIGNS))


def beginning(html: str) -> str:
    """How clean HTML begins, in one line of plain text; of a longer one the end is cut off."""
    return Truncator(" ".join(told(html).split())).chars(BEGINNING)
