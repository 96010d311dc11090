"""How well a password would keep an account, while it is typed: the site's own rules first, then an estimate of how many tries
somebody who knows people's habits would need (zxcvbn; Wheeler 2016, "zxcvbn: Low-Budget Password Strength Estimation")."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User

# zxcvbn's time grows with the square of the length; what stands behind these characters only makes a password better.
READ = 24
# It tries all readings of the signs that may stand for letters: of twenty different ones that takes seconds, of these a tenth of one.
SIGNS, MOST_SIGNS = frozenset("0123456789@!|$+%([{<"), 10


@dataclass(frozen=True, slots=True)
class Strength:
    """`score` from 0, which the forms refuse, to 4; `words` say it, and what is wrong with one that is refused."""

    score: int
    words: str


def judge(password: str, *, of: User) -> Strength:
    """`of` is whose it would be, as far as that is known: what resembles their name or address is no secret."""
    try:
        validate_password(password, user=of)
    except ValidationError as refusal:
        return Strength(0, " ".join(refusal.messages))
    # Its dictionaries take a tenth of a second and some megabytes, which processes that never judge don't need.
    from zxcvbn import zxcvbn

    known = [word for word in (of.username, *of.email.split("@")) if word]
    score = max(1, zxcvbn(readable(password), user_inputs=known)["score"])
    return Strength(score, _words()[score])


def readable(password: str) -> str:
    """As much of it as is judged in a moment."""
    signs: set[str] = set()
    for place, sign in enumerate(password[:READ]):
        signs |= {sign} & SIGNS
        if len(signs) > MOST_SIGNS:
            return password[:place]
    return password[:READ]


def _words() -> dict[int, str]:
    return {
        1: _("Weak: it is taken, but soon guessed. Longer is safer."),
        2: _("Fair: another word or two would make it good."),
        3: _("Good: hard to guess."),
        4: _("Strong: very hard to guess."),
    }
