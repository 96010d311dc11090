"""Names that look the same have one look, so that nobody is taken for another; all others can be had."""

from __future__ import annotations

import unicodedata

import pytest

from accounts import letters
from accounts.names import byline_looks, cleaned_name, looks
from tests.accounts.common_names import ENGLISH, JAPANESE


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Paul", "PauI"),
        ("paypal", "раураӏ"),
        ("bob", "b0b"),
        ("alice", "a1ice"),
        ("modern", "modem"),
        ("anne-b", "anne_b"),
        ("Nellie-Brook", "NellieBrook"),
        ("nellie_brook", "NellieBrook"),
        ("a.n.n.e", "Anne"),
        ("ニンジン", "二ンジン"),
        ("ada", "ADA"),
        ("Amélie", "Ame\u0301lie"),
        ("Σωκράτης", "σωκράτης"),
        ("ВОВ", "bob"),
        ("vvatson", "Watson"),
        ("EmmaVVatson", "emma-watson"),
        ("anclrew", "Andrew"),
        ("cIockwork", "dockwork"),
        ("claraVVatson", "daraWatson"),
        ("writer", "wrlter"),
        ("alice", "al1ce"),
        ("ian", "lan"),
        ("david", "clavld"),
        ("тіна", "тӏна"),
    ],
)
def test_names_that_look_the_same_have_one_look(name: str, other: str) -> None:
    assert set(looks(name)) & set(looks(other))


@pytest.mark.parametrize(
    ("name", "byline"),
    [
        ("JaneDoe", "Jane Doe"),
        ("jane_doe", "Jane Doe"),
        ("Jane-D0e", "Jane Doe"),
        ("zoe.ohara", "Zoë O'Hara"),
        ("Soren-Kjaer", "Søren Kjær"),
        ("strauss", "Strauß"),
        ("田中太郎", "田中 太郎"),
        ("JKRowling", "J. K. Rowling"),
        ("EmmaVVatson", "Emma Watson"),
        ("anclrew-hull", "Andrew Hull"),
    ],
)
def test_a_name_looks_like_a_byline_whatever_stands_between_its_words(name: str, byline: str) -> None:
    assert set(byline_looks(name)) & set(byline_looks(byline))
    assert not set(looks(name)) & set(byline_looks(byline))


@pytest.mark.parametrize(
    ("name", "byline"), [("JaneDoe2", "Jane Doe"), ("Jane", "Jane Doe"), ("由中太郎", "田中 太郎")]
)
def test_a_name_that_is_another_doesnt(name: str, byline: str) -> None:
    assert not set(byline_looks(name)) & set(byline_looks(byline))


def test_what_is_nothing_but_signs_looks_like_nothing() -> None:
    assert byline_looks("***") == byline_looks("") == []


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("田中", "由中"),
        ("Amélie", "Amelie"),
        ("reader1", "reader2"),
        ("clockwork", "Dockwork"),
        ("Clara", "dara"),
        ("Claude", "daude"),
    ],
)
def test_names_that_can_be_told_apart_have_looks_of_their_own(name: str, other: str) -> None:
    assert not set(looks(name)) & set(looks(other))


def test_of_hundreds_of_common_names_and_words_each_can_be_had() -> None:
    bearers: dict[str, str] = {}
    for name in f"{ENGLISH} {JAPANESE}".split():
        assert cleaned_name(name) == name
        for look in looks(name):
            assert bearers.setdefault(look, name) == name


def test_what_a_letter_looks_like_looks_like_itself() -> None:
    """So that comparing looks is comparing names: it would not be, had the data been cut wrongly."""
    prototypes = letters._letters().prototypes
    assert len(prototypes) > 1000
    for shown in prototypes.values():
        assert letters._skeleton(shown) == shown


def test_no_letter_is_unassigned_for_private_use_or_a_sign() -> None:
    wrong = [
        code
        for code in range(0x110000)
        if letters.is_letter(chr(code)) and unicodedata.category(chr(code))[0] not in "LMN"
    ]
    assert wrong == []
