"""What was typed into the search, understood as on the web: all words, "a phrase", -without, this or that.

Whatever is typed is understood somehow, nothing is refused; what is longer than MAX_LENGTH or has more than MAX_TERMS terms, or
words in one, is cut, so that no query costs much.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from django.contrib.postgres.search import SearchQuery

from articles.folding import folded, is_cjk, words

# Longer than any headline.
MAX_LENGTH = 200
MAX_TERMS = 12
# The text search configuration that articles/migrations/0011_search.py makes: English stems, and no word left out.
CONFIG = "portal"
# In nearly every text, so that they tell nothing; those of Lucene's list. Between quotes, or alone, they count.
_EMPTY = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "but",
        "by",
        "for",
        "if",
        "in",
        "into",
        "is",
        "it",
        "no",
        "not",
        "of",
        "on",
        "or",
        "such",
        "that",
        "the",
        "their",
        "then",
        "there",
        "these",
        "they",
        "this",
        "to",
        "was",
        "will",
        "with",
    ]
)
_QUOTES = re.compile("[“”„‟«»〝〞「」『』]")
_NEXT_TO = re.compile(r" <(?:-|\d+)> ")
_TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
# Where a reader of Japanese would set a space: between kanji, katakana and all else, and in a row of kanji after each two, as
# most of its words have.
_KANJI = "[\u3005-\u3007\u3400-\u9fff]"
_PART = re.compile(f"{_KANJI}{{2}}(?={_KANJI}{{2}})|{_KANJI}{{2,3}}|[\u30a1-\u30ff]{{2,}}")


@dataclass(frozen=True)
class Term:
    """Folded words that stand next to each other. `either` joins it to the term before by "or"."""

    words: tuple[str, ...]
    quoted: bool = False
    without: bool = False
    either: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.quoted and len(self.words) == 1 and self.words[0] in _EMPTY

    @property
    def expression(self) -> str:
        """In the language of to_tsquery. The vector has a lone letter before and after the pairs of each run of CJK; of a run of
        one letter that is all it has, and what comes next follows the second of them at once."""
        parts = [_expression(self.words[0])]
        for before, word in pairwise(self.words):
            has_letter_after = is_cjk(before) and len(before) > 1
            parts += [f"<{1 + has_letter_after + is_cjk(word)}>", _expression(word)]
        whole = f"({' '.join(parts)})"
        return f"!{whole}" if self.without else whole

    @property
    def loose(self) -> str:
        """The same wherever in the text the words stand, which the index tells by itself; empty where that says nothing."""
        anywhere = _NEXT_TO.sub(" & ", self.expression)
        return "" if self.without and anywhere != self.expression else anywhere

    def __str__(self) -> str:
        said = " ".join(self.words)
        marked = f'"{said}"' if self.quoted or len(self.words) > 1 else said
        return f"{'or ' if self.either else ''}{'-' if self.without else ''}{marked}"


def _expression(word: str) -> str:
    # Letters and digits only, by `folding.words`: nothing that a quote would have to be kept from.
    if not is_cjk(word):
        return f"'{word}'"
    if len(word) == 1:
        return f"'{word}':*"
    return " <-> ".join(f"'{first}{second}'" for first, second in pairwise(word))


@dataclass(frozen=True)
class Query:
    terms: tuple[Term, ...] = field(default=())

    @classmethod
    def of(cls, typed: str) -> Query:
        """What `typed` asks for."""
        text = _QUOTES.sub('"', typed[:MAX_LENGTH]).replace("−", "-").replace("－", "-")
        terms: list[Term] = []
        either = False
        for found in _TERM.finditer(folded(text)[:MAX_LENGTH]):
            if found["word"] in ("or", "|") and not found["minus"]:
                either = bool(terms) and not terms[-1].without
                continue
            quoted = found["phrase"] is not None
            asked = tuple(words(found["phrase"] or found["word"] or "")[:MAX_TERMS])
            if asked:
                terms.append(Term(asked, quoted, bool(found["minus"]), either and not found["minus"]))
                either = False
        telling = [term for term in terms if not term.is_empty]
        return cls(tuple((telling if any(not term.without for term in telling) else terms)[:MAX_TERMS]))

    @property
    def wanted(self) -> list[Term]:
        """The terms that may stand in what is found."""
        return [term for term in self.terms if not term.without]

    def __bool__(self) -> bool:
        """Whether it asks for anything; what is only to be left out finds nothing."""
        return bool(self.wanted)

    def __str__(self) -> str:
        return " ".join(map(str, self.terms))

    @property
    def search(self) -> SearchQuery:
        """For `filter(search=…)` on a vector of CONFIG."""
        return self._search([term.expression for term in self.terms])

    @property
    def loose(self) -> SearchQuery:
        """The same wherever the words stand: finds all that `search` finds, and at little cost even what every text has."""
        return self._search([term.loose for term in self.terms])

    @property
    def is_loose(self) -> bool:
        """Whether `loose` and `search` are the same."""
        return all(term.loose == term.expression for term in self.terms)

    def _search(self, expressions: list[str]) -> SearchQuery:
        """ "Or" binds closer than "and", as on the web."""
        groups: list[list[str]] = []
        for term, expression in zip(self.terms, expressions, strict=True):
            if term.either and groups:
                groups[-1].append(expression)
            elif expression:
                groups.append([expression])
        value = " & ".join(f"({' | '.join(group)})" for group in groups)
        return SearchQuery(value, config=CONFIG, search_type="raw")

    def with_words(self, others: dict[str, str]) -> Query:
        """The same with other words in place of some, but for what is quoted or left out."""
        return Query(
            tuple(
                term
                if term.quoted or term.without
                else replace(term, words=tuple(others.get(word, word) for word in term.words))
                for term in self.terms
            )
        )

    def loosened(self) -> Query:
        """The same with the kanji and katakana of each Japanese sentence as words that may stand apart."""
        terms: list[Term] = []
        for term in self.terms:
            parts = [
                part for word in term.words for part in (_PART.findall(word) if is_cjk(word) else [word])
            ]
            if term.quoted or term.without or len(parts) < 2 or not any(map(is_cjk, term.words)):
                terms.append(term)
            else:
                terms += [
                    replace(term, words=(part,), either=term.either and n == 0)
                    for n, part in enumerate(parts)
                ]
        return Query(tuple(terms[:MAX_TERMS]))
