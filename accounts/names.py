"""What a reader may be called: letters of any script, never an address, never a role of the house."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST, LONGEST = 3, 30
# Who bears one of these would be taken to speak for the paper.
RESERVED = frozenset(
    [
        "admin",
        "administrator",
        "anonymous",
        "editor",
        "editors",
        "help",
        "info",
        "mail",
        "moderator",
        "moderators",
        "news",
        "newsroom",
        "office",
        "root",
        "security",
        "staff",
        "support",
        "system",
        "webmaster",
    ]
)
_FORM = re.compile(r"[\w][\w.-]*[\w]")


def cleaned_name(typed: str) -> str:
    """The name in Unicode's composed form. Raises ValidationError with the sentence for whoever typed it."""
    # Composed first, so that letters that look the same are the same letters.
    name = unicodedata.normalize("NFKC", typed).strip()
    if not SHORTEST <= len(name) <= LONGEST:
        raise ValidationError(
            _("A name has %(shortest)d to %(longest)d characters."),
            params={"shortest": SHORTEST, "longest": LONGEST},
        )
    if "@" in name:
        raise ValidationError(_("Names are public, so an email address can't be one."))
    if not _FORM.fullmatch(name):
        raise ValidationError(
            _("A name has letters and digits, and between them dots, hyphens and underscores.")
        )
    if name.casefold() in RESERVED:
        raise ValidationError(_("This name is kept for the house. Choose another."))
    return name
