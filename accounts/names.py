"""What a reader may be called: letters of any one script, never an address, never what only the house is called.

A space can't stand in a name: @name in a comment must end somewhere.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts import letters, readings
from accounts.characters import INVISIBLE, MOST_MARKS, is_mark, without_heaps
from accounts.names_of_house import is_of_house

SHORTEST, LONGEST = 3, 30
_SIGNS = "._-"
_SIGN = re.compile("[._-]")
# Arabic writes them or leaves them out, of the same word.
_VOWELS = re.compile("[\u064b-\u0652\u0670]")


def cleaned_name(typed: str, *, of_house: bool = False) -> str:
    """The name in Unicode's composed form. Raises ValidationError with the sentence for whoever typed it. `of_house` may be
    called as the house is."""
    # Composed first, so that letters that look the same are the same letters.
    name = unicodedata.normalize("NFKC", typed).strip()
    _refuse_form(name)
    _refuse_letters(name)
    if not of_house and is_of_house(name):
        raise ValidationError(_("This name is kept for the house. Choose another."), code="reserved")
    return name


def _refuse_form(name: str) -> None:
    if not SHORTEST <= len(name) <= LONGEST:
        raise ValidationError(
            _("A name has %(shortest)d to %(longest)d characters."),
            code="length",
            params={"shortest": SHORTEST, "longest": LONGEST},
        )
    if "@" in name:
        raise ValidationError(_("Names are public, so an email address can't be one."), code="address")
    if INVISIBLE.search(name):
        raise ValidationError(
            _("There is a character in it that nobody sees. Type the name by hand."), code="invisible"
        )
    if not all(letters.is_letter(one) or one in _SIGNS for one in name):
        raise ValidationError(
            _("A name has letters and digits, and between them dots, hyphens and underscores."),
            code="letters",
        )
    if not any(map(str.isalpha, name)):
        raise ValidationError(_("A name has at least one letter: digits alone are none."), code="no_letter")
    if {name[0], name[-1]} & set(_SIGNS) or re.search(r"[._-]{2}", name):
        raise ValidationError(
            _("Dots, hyphens and underscores stand one by one between letters, not at an end."), code="signs"
        )


def _refuse_letters(name: str) -> None:
    parts = _SIGN.split(name)
    if any(is_mark(part[0]) for part in parts) or without_heaps(name) != name:
        raise ValidationError(
            _("At most %(most)d marks stand on one letter, and none without one."),
            code="marks",
            params={"most": MOST_MARKS},
        )
    clash = letters.clash("".join(parts))
    if clash:
        # Set apart from the direction of the sentence (U+2068 to U+2069).
        one, other = (f"\u2068{letter}\u2069" for letter in clash)
        raise ValidationError(
            _(
                "“%(one)s” and “%(other)s” are of different scripts. A name keeps to one, or it could look like another's."
            ),
            code="scripts",
            params={"one": one, "other": other},
        )


def looks(name: str) -> list[str]:
    """One to eight; names of which one is the same look the same. None of them tells the name: they outlive the account, and
    what is added to them must leave those that there were, which nobody can reckon anew by then."""
    plain = _VOWELS.sub("", unicodedata.normalize("NFKC", name))
    # Signs are no difference: “nellie-brook” is taken for “NellieBrook”, as it is read aloud.
    shown = {_SIGN.sub("", one) for one in letters.skeletons(plain)}
    shown |= {readings.with_w(one) for one in shown}
    if small_d := readings.small_d(_SIGN.sub("", plain)):
        shown.add(f"small d {small_d}")
    return sorted(map(_untold, shown | set(map(readings.with_strokes, shown))))


def byline_looks(name: str) -> list[str]:
    """The same of what it says at a glance, for what must not be taken for the name over an article: that may have spaces
    and any signs, so that “Zoë O'Hara” and “zoe_ohara” have one look. It is none of `looks`."""
    return sorted(_untold(f"byline {one}") for one in readings.at_a_glance(name) if one)


def _untold(look: str) -> str:
    return blake2b(look.encode(), digest_size=16).hexdigest()
