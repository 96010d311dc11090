"""@name in a comment: where one stands in a text, and who is meant by it.

Names are of any script and may hold dots, hyphens and underscores. Where a script sets no space between words a name can't
tell by itself where it ends ("@田中太郎さん"), so the longest one that somebody bears is meant.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

from django.db import connection

from accounts.names import LONGEST, SHORTEST

# Enough to call a round together, too few to bother half the readers.
MOST = 10
# Different names looked up for one text; a longer list is no conversation.
_MOST_LOOKED_UP = 50
_SIGNS = "._-"


# Who bears a name comes last, and so takes the place of who bore it.
_BEARERS = """
    WITH given AS (SELECT name, lower(name) AS lower FROM unnest(%s::text[]) AS given (name))
    SELECT given.name, u.id, u.username, 1 AS turn
      FROM given JOIN accounts_name n ON lower(n.name) = given.lower JOIN accounts_user u ON u.id = n.bearer_id
     WHERE u.is_active AND NOT u.is_stand_in
    UNION ALL
    SELECT given.name, u.id, u.username, 2 FROM given JOIN accounts_user u ON lower(u.username) = given.lower
     WHERE u.is_active AND NOT u.is_stand_in
     ORDER BY turn
"""


class Person(NamedTuple):
    """A reader who can be mentioned."""

    pk: int
    name: str

    @property
    def address(self) -> str:
        return f"/users/{quote(self.name)}/"


class People:
    """Those whom a text may mention, found in one query; in none where no @ stands before what could be a name."""

    def __init__(self, source: str) -> None:
        names: dict[str, None] = {}
        for run in list(dict.fromkeys(_runs(source)))[:_MOST_LOOKED_UP]:
            names |= dict.fromkeys(name for name, _length in _names(run))
        self._people = _find(list(names)) if names else {}

    def at(self, text: str, place: int) -> tuple[Person, int] | None:
        """Who is mentioned by the @ at `place`, and how many characters after it are their name."""
        run = _run(text, place) if self._people else ""
        return next(
            ((self._people[name], length) for name, length in _names(run) if name in self._people), None
        )


def _find(names: list[str]) -> dict[str, Person]:
    """By the name that they bear, or else by one that they bore: others still call them so, and it is nobody else's. Names
    are compared as the database compares them when one registers."""
    with connection.cursor() as cursor:
        cursor.execute(_BEARERS, [names])
        return {name: Person(pk, username) for name, pk, username, _turn in cursor.fetchall()}


def _runs(source: str) -> Iterator[str]:
    """What could be a name after each @ of `source`."""
    place = source.find("@")
    while place >= 0:
        run = _run(source, place)
        if run:
            yield run
        place = source.find("@", place + 1)


def _run(text: str, place: int) -> str:
    """The characters after the @ at `place` that could be a name; none in an address, of mail or of any network."""
    before = text[place - 1] if place else " "
    if before in "/@" or (before.isalnum() and not _needs_no_space(before)):
        return ""
    end = place + 1
    # Typed in decomposed form a name has more characters than it counts.
    while end < min(len(text), place + 1 + 3 * LONGEST) and (_is_letter(text[end]) or text[end] in _SIGNS):
        end += 1
    return "" if text[end : end + 1] == "@" else text[place + 1 : end]


def _names(run: str) -> Iterator[tuple[str, int]]:
    """The names that `run` may begin with, the longest first, and how many of its characters each takes."""
    for length in range(len(run), SHORTEST - 1, -1):
        rest = run[length:]
        is_whole = not rest.strip(_SIGNS) or (_needs_no_space(rest[0]) and rest[0].isalnum())
        if not is_whole or run[length - 1] in ".-":
            continue
        name = unicodedata.normalize("NFKC", run[:length])
        if SHORTEST <= len(name) <= LONGEST:
            yield name, length


def _is_letter(character: str) -> bool:
    """Whether it can stand in a name: a letter or digit, a mark on one, an underscore."""
    return character.isalnum() or character == "_" or unicodedata.category(character).startswith("M")


def _needs_no_space(character: str) -> bool:
    """Whether it is of a script that writes words without spaces: Thai, Lao, Burmese, Khmer, kana, Chinese characters."""
    return (
        "\u0e00" <= character <= "\u0eff"
        or "\u1000" <= character <= "\u109f"
        or "\u1780" <= character <= "\u17ff"
        or "\u3005" <= character <= "\u30ff"
        or "\u3400" <= character <= "\u9fff"
        or "\U00020000" <= character <= "\U0003ffff"
    )
