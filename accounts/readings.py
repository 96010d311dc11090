"""What a name says at a glance, whatever letters it is written in: “vvatson” reads as Watson, “m0derátor” as moderator."""

from __future__ import annotations

import re
import unicodedata

from accounts import letters

# Digits that stand for letters when a word is to be read, not to be found; and what the skeletons make of ð, ə, ɛ and ɔ.
_RESEMBLING = str.maketrans("34578∂ǝꞓɔ", "eastbdeeo")
# A small c and a small l that touch make a d; I and 1 pass for the l. A capital C doesn't, so that Clara isn't taken for Dara.
_D = re.compile("c[lI1]")
_W = re.compile("vv", re.IGNORECASE)

# “wrlter” is taken for “writer”: in many a type the dot is all that tells them apart. Of I, 1 and | the skeletons have made an l.
_STROKES = str.maketrans("il", "11")


def at_a_glance(text: str) -> set[str]:
    """Letters without their accents, digits as the letters that they resemble; all that is no letter or digit left out."""
    bare = bare_of(text)
    found = letters.skeletons(bare) | letters.skeletons(run_together(bare))
    return {letters.unmarked(one).translate(_RESEMBLING).replace("l", "i") for one in found}


def bare_of(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", text) if one.isalnum())


def run_together(text: str) -> str:
    """`text` with the letters that two beside each other look like."""
    return with_w(_D.sub("d", text))


def with_w(text: str) -> str:
    return _W.sub("w", text)


def with_strokes(skeleton: str) -> str:
    """What small i and l have in common."""
    return skeleton.translate(_STROKES)


def small_d(text: str) -> str | None:
    """What two names have in common of which one has a small d where the other has cl: “Andrew” and “anclrew”, in whatever case
    the other letters are. None for a name with neither; the capital D is another letter."""
    shown = letters.look_of(text)
    if "d" not in shown and "cl" not in shown:
        return None
    return with_w("".join(one if one == "D" else one.casefold() for one in _D.sub("d", shown)))
