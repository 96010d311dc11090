"""Which texts are Japanese or Korean, told by their letters. The language decides on fonts, on where a line may be broken and on
the voice that reads it out, and the page around may be in another."""

from __future__ import annotations

import re

_LATIN, _HAN = re.compile("[A-Za-z]"), re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_LETTERS = {
    "ja": re.compile("[\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff]"),
    "ko": re.compile("[\u1100-\u11ff\uac00-\ud7a3]"),
}

# What Open Graph wants of a language is that of a country, too.
LOCALES = {"en": "en_US", "ja": "ja_JP", "ko": "ko_KR"}


def told(text: str) -> str:
    """ "ja" or "ko" where its letters tell by themselves and are most of the text; otherwise empty. Chinese characters alone
    don't tell."""
    if text.isascii():
        return ""
    latin, han = len(_LATIN.findall(text)), len(_HAN.findall(text))
    for language, letters in _LETTERS.items():
        own = len(letters.findall(text))
        if own and own + han > latin:
            return language
    return ""
