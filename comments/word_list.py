"""A list of words and phrases, and which of them a text holds.

A word is matched whole ("ass" isn't in "class"), in any disguise that `disguises` sees through. `*` stands for any letters
("spam*", "*spam*", "sp*m"). Several words are a phrase, whatever stands between them. Japanese and other writing without
spaces is found anywhere; a word in katakana alone isn't found within a longer one, as バカ in バカンス.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import add

from comments.disguises import UNSPACED, close_up, disguised, fold, word_in

_KATAKANA = "[\u30a1-\u30fa\u30fc-\u30ff]"
# Signs that are typed for letters, and so many letters that a word has at least that was typed with signs around it.
_AS_LETTERS, SHORTEST = re.compile(r"[@$!|+]"), 3
# What `*` stands for in writing without spaces, where no word ends: so many letters at most.
_SOME_UNSPACED = r"\w{0,10}"


@dataclass(frozen=True, slots=True)
class Listed[Answer]:
    """A word or phrase as the editors typed it, and what they want done where it is found."""

    typed: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Found[Answer]:
    """A listed word and the `words` of the text in which it was found, in small letters and half width, with their place."""

    listed: Listed[Answer]
    words: str
    start: int
    end: int


def unsigned(word: str) -> str:
    """A word or phrase as it is looked for, without the signs around each of its parts; empty where it must not be listed: for
    without them it would be found in nearly all that is written, as "a$$" in each "a". Between Japanese letters they count."""
    if UNSPACED.search(word):
        return word
    parts = []
    for part in fold(word).split():
        start, end = 0, len(part)
        while start < end and _is_sign(part[start]):
            start += 1
        while start < end and _is_sign(part[end - 1]):
            end -= 1
        bare = part[start:end]
        if _AS_LETTERS.search(bare) or (bare != part and sum(map(str.isalnum, bare)) < SHORTEST):
            return ""
        parts.append(bare)
    return word if parts == fold(word).split() else " ".join(parts)


def _is_sign(character: str) -> bool:
    """Punctuation or a symbol, but for the one that stands for any letters."""
    return character != "*" and unicodedata.category(character)[0] in "PS"


class WordList[Answer]:
    """Made once and asked often: a text costs hardly more when thousands are listed."""

    def __init__(self, listed: Iterable[Listed[Answer]]) -> None:
        self._whole: dict[str, list[Listed[Answer]]] = defaultdict(list)
        # By the first or last two letters of it, or three where there are more before or after the *.
        self._starts: dict[str, list[_Pattern[Answer]]] = defaultdict(list)
        self._ends: dict[str, list[_Pattern[Answer]]] = defaultdict(list)
        # By a whole word of it.
        self._phrases: dict[str, list[_Pattern[Answer]]] = defaultdict(list)
        # By two of the letters.
        self._within: dict[str, list[_Pattern[Answer]]] = defaultdict(list)
        self._unspaced: dict[str, list[_Pattern[Answer]]] = defaultdict(list)
        for one in listed:
            self._add(one)

    def find(self, text: str) -> list[Found[Answer]]:
        """All that is found in `text`, in the order of the text."""
        folded = fold(text)
        words = set(word_in(folded).findall(folded))
        read = disguised(folded, words)
        found = [*self._words(words, read, folded), *self._in_phrases(words, read, folded)]
        if self._unspaced and UNSPACED.search(folded):
            found += self._in_unspaced(close_up(folded))
        return sorted(found, key=lambda one: (one.start, -one.end))

    @property
    def has_any(self) -> bool:
        """Whether anything is listed that could be found."""
        return any((self._whole, self._starts, self._ends, self._within, self._phrases, self._unspaced))

    # ------------------------------------------------------------------ making it

    def _add(self, listed: Listed[Answer]) -> None:
        folded = fold(listed.typed).strip()
        if folded.isascii() and folded.isalnum():
            self._whole[folded].append(listed)
            return
        pattern = _Pattern(listed, folded)
        if len(pattern.longest) < ("*" in folded) + 1:
            # Nothing to look for, or next to nothing.
            return
        if UNSPACED.search(folded):
            self._unspaced[pattern.longest[:2]].append(pattern)
        elif len(pattern.words) > 1 and pattern.plain_word:
            self._phrases[pattern.plain_word].append(pattern)
        else:
            self._add_word(pattern)

    def _add_word(self, pattern: _Pattern[Answer]) -> None:
        if len(pattern.words) != 1:
            return
        (word,) = pattern.words
        start, end = word.partition("*")[0], word.rpartition("*")[2]
        if "*" not in word:
            self._whole[word].append(pattern.listed)
        elif len(start) > 1:
            self._starts[start[:3]].append(pattern)
        elif len(end) > 1:
            self._ends[end[-3:]].append(pattern)
        else:
            self._within[pattern.longest[:2]].append(pattern)

    # ------------------------------------------------------------------ asking it

    def _words(self, words: set[str], read: Mapping[str, set[str]], folded: str) -> Iterator[Found[Answer]]:
        all_words = words | read.keys()
        hits = {(word, listed) for word in all_words & self._whole.keys() for listed in self._whole[word]}
        hits |= {(word, one.listed) for word, one in self._candidates(all_words) if one.word.fullmatch(word)}
        for word, listed in hits:
            for part in {word} & words | read.get(word, set()):
                for match in re.finditer(rf"(?<![^\W_]){re.escape(part)}(?![^\W_])", folded):
                    yield Found(listed, match.group(), match.start(), match.end())

    def _candidates(self, words: set[str]) -> Iterator[tuple[str, _Pattern[Answer]]]:
        """Words, beside the patterns with a * that may fit them."""
        for cut, patterns in (
            *((slice(length), self._starts) for length in (2, 3)),
            *((slice(-length, None), self._ends) for length in (2, 3)),
        ):
            for word in words if patterns else ():
                if word[cut] in patterns:
                    yield from ((word, one) for one in patterns[word[cut]])
        if self._within:
            # Words without any letter that one begins with, as Japanese beside a Latin list, needn't be looked through.
            begun = {letters[0] for letters in self._within}
            for one in _likely(self._within, "\n".join(word for word in words if not begun.isdisjoint(word))):
                yield from ((word, one) for word in words if one.longest in word)

    def _in_phrases(
        self, words: set[str], read: Mapping[str, set[str]], folded: str
    ) -> Iterator[Found[Answer]]:
        for word in (words | read.keys()) & self._phrases.keys():
            for one in self._phrases[word]:
                ways = one.anywhere if read.keys().isdisjoint(one.words) else one.disguised(read)
                for match in ways.finditer(folded):
                    yield Found(one.listed, match.group(), match.start(), match.end())

    def _in_unspaced(self, closed_up: str) -> Iterator[Found[Answer]]:
        yield from _found(_likely(self._unspaced, closed_up), closed_up)


class _Pattern[Answer]:
    """A listed phrase, a word with a *, or one in writing without spaces."""

    def __init__(self, listed: Listed[Answer], folded: str) -> None:
        self.listed = listed
        self.folded = re.sub(r"\*+", "*", folded)
        parts = (
            re.split(r"[^\w*]+|_+", self.folded)
            if word_in(folded).pattern.startswith("[")
            else folded.split()
        )
        self.words = [part for part in parts if part.strip("*")]

    @property
    def plain_word(self) -> str:
        """The longest of its words without a *; a phrase has one."""
        return max((word for word in self.words if "*" not in word), key=len, default="")

    @cached_property
    def longest(self) -> str:
        """The longest row of letters in it."""
        return max(re.split(r"[*\s]+", self.folded), key=len)

    @cached_property
    def word(self) -> re.Pattern[str]:
        """For a single word."""
        return re.compile(".*".join(map(re.escape, self.words[0].split("*"))))

    @cached_property
    def anywhere(self) -> re.Pattern[str]:
        """For a text: a phrase between the ends of words, or what is written without spaces."""
        if UNSPACED.search(self.folded):
            parts = [r"\s*".join(map(re.escape, part.split())) for part in self.folded.strip("*").split("*")]
            edges = _edge(self.folded[0], "<!"), _edge(self.folded[-1], "!")
            return re.compile(_SOME_UNSPACED.join(parts).join(edges))
        return self.disguised({})

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """Where it stands in a text without spaces. What is but a row of letters is looked for as such first: `re`, which looks
        at what stands before each letter of the text, takes twenty times as long."""
        if self.folded != self.longest:
            yield from self.anywhere.finditer(text)
            return
        at = text.find(self.longest)
        while at >= 0:
            match = self.anywhere.match(text, at)
            if match:
                yield match
            at = text.find(self.longest, at + (len(self.longest) if match else 1))

    def disguised(self, read: Mapping[str, set[str]]) -> re.Pattern[str]:
        """For a phrase in a text parts of which can be `read` otherwise than they stand."""
        words = (
            "|".join([r"[^\W_]*".join(map(re.escape, word.split("*"))), *map(re.escape, read.get(word, ()))])
            for word in self.words
        )
        return re.compile(rf"(?<![^\W_])(?:{r')[\W_]+(?:'.join(words)})(?![^\W_])")


def _edge(letter: str, kind: str) -> str:
    """Where the word ends on one side: katakana and letters of other scripts must not go on there."""
    if letter == "*":
        return ""
    if re.match(_KATAKANA, letter):
        return f"(?{kind}{_KATAKANA})"
    return "" if UNSPACED.match(letter) else rf"(?{kind}[a-z0-9])"


def _likely[Answer](patterns: dict[str, list[_Pattern[Answer]]], text: str) -> Iterator[_Pattern[Answer]]:
    """Those whose letters stand in `text`; `patterns` lie under the first two of these, or the one that there is."""
    there = {*text, *map(add, text, text[1:])}
    for letters in there & patterns.keys():
        for one in patterns[letters]:
            # The first two and the last two tell most, for less than a search through the text.
            if one.longest[-2:] in there and one.longest in text:
                yield one


def _found[Answer](patterns: Iterable[_Pattern[Answer]], text: str) -> Iterator[Found[Answer]]:
    for pattern in patterns:
        for match in pattern.matches(text):
            yield Found(pattern.listed, match.group(), match.start(), match.end())
