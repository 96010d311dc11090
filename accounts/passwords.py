"""One hash answers for all accounts that give the same address.

Until somebody has confirmed an address anybody may give it as theirs, and each gets in by it with their own password (see
accounts/addresses.py). To check one account after the other would take a hash for each; and whoever has just registered with
somebody's address could measure, by how long their own login takes, whether it has an owner. So whoever sets a password takes
over the salt of those who give the same address, and one hash is compared with all of theirs.

A salt makes whoever stole the table attack each account by itself (RFC 9106, 3.1). That holds as before but for these few,
who are mostly one person with two accounts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, get_hasher, make_password

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User


def hashed(password: str | None, own: str, beside: QuerySet[User]) -> str:
    """The hash to keep of `password`: with the salt of the `own` hash until now, else with that of those `beside` who give
    the same address, else with a new one. None is the password that nobody has."""
    if password is None:
        return make_password(None)
    if not is_current(own):
        own = _with_password(beside).values_list("password", flat=True).first() or ""
    return make_password(password, _salt(own) if is_current(own) else None)


def fitting(password: str, users: QuerySet[User]) -> User | None:
    """Who of `users` has this password, those who may log in before those who may not; None where nobody has.

    By one hash, also where there is nobody, and by the same two queries: the first of them gives the salt, and whoever has
    another one isn't found.
    """
    first = _with_password(users).first()
    if first and not is_current(first.password):
        # Of an older making: checked as Django does, which makes it anew.
        return first if first.check_password(password) else None
    # How long Postgres compares tells nothing: nobody can choose a password by its hash without the salt.
    found = users.filter(password=make_password(password, _salt(first.password) if first else None))
    return min(found, key=lambda user: not user.is_active, default=None)


def is_current(encoded: str) -> bool:
    """Whether a hash is of the kind, and has cost the work, that is asked for today."""
    hasher = get_hasher()
    return encoded.startswith(f"{hasher.algorithm}$") and not hasher.must_update(encoded)


def _with_password(users: QuerySet[User]) -> QuerySet[User]:
    return users.exclude(password="").exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)


def _salt(encoded: str) -> str:
    salt: str = get_hasher().decode(encoded)["salt"]
    return salt
