"""Letters of all scripts: which may stand in a name, which script each is of, and what it looks like (Unicode UTS #39).

From letters.json, which `make letters` makes of ICU's data. No library that is kept knows all three: confusable-homoglyphs
makes no skeletons, and ICU's own Python packages bring 30 MB.
"""

from __future__ import annotations

import json
import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import NamedTuple

# Of no script of their own: ASCII digits, most accents.
_OF_ALL = frozenset({"Zyyy", "Zinh"})
# Writing that takes its letters from several scripts counts as one: Japanese, Korean, Chinese with Bopomofo (UTS #39, 5.1).
_WRITINGS = {
    "Hani": {"Hanb", "Jpan", "Kore"},
    "Hira": {"Jpan"},
    "Kana": {"Jpan"},
    "Bopo": {"Hanb"},
    "Hang": {"Kore"},
}


class _Letters(NamedTuple):
    starts: list[int]
    ends: list[int]
    scripts: list[frozenset[str]]
    prototypes: dict[int, str]


@cache
def _letters() -> _Letters:
    data = json.loads(Path(__file__).with_name("letters.json").read_text(encoding="utf-8"))
    ranges = sorted(
        (int(start, 16), int(end or start, 16), _writings(scripts.split()))
        for scripts, codes in data["scripts"].items()
        for start, _dash, end in (part.partition("-") for part in codes.split())
    )
    starts, ends, scripts = (list(column) for column in zip(*ranges, strict=True))
    return _Letters(starts, ends, scripts, {ord(one): look for one, look in data["prototypes"].items()})


def _writings(scripts: list[str]) -> frozenset[str]:
    return frozenset(scripts).union(*(_WRITINGS.get(script, ()) for script in scripts))


def scripts_of(character: str) -> frozenset[str]:
    """The scripts and writings that use it; empty for what is no letter, mark or digit that a name may have: signs, spaces,
    what can't be seen, what turns the text around, what is for private use or not assigned."""
    letters, code = _letters(), ord(character)
    place = bisect_right(letters.starts, code) - 1
    return letters.scripts[place] if place >= 0 and code <= letters.ends[place] else frozenset()


def is_letter(character: str) -> bool:
    return bool(scripts_of(character))


def clash(letters: str) -> tuple[str, str] | None:
    """The first two of `letters` that no one script has both of, or two digits of different scripts; None where all are of one
    ("single script", UTS #39, 5.2 and 5.3)."""
    common: frozenset[str] = frozenset()
    first = ""
    digits: dict[int, str] = {}
    for letter in letters:
        if letter.isdecimal():
            # By the nought of its row: Persian digits beside Arabic ones look like them.
            digits.setdefault(ord(letter) - unicodedata.decimal(letter), letter)
        scripts = scripts_of(letter)
        if scripts & _OF_ALL:
            continue
        if first and not common & scripts:
            return first, letter
        first, common = first or letter, common & scripts if common else scripts
    if len(digits) > 1:
        one, other, *_more = digits.values()
        return one, other
    return None


def skeletons(text: str) -> set[str]:
    """One or two; texts of which one is the same look the same, in some case: “раураӏ” in Cyrillic as “paypal”, “PauI” as
    “Paul” (UTS #39, 4). Two, for letters may look alike as capitals and not as small ones (В and B, в and b)."""
    return {_skeleton(_skeleton(one).casefold()) for one in (text, text.casefold())}


def unmarked(text: str) -> str:
    """`text` without accents and other marks that stand on a letter or through it: “éø” is “eo”, once `skeletons` has taken
    it apart."""
    return "".join(one for one in unicodedata.normalize("NFD", text) if unicodedata.category(one) != "Mn")


def look_of(text: str) -> str:
    """What stands for all that looks like this letter, or like these, as they are: in the case that they have."""
    return _skeleton(text)


def _skeleton(text: str) -> str:
    shown = unicodedata.normalize("NFD", text).translate(_letters().prototypes)
    return unicodedata.normalize("NFD", shown)
