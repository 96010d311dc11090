"""Plain words of a person, of some length: a note, a suggestion, a correction."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from articles.in_xml import in_xml


def storable(words: str, *, most: int, nothing: str) -> str:
    """The words as they are stored, a space for each character that no feed can hold. Raises ValidationError with `nothing` where they
    are none, and where they are more than `most`."""
    words = "" if "\x00" in words else in_xml(words.replace("\r\n", "\n"), " ").strip()
    if not words:
        raise ValidationError(nothing, code="required")
    if over := max(len(words) - most, 0):
        told = ngettext(
            "That is %(over)d character too many: say it in at most %(most)d.",
            "That is %(over)d characters too many: say it in at most %(most)d.",
            over,
        )
        raise ValidationError(told % {"over": over, "most": most}, code="long")
    return words
