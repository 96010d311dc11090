"""Words as a reader sees them, however they were typed: full width, letters of another script that look the same, marks and
characters that nobody sees, s.p.a.m, sp4m, spaaam.

A word is read as it stands, and in further ways where it is disguised. To be sure that none is taken for another, a disguise
must be one: "he'll", "pen.is", "año", "A55" and "good" read as nothing but what they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

from accounts.characters import INVISIBLE
from accounts.letters import look_of

# Marks that belong to letters of their own, as Indian vowels; without them in a text a word is simpler to find.
_MARKS = "\u0900-\u0963\u0966-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_MARK = re.compile(f"[{_MARKS}]")
_WORD = re.compile(r"[^\W_]+")
_MARKED_WORD = re.compile(f"(?:[^\\W_]|[{_MARKS}])+")
# Written without spaces: what is listed may begin and end anywhere in them.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_MARKS_IN_UNSPACED = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3\u3099\u309a"
)
UNSPACED = re.compile(f"[{_UNSPACED}]")

_FULL_WIDTH = re.compile("[\uff01-\uff5e]")
_OTHER_SPACE = re.compile(r"[^\S ]")
# Accents that make no letter of their own, lines through letters and what encloses them (Unicode, Combining Diacritical Marks);
# the points of Hebrew and Arabic, which most leave out, and the line that makes an Arabic word longer.
_OVERLAID = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
)
# Letters as symbols that Unicode takes for no letters: in dark circles and squares, and the halves of flags.
_BADGE = re.compile("[\U0001f150-\U0001f169\U0001f170-\U0001f189\U0001f1e6-\U0001f1ff]")
_BADGES = {
    start + number: chr(ord("a") + number) for start in (0x1F150, 0x1F170, 0x1F1E6) for number in range(26)
}

# Short pieces with signs between them, but not the apostrophe of "he'll"; and letters that stand alone in a row. Nothing here
# goes back over what it has read, so that no text takes long.
_PIECES = re.compile(r"(?<![^\W_])[^\W_]{1,4}+(?:(?:[^\w\s'’]|_){1,3}+[^\W_]{1,4}+)++(?![^\W_])")
_LETTERS_APART = re.compile(r"(?<!\w)[^\W_](?:[^\w'’]{1,3}+[^\W_](?!\w)){2,}+")
_NO_LETTERS = re.compile(r"[\W_]+")
_WITH_SIGNS = re.compile(r"(?<![\w@$!|+])[^\W\d_]*+[@$!|+\d][\w@$!|+]*+")
# What can stand for letters of a word with spaces around it: two such beside each other.
_TWO_SPACED = re.compile(f"[^{_UNSPACED}]{{2}}")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_SIGNS = "@$!|+0134578"
_SIGNS_READ = (str.maketrans(_SIGNS, "asiitoieastb"), str.maketrans(_SIGNS, "asllto" + "leastb"))
_RUN = re.compile(r"([^\W\d_])\1+")
_LONG_RUN = re.compile(r"([^\W\d_])\1{2,}")
_RUNS = re.compile(r"([^\W\d_])\1(?:\1|\w*?([^\W\d_])\2)")
_APART_IN_UNSPACED = re.compile(
    f"(?<={UNSPACED.pattern})[^\\w\\n{_MARKS_IN_UNSPACED}。、！？!?「」『』（）()…]{{1,2}}(?={UNSPACED.pattern})"
)


# One rule after the other asks it of the same text.
@lru_cache(maxsize=4)
def fold(text: str) -> str:
    """`text` without what makes no difference to who reads it: case, full width, invisible characters, lines through letters.
    White space becomes one space a character."""
    text = _OTHER_SPACE.sub(" ", text)
    if text.isascii():
        return text.lower()
    if _BADGE.search(text):
        text = text.translate(_BADGES)
    text = _normal(INVISIBLE.sub("", _FULL_WIDTH.sub(_half_width, text))).casefold()
    return _OVERLAID.sub("", _normal(text))


def _normal(text: str) -> str:
    """NFKC, for a tenth of the time where it is so already: as Japanese is, once its signs are in half width."""
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def _half_width(found: re.Match[str]) -> str:
    return chr(ord(found.group()) - 0xFEE0)


def word_in(folded: str) -> re.Pattern[str]:
    """What finds the words of `folded`: letters, digits and the marks that belong to them."""
    return _WORD if folded.isascii() or not _MARK.search(folded) else _MARKED_WORD


def close_up(folded: str) -> str:
    """Japanese and the like without the signs that keep its letters apart, as in 死.ね."""
    return _APART_IN_UNSPACED.sub("", folded)


def disguised(folded: str, words: set[str]) -> dict[str, set[str]]:
    """How else parts of `folded` can be read than they stand: each reading with these parts. `words` are its words."""
    read: dict[str, set[str]] = defaultdict(set)
    ways = [*_joined(folded), *_signs(folded), *_runs(words)]
    if not folded.isascii():
        ways += _look_alikes(words)
    for part, reading in ways:
        read[reading].add(part)
    # Disguised twice: s.p.4.m, s.p.a.a.a.m, 5paaam.
    for again in (lambda: _signs(" ".join(read)), lambda: _runs(set(read))):
        for once, reading in list(again()):
            read[reading] |= read.get(once, set())
    return read


def _joined(folded: str) -> Iterator[tuple[str, str]]:
    """s.p.a.m, sp*am, s p a m; not "pen.is" or "he/she", whose pieces are words of their own."""
    for found in _PIECES.finditer(folded):
        pieces = _NO_LETTERS.split(found.group())
        if sum(map(len, pieces)) <= 2 * len(pieces):
            yield found.group(), "".join(pieces)
    for found in _LETTERS_APART.finditer(folded):
        yield found.group(), _NO_LETTERS.sub("", found.group())


def _signs(folded: str) -> Iterator[tuple[str, str]]:
    """sp4m and $pam. Digits must not be more than the letters: a road called A55 is none; nor is the sign at the end of a Japanese
    sentence, which another follows at once."""
    for found in _WITH_SIGNS.finditer(folded):
        typed = found.group().rstrip("!")
        letters, digits = sum(map(str.isalpha, typed)), sum(map(str.isdigit, typed))
        if _ORDINAL.fullmatch(typed) or letters in (0, len(typed)) or not _TWO_SPACED.search(typed):
            continue
        if digits <= letters and len(typed) - digits > 1:
            yield from ((typed, typed.translate(table)) for table in _SIGNS_READ)


def _runs(words: set[str]) -> Iterator[tuple[str, str]]:
    """spaaam and ssppaam. Two of a letter once are another word, "good"; three are none in any language that we know of."""
    # Japanese doubles letters in words of all kinds.
    lines = "\n".join(word for word in words if word.isascii() or not UNSPACED.search(word)) + "\n"
    found = _RUNS.search(lines)
    while found:
        start, end = lines.rfind("\n", 0, found.start()) + 1, lines.index("\n", found.end())
        word = lines[start:end]
        if _LONG_RUN.search(word):
            yield word, _LONG_RUN.sub(r"\1\1", word)
            yield word, _LONG_RUN.sub(r"\1", word)
        if len(_RUN.findall(word)) > 1:
            yield word, _RUN.sub(r"\1", word)
        found = _RUNS.search(lines, end)


def _look_alikes(words: set[str]) -> Iterator[tuple[str, str]]:
    """Latin letters for those of other scripts that look like them. A word all of whose letters do so is taken for a word of its
    own script where other such words stand beside it: Russian "сор" is no "cop"."""
    whole, is_genuine = [], False
    for word in words:
        if word.isascii() or UNSPACED.search(word):
            continue
        reading = word.translate(_latin())
        is_mixed = any("a" <= letter <= "z" for letter in word)
        if reading.isascii() and is_mixed:
            yield word, reading
        elif reading.isascii():
            whole.append((word, reading))
        else:
            is_genuine = is_genuine or not is_mixed
    if not is_genuine:
        yield from whole


@cache
def _latin() -> dict[int, str]:
    """Which small Latin letter a small letter of another script looks like (Unicode UTS #39), be it only as capitals, as В."""
    looks = {look_of(letter): letter for letter in "abcdefghijklmnopqrstuvwxyz"}
    capitals = {look_of(letter): letter.lower() for letter in "ABCDEFGHJKLMNOPQRSTUVWXYZ"}
    # What names can't hold, so that accounts/letters.json lacks it.
    found = dict(zip(map(ord, "ԁԛԝɑɡıɩӏոօսցհյʀᴀᴄᴅᴇᴏᴘѕᴛᴜᴠᴡᴢ"), "dqwagiilnougnjracdeopstuvwz", strict=True))
    for code in (*range(0x100, 0x530), *range(0x1D00, 0x1D80)):
        letter = chr(code)
        latin = looks.get(look_of(letter)) or capitals.get(look_of(letter.upper()))
        if latin and letter.isalpha():
            found.setdefault(code, latin)
    return found
