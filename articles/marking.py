"""Marks what a search has found, in the headline and in a piece of the text: ours, as that of Postgres folds no accents and
knows no pairs of letters.

Whatever is marked is text and escaped piece by piece, so that neither a headline nor a comment can bring HTML along.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from django.db import connection
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.folding import CJK, Folded, folded, is_cjk, words
from articles.search_query import Query

# How many letters a piece has, half as many where most are Japanese; and how many stand before what was found.
PIECE, BEFORE = 220, 60
# So much of a text is looked through for the best piece, and so many places in it.
MOST_TEXT, MOST_PLACES = 20_000, 100
_LETTER = f"[^\\W_{CJK}]"
_SAME_STEM = """
    SELECT word FROM unnest(%s::text[]) AS word
     WHERE ts_lexize('portal_english', word) && (
           SELECT array_agg(stem) FROM unnest(%s::text[]) AS asked, unnest(ts_lexize('portal_english', asked)) AS stem)
"""


@dataclass(frozen=True)
class Marks:
    """What to mark, in folded letters; None marks nothing."""

    pattern: re.Pattern[str] | None

    @classmethod
    def of(cls, query: Query, texts: Iterable[str]) -> Marks:
        """What `query` finds in these texts: the words that it names and those of the same stem, in one query."""
        runs = {term.words for term in query.wanted if len(term.words) > 1 and any(map(is_cjk, term.words))}
        asked = {word for term in query.wanted for word in term.words if term.words not in runs}
        pairs, latin = {word for word in asked if is_cjk(word)}, {word for word in asked if not is_cjk(word)}
        parts = sorted([*map(_as_run, runs), *map(re.escape, pairs)], key=len, reverse=True)
        if latin:
            same = "|".join(sorted(_of_same_stem(latin, texts) | latin, key=len, reverse=True))
            parts.append(f"(?<!{_LETTER})(?:{same})(?!{_LETTER})")
        return cls(re.compile("|".join(parts)) if parts else None)

    def whole(self, text: str) -> SafeString:
        """All of `text`, marked."""
        pieces, last = [], 0
        for start, end in self._places(text):
            pieces.append((text[last:start], text[start:end]))
            last = end
        return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), text[last:])

    def piece(self, text: str) -> SafeString | None:
        """The piece of `text` that has most of what was found, marked; None where nothing is in it."""
        text = " ".join(text[:MOST_TEXT].split())
        places = list(self._places(text))[:MOST_PLACES]
        if not places:
            return None
        length = PIECE // 2 if is_cjk(text[places[0][0]]) else PIECE
        best = max(range(len(places)), key=lambda n: _variety(text, places[n:], length - BEFORE))
        start = _begin(text, places[best][0], min(BEFORE, length // 3))
        end = _end(text, start + length, places[best][1])
        before, after = "… " if start else "", " …" if end < len(text) else ""
        return format_html("{}{}{}", before, self.whole(text[start:end].strip()), after)

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        if self.pattern is None:
            return
        own = Folded.of(text)
        for found in self.pattern.finditer(own.text):
            yield own.places[found.start()], own.places[found.end()]


def _as_run(run: tuple[str, ...]) -> str:
    """A date, say: its numbers and signs say something only together."""
    before = "" if is_cjk(run[0]) else f"(?<!{_LETTER})"
    after = "" if is_cjk(run[-1]) else f"(?!{_LETTER})"
    return before + "[\\W_]*".join(map(re.escape, run)) + after


def _of_same_stem(asked: set[str], texts: Iterable[str]) -> set[str]:
    # A stem keeps the first two letters of its words.
    begins = tuple({word[:2] for word in asked})
    near = {word for text in texts for word in words(folded(text[:MOST_TEXT])) if word.startswith(begins)}
    with connection.cursor() as cursor:
        cursor.execute(_SAME_STEM, [list(near), list(asked)])
        return {word for (word,) in cursor}


def _variety(text: str, places: list[tuple[int, int]], length: int) -> int:
    """How many different words are marked within `length` letters from the first of `places` on."""
    near = takewhile(lambda place: place[0] < places[0][0] + length, places)
    return len({folded(text[start:end])[:4] for start, end in near})


def _begin(text: str, place: int, before: int) -> int:
    """Where a piece begins that shows `place`: at a word or after a sentence, if one is near."""
    if place <= before:
        return 0
    found = re.compile(r"[\s、。]+").search(text, place - before, place)
    return found.end() if found else place - before


def _end(text: str, end: int, least: int) -> int:
    if end >= len(text):
        return len(text)
    found = max(text.rfind(sign, least, end) for sign in " 、。")
    return found if found > least else max(end, least)
