"""Characters that do harm: unseen, they make two texts look the same, one look empty, or turn what follows around; heaped on
one letter, marks reach over the lines around."""

from __future__ import annotations

import re
import unicodedata

# Default_Ignorable_Code_Point of Unicode 16 (DerivedCoreProperties.txt), U+2800, which is a blank that counts as a
# symbol, and the control characters. Text holds some of them for good reason (emoji are joined by U+200D), names don't.
INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)


def visible(text: str) -> str:
    """What of `text` can be seen, white space left out, too."""
    return "".join(INVISIBLE.sub("", text).split())


def is_mark(character: str) -> bool:
    """Whether it stands on or under the letter before it. Marks with a place of their own, as Indian vowels, aren't meant."""
    return unicodedata.category(character) in {"Mn", "Me"} and not INVISIBLE.match(character)


def without_heaps(text: str, most: int) -> str:
    """`text` with the first `most` marks on each letter. Vietnamese has two at most, Arabic and Thai three, Hebrew four."""
    if text.isascii():
        return text
    kept, marks = [], 0
    for character in text:
        if is_mark(character):
            marks += 1
        elif not INVISIBLE.match(character):
            # "ệ" has two already, also where it is typed as one character.
            marks = sum(map(is_mark, unicodedata.normalize("NFD", character)))
        if marks <= most or not is_mark(character):
            kept.append(character)
    return "".join(kept)
