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


# What turns the writing around by itself, a letter or not (UAX #9, 3.1.2).
TURNING = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_FROM_THE_RIGHT = {"R", "AL", "AN"}

# On one letter. More reach into the lines around (UTS #39, 5.4).
MOST_MARKS = 4


def is_mark(character: str) -> bool:
    """Whether it stands on or under the letter before it. Marks with a place of their own, as Indian vowels, aren't meant."""
    return unicodedata.category(character) in {"Mn", "Me"} and not INVISIBLE.match(character)


def without_heaps(text: str) -> str:
    """`text` with at most MOST_MARKS on each letter, the first. Vietnamese has two at most, Arabic and Thai three, Hebrew
    with its accents four."""
    if text.isascii() or not any(map(is_mark, text)):
        return text
    kept, marks = [], 0
    for character in text:
        if is_mark(character):
            marks += 1
        elif not INVISIBLE.match(character):
            # "ệ" has two already, also where it is typed as one character.
            marks = sum(map(is_mark, unicodedata.normalize("NFD", character)))
        if marks <= MOST_MARKS or not is_mark(character):
            kept.append(character)
    return "".join(kept)


def set_apart(name: str) -> str:
    """`name` for the midst of a sentence: one that is written from right to left stands between U+2068 and U+2069 (UAX #9,
    isolates), so that what is around it keeps its order. As characters, for a sentence may stand on a page, in an attribute,
    in the subject of a mail."""
    if name.isascii() or not any(unicodedata.bidirectional(one) in _FROM_THE_RIGHT for one in name):
        return name
    return f"\u2068{name}\u2069"
