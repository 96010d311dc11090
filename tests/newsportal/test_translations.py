"""The Japanese catalogue is complete: each sentence of code and templates has its own, with the same places to fill and tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import allauth
import django
import pytest
from babel.messages import Message

from newsportal import catalogue

PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?[a-z][^>]*>")
# Japanese counts the hours to 24 and months by number; the code offers both.
TIMES = {
    "%(month)s %(day)s, %(year)s  %(hour12)s:%(minute)s %(half)s %(zone)s",
    "%(hour12)s:%(minute)s %(half)s %(zone)s",
    "%(hour12)s:%(minute)s:%(second)s %(half)s %(zone)s",
}
BORROWED = "newsportal/borrowed_words.py"
DJANGO, ALLAUTH = (Path(package.__file__).parent for package in (django, allauth))
BORROWED_FROM = [
    DJANGO / "db/models/fields/__init__.py",
    DJANGO / "contrib/admin/options.py",
    DJANGO / "contrib/admin/templates/admin/date_hierarchy.html",
    DJANGO / "conf/locale/en/LC_MESSAGES/django.po",
    DJANGO / "contrib/auth/locale/en/LC_MESSAGES/django.po",
    ALLAUTH / "locale/ja/LC_MESSAGES/django.po",
]
LANGUAGES = pytest.mark.parametrize("language", catalogue.LANGUAGES)


def pairs(language: str) -> Iterator[tuple[Message, str, str]]:
    """(message, English, translation) of everything that is written; of what is counted the plural."""
    for message in catalogue.kept(language):
        if message.id:
            english = message.id[-1] if isinstance(message.id, tuple) else message.id
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            for form in forms:
                yield message, english, form


@LANGUAGES
def test_no_sentence_is_missing(language: str) -> None:
    missing = [f"{message.id!r} in {message.locations[0][0]}" for message in catalogue.missing(language)]
    assert not missing, "\n".join(["make messages, then translate in locale/:", *missing])


@LANGUAGES
def test_nothing_is_guessed_and_nothing_kept_that_nobody_says(language: str) -> None:
    kept, found = catalogue.kept(language), catalogue.found(language)
    assert not [message.id for message in kept if message.id and message.fuzzy]
    assert not kept.obsolete
    gone = [m.id for m in kept if m.id and found.get(m.id, m.context) is None]
    assert not gone, "make messages takes them out"


@LANGUAGES
def test_a_translation_fills_the_same_places_and_opens_the_same_tags(language: str) -> None:
    wrong = [
        f"{english!r}: {form!r}"
        for _message, english, form in pairs(language)
        if set(PLACES.findall(english)) != set(PLACES.findall(form)) and english not in TIMES
    ]
    assert not wrong, "\n".join(wrong)


@LANGUAGES
def test_a_translation_keeps_what_its_neighbours_rely_on(language: str) -> None:
    """A space at the end and the number of lines: a word follows, or a mail goes on."""
    wrong = [
        f"{english!r}: {form!r}"
        for _message, english, form in pairs(language)
        if edges(english) != edges(form) and english != ", "
    ]
    assert not wrong, "\n".join(wrong)


def edges(sentence: str) -> tuple[bool, bool, int]:
    return sentence[:1].isspace(), sentence[-1:].isspace(), sentence.count("\n")


def test_the_japanese_is_japanese() -> None:
    """What was left in English by mistake has no Japanese letter in it, and no letter needs it less than a sentence."""
    letters = re.compile("[\u3041-\u30ff\u3400-\u9fff]")
    left = [
        form
        for _message, english, form in pairs("ja")
        if not letters.search(form) and re.search("[A-Za-z]{2}", PLACES.sub("", english))
        if english not in TIMES and english not in ("By {}", "By {} and {}")
    ]
    assert not left


def test_what_is_borrowed_is_still_said_by_those_who_say_it() -> None:
    """A sentence that they word anew would silently be in their Japanese again, or in English."""
    theirs = "".join(path.read_text() for path in BORROWED_FROM)
    # As a template and as a catalogue write it.
    theirs = re.sub(r"{{ ?(\w+) ?}}", r"%(\1)s", theirs).replace('"\n"', "")
    ours = [m.id for m in catalogue.found("ja") if m.id and borrowed(m)]
    assert ours
    assert [words for words in ours if (words[0] if isinstance(words, tuple) else words) not in theirs] == []


def borrowed(message: Message) -> bool:
    return BORROWED in {file for file, _line in message.locations}
