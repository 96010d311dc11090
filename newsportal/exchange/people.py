"""The readers whom records name, and stand-ins for those whom they only count; made where they are missing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import connection

from accounts.models import Name, User

BATCH = 2000


def named(names: Iterable[str], stand_ins: frozenset[str] = frozenset()) -> dict[str, int]:
    """The user of each name. Who is missing is made without a password and an address: nobody can log in as them, and
    nobody can register their name. Those in `stand_ins` are made as stand-ins.

    A dump's names are kept to the letter, though they may break the rule that holds for new ones (accounts/names.py) or
    look like one another: what was said in them was said. Their looks are kept from all who come later."""
    wanted = sorted(set(names))
    if not wanted:
        return {}
    found = _find(wanted)
    # Somebody here may be called as a stand-in is: nothing may be said or voted in their name. No form takes a star.
    taken = {name for name in stand_ins & found.keys() if not found[name][1]}
    starred = frozenset(f"{name}*" for name in taken)
    ids = _named([name for name in wanted if name not in taken], found, stand_ins)
    if taken:
        ids |= {
            star.removesuffix("*"): pk
            for star, pk in _named(sorted(starred), _find(sorted(starred)), starred).items()
        }
    return ids


def the_same(joined: dict[str, datetime | None]) -> dict[str, int]:
    """The ids of those who are or were called so and `joined` then: the accounts that a dump tells of, and no namesakes, who have
    nothing to do with it."""
    found = {name: pk for name, (pk, _is_stand_in) in _find(sorted(joined)).items()}
    found |= Name.objects.bearers(joined.keys() - found.keys())
    began = dict(User.objects.filter(pk__in=found.values()).values_list("pk", "date_joined"))
    return {name: pk for name, pk in found.items() if joined[name] and began.get(pk) == joined[name]}


def _named(
    wanted: list[str], found: dict[str, tuple[int, bool]], stand_ins: frozenset[str]
) -> dict[str, int]:
    found = {name: found[name] for name in wanted if name in found}
    # Whoever was called so when the dump was written, and has taken another name since.
    found |= {
        name: (pk, False) for name, pk in Name.objects.bearers(set(wanted) - set(found) - stand_ins).items()
    }
    missing = [name for name in wanted if name not in found]
    if missing:
        # Two spellings of one name, or one registered at this moment, make one user: the second insert does nothing.
        User.objects.bulk_create(
            [
                User(username=name, looks=None, password=make_password(None), is_stand_in=name in stand_ins)
                for name in missing
            ],
            batch_size=BATCH,
            ignore_conflicts=True,
        )
        made = _find(missing)
        # A stand-in is nobody: who is called reader1 may be so, though one is called reader-1.
        Name.objects.claim({pk: name for name, (pk, is_stand_in) in made.items() if not is_stand_in})
        found |= made
    return {name: pk for name, (pk, _is_stand_in) in found.items()}


def stand_ins(names: list[str]) -> list[int]:
    """A stand-in for each name, in this order."""
    found = named(names, frozenset(names))
    return [found[name] for name in names]


def _find(names: list[str]) -> dict[str, tuple[int, bool]]:
    """{name: (id, is a stand-in)} of those that are users. Names are compared as the database compares them."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT given.name, u.id, u.is_stand_in
                 FROM unnest(%s::text[]) AS given (name) JOIN accounts_user u ON lower(u.username) = lower(given.name)""",
            [names],
        )
        return {name: (pk, is_stand_in) for name, pk, is_stand_in in cursor.fetchall()}
