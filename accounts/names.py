"""What a reader may be called: letters of any one script, never an address, never what only the house is called.

A space can't stand in a name: @name in a comment must end somewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts import letters
from accounts.characters import INVISIBLE, MOST_MARKS, is_mark, without_heaps

SHORTEST, LONGEST = 3, 30
_SIGNS = "._-"
# Arabic writes them or leaves them out, of the same word.
_VOWELS = re.compile("[\u064b-\u0652\u0670]")

# Whoever bears one of these, alone or as a part set off by a sign or a capital, would be taken to speak for the paper.
_ROLES = (
    "admin",
    "administrator",
    "admins",
    "editor",
    "editorial",
    "editors",
    "mod",
    "moderation",
    "moderator",
    "moderators",
    "mods",
    "newsroom",
    "official",
    "root",
    "staff",
    "sysadmin",
    "sysop",
    "webmaster",
    "公式",
    "編集部",
    "編集者",
    "管理人",
    "管理者",
    "運営",
    "スタッフ",
    "モデレーター",
    "モデレータ",
    "编辑部",
    "管理员",
    "管理員",
    "版主",
    "관리자",
    "운영자",
    "편집자",
    "админ",
    "администратор",
    "админы",
    "модер",
    "модератор",
    "модераторы",
    "редактор",
    "редакция",
    "главред",
    "moderador",
    "moderadora",
    "modérateur",
    "moderatorin",
    "rédaction",
    "rédacteur",
    "redacción",
    "redaktion",
    "redakteur",
    "redakteurin",
)
# These only where they are the whole name: "news-junkie" speaks for nobody.
_RESERVED = (
    *_ROLES,
    "abuse",
    "anonymous",
    "contact",
    "customercare",
    "customerservice",
    "customersupport",
    "deleted",
    "deletedaccount",
    "deletedreader",
    "deleteduser",
    "editorinchief",
    "erased",
    "everybody",
    "everyone",
    "feedback",
    "formerreader",
    "formeruser",
    "help",
    "helpdesk",
    "hostmaster",
    "info",
    "mail",
    "news",
    "nobody",
    "noreply",
    "office",
    "postmaster",
    "press",
    "security",
    "support",
    "system",
    "team",
    "techsupport",
    "поддержка",
    "事務局",
    "客服",
    "編集長",
    "고객센터",
)
# Beside the word that names a paper these name it, too, or a part of it: "tidewater-news" where there is The Tidewater Post.
_OF_PAPERS = (
    *_RESERVED,
    "alerts",
    "daily",
    "desk",
    "gazette",
    "herald",
    "journal",
    "magazine",
    "media",
    "mirror",
    "newspaper",
    "online",
    "paper",
    "post",
    "radio",
    "times",
    "today",
    "tribune",
    "weekly",
)
# Digits that stand for letters when a word is to be read, not to be found; and what the skeletons make of ð, ə, ɛ and ɔ.
_RESEMBLING = str.maketrans("34578∂ǝꞓɔ", "eastbdeeo")


def cleaned_name(typed: str, *, of_house: bool = False) -> str:
    """The name in Unicode's composed form. Raises ValidationError with the sentence for whoever typed it. `of_house` may be
    called as the house is."""
    # Composed first, so that letters that look the same are the same letters.
    name = unicodedata.normalize("NFKC", typed).strip()
    _refuse_form(name)
    _refuse_letters(name)
    if not of_house and is_reserved(name):
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
    if not all(letters.is_letter(one) or one in _SIGNS for one in name) or not any(map(str.isalpha, name)):
        raise ValidationError(
            _("A name has letters and digits, and between them dots, hyphens and underscores."),
            code="letters",
        )
    if {name[0], name[-1]} & set(_SIGNS) or re.search(r"[._-]{2}", name):
        raise ValidationError(
            _("Dots, hyphens and underscores stand one by one between letters, not at an end."), code="signs"
        )


def _refuse_letters(name: str) -> None:
    parts = re.split(r"[._-]", name)
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
    """One or two; names of which one is the same look the same. None of them tells the name: they outlive the account."""
    # Signs are no difference: “nellie-brook” is taken for “NellieBrook”, as it is read aloud.
    plain = _VOWELS.sub("", unicodedata.normalize("NFKC", name))
    shown = {re.sub(r"[._-]", "", one) for one in letters.skeletons(plain)}
    return sorted(map(_untold, shown))


def byline_looks(name: str) -> list[str]:
    """The same of what it says at a glance, for what must not be taken for the name over an article: that may have spaces
    and any signs, so that “Zoë O'Hara” and “zoe_ohara” have one look. It is none of `looks`."""
    return sorted(_untold(f"byline {one}") for one in _glances(_bare(name)) if one)


def _untold(look: str) -> str:
    return blake2b(look.encode(), digest_size=16).hexdigest()


def is_reserved(name: str) -> bool:
    """Whether it says, or looks as if it said, that its bearer is of the house."""
    whole, kept = _read(name), _kept(settings.SITE_NAME, settings.SITE_OWNER)
    parts = set().union(*map(_read, _parts(name)))
    return (
        bool(parts & kept.roles or whole & kept.reserved)
        or any(site in one for site in kept.sites for one in whole)
        or any(_is_of(paper, one, kept.of_papers) for paper in kept.papers for one in whole)
    )


def _parts(name: str) -> list[str]:
    """Between signs, and before a capital: “EditorInChief” has three."""
    set_off = (f"-{two}" if one.islower() and two.isupper() else two for one, two in pairwise(f"-{name}"))
    return re.split(r"[._-]", "".join(set_off))


def _is_of(paper: str, name: str, words: set[str]) -> bool:
    return name.removeprefix(paper) in words - {name} or name.removesuffix(paper) in words - {name}


class _Kept(NamedTuple):
    """What is kept for the house, as it is read: `sites` are its names, `papers` the words in them that are its alone."""

    roles: set[str]
    reserved: set[str]
    sites: set[str]
    papers: set[str]
    of_papers: set[str]


@cache
def _kept(*sites: str) -> _Kept:
    names = _read_all(re.sub(r"^the\s+", "", site, flags=re.IGNORECASE) for site in sites)
    of_papers = _read_all(_OF_PAPERS)
    words = _read_all(word for site in sites for word in site.split()) - of_papers - _read_all(["the"])
    # What is shorter would be found in names that have nothing to do with the site.
    long_ones, papers = ({word for word in found if len(word) > SHORTEST} for found in (names, words))
    return _Kept(_read_all(_ROLES), _read_all(_RESERVED) | names, long_ones, papers, of_papers)


def _read_all(names: Iterable[str]) -> set[str]:
    return set().union(*map(_read, names))


def _read(name: str) -> set[str]:
    """What one reads at a glance, also without the number at the end."""
    bare = _bare(name)
    return _glances(bare) | _glances(bare.rstrip("0123456789"))


def _bare(name: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", name) if one.isalnum())


def _glances(bare: str) -> set[str]:
    """Letters without their accents, digits as the letters that they resemble."""
    return {letters.unmarked(one).translate(_RESEMBLING).replace("l", "i") for one in letters.skeletons(bare)}
