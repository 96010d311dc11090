"""Words as the search compares them: without accents, width and case; and Japanese, Chinese and Korean, which stand without
spaces, as the pairs of their letters.

The database folds what is written (`search_folded`, `search_words` in articles/migrations/0011_search.py), this what is
looked for and marked. A test holds the two together.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from typing import NamedTuple

# Letters of writing without spaces: kana, the signs that repeat and lengthen, Chinese characters, Hangul.
CJK = "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
_ACCENTS = re.compile("[\u0300-\u036f]")
# What no decomposition takes apart.
_OTHERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ς": "σ"}
)
_WORD = re.compile(f"[{CJK}]+|[^\\W_{CJK}]+")
# A letter with the marks that belong to it, so that both can be folded as one.
_CLUSTER = re.compile(".[\u0300-\u036f\u3099\u309a\uff9e\uff9f]*", re.DOTALL)
_INLINE = re.compile(r"</?(?:a|em|strong|code|sub|sup)(?:\s[^>]*)?>")
_TAG = re.compile(r"<[^>]*>")


def folded(text: str) -> str:
    """`text` in small letters of usual width without accents: "Ｃａｆé" is "cafe", "ﾌｪﾘｰ" is "フェリー"."""
    if text.isascii():
        return text.lower()
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text).lower()).translate(_OTHERS)
    return unicodedata.normalize("NFKC", bare)


def words(text: str) -> list[str]:
    """The words of a folded text, in order; what stands without spaces is one word as far as it goes."""
    return _WORD.findall(text)


def is_cjk(word: str) -> bool:
    return re.match(f"[{CJK}]", word) is not None


def told(html: str) -> str:
    """What clean HTML says."""
    return unescape(_TAG.sub(" ", _INLINE.sub("", html)))


class Folded(NamedTuple):
    """A folded text, and for each of its letters and its end where that is in the text as written."""

    text: str
    places: range | list[int]

    @classmethod
    def of(cls, text: str) -> Folded:
        whole = folded(text)
        if len(whole) == len(text):
            # Letter by letter, as nearly all texts are.
            return cls(whole, range(len(text) + 1))
        pieces, places = [], []
        for cluster in _CLUSTER.finditer(text):
            pieces.append(folded(cluster[0]))
            places += [cluster.start()] * len(pieces[-1])
        return cls("".join(pieces), [*places, len(text)])
