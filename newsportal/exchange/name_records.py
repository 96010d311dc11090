"""The names that an account bears or has borne, in `dump --everything`, and the looks of names that nobody bears any more: both are
kept from others on the site that loads them, as they were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import batched
from typing import Any

from django.core.exceptions import ValidationError

from accounts import names
from accounts.models import Name, User
from accounts.models.name import told_where_taken
from newsportal.exchange.comment_records import user_name
from newsportal.exchange.fields import BadRecordError, list_of, time_of, time_told

_LOOK = re.compile(r"[0-9a-f]{32}")
# In a line.
_MANY = 1000


def names_told(borne: Iterable[Name]) -> list[dict[str, str]]:
    return [{"name": one.name, "look": one.look, "since": time_told(one.since)} for one in borne]


def names_of(rows: list[dict[str, Any]], where: str) -> list[Name]:
    """Raises BadRecordError."""
    found = []
    for row in rows:
        look, since = row.get("look"), time_of(row, "since", where)
        if not isinstance(look, str) or not _LOOK.fullmatch(look) or since is None:
            raise BadRecordError(f"{where}names: each has a name, a look of 32 hexadecimal digits and since")
        found.append(Name(look=look, name=user_name(row.get("name"), f"{where}names: name"), since=since))
    return found


def keep_names(user: User, borne: list[Name], *, has_looks: bool) -> None:
    """Of a new account: what somebody here has already stays theirs. Without `has_looks` its own name looks like another's."""
    for one in borne:
        one.bearer = user
    Name.objects.bulk_create(borne, ignore_conflicts=True)
    if has_looks:
        # Where somebody here is called alike, the account is as an imported one: see accounts/models/name.py.
        with suppress(ValidationError), told_where_taken():
            User.objects.filter(pk=user.pk).update(looks=names.looks(user.username))


def looks_records() -> Iterator[dict[str, Any]]:
    """Of accounts that were erased, and of bylines; whose each was nobody knows any more."""
    looks = Name.objects.filter(bearer=None).order_by("look").values_list("look", flat=True)
    for some in batched(looks.iterator(chunk_size=_MANY), _MANY, strict=False):
        yield {"kept_looks": list(some)}


def load_looks(value: Any) -> None:
    """Nobody new can be called so. Raises BadRecordError."""
    looks = list_of({"kept_looks": value}, "kept_looks", str)
    if not all(_LOOK.fullmatch(look) for look in looks):
        raise BadRecordError("kept_looks must be looks of 32 hexadecimal digits each")
    Name.objects.bulk_create([Name(look=look, name="") for look in looks], ignore_conflicts=True)
