"""How an account opens, in `dump --everything`: the hash of its password, its addresses, its accounts elsewhere, and when its owner
took it back. Only a new account is given any of it."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import identify_hasher, make_password
from django.utils import timezone

from accounts import addresses
from accounts.models import Recovery, User
from newsportal.exchange.fields import (
    BadRecordError,
    checked,
    flag_of,
    list_of,
    object_of,
    storable,
    text_of,
    time_of,
    time_told,
)

# What a hash asks of whoever checks it, far above what any asks today: one from a damaged file must not take the machine's memory.
_DEAREST = {"memory_cost": 2**20, "time_cost": 32, "parallelism": 64, "iterations": 10_000_000}
_LONGEST = User._meta.get_field("password").max_length or 0


class WaysIn(NamedTuple):
    """What a record says of them, checked."""

    password: str
    addresses: list[EmailAddress]
    elsewhere: list[SocialAccount]
    taken_back: list[Recovery]


def ways_told(user: Any) -> dict[str, Any]:
    """Of a user with all of it fetched."""
    return {
        "password": user.password if user.has_usable_password() else "",
        "addresses": [
            {"email": one.email} | {name: True for name in ("verified", "primary") if getattr(one, name)}
            for one in user.emailaddress_set.all()
        ],
        "elsewhere": [
            {
                "provider": one.provider,
                "uid": one.uid,
                "said": one.extra_data,
                "joined": time_told(one.date_joined),
                "last_login": time_told(one.last_login),
            }
            for one in user.socialaccount_set.all()
        ],
        "taken_back": [
            {"since": time_told(one.since), "at": time_told(one.at)} for one in user.recoveries.all()
        ],
    }


def ways_in(row: dict[str, Any], where: str) -> WaysIn:
    """What of it a record has. Raises BadRecordError."""
    found = WaysIn(
        password=_password(row, where),
        addresses=[_address(one, where) for one in list_of(row, "addresses", dict)],
        elsewhere=[_elsewhere(one, f"{where}elsewhere: ") for one in list_of(row, "elsewhere", dict)],
        taken_back=[_recovery(one, f"{where}taken_back: ") for one in list_of(row, "taken_back", dict)],
    )
    emails = {one.email for one in found.addresses}
    if len(emails) < len(found.addresses) or sum(one.primary for one in found.addresses) > 1:
        raise BadRecordError(f"{where}each address stands once, and one at most is primary")
    return found


def save_ways_in(user: User, ways: WaysIn, where: str) -> None:
    """Of a `user` made just now, whose password is its own already. Raises BadRecordError where an address or an account elsewhere is
    another's here: neither may open two."""
    confirmed = [one.email for one in ways.addresses if one.verified]
    if taken := EmailAddress.objects.filter(email__in=confirmed, verified=True).first():
        raise BadRecordError(f"{where}another account here has confirmed {taken.email}")
    for one in (*ways.addresses, *ways.taken_back):
        one.user = user
    EmailAddress.objects.bulk_create(ways.addresses)
    Recovery.objects.bulk_create(ways.taken_back)
    for account in ways.elsewhere:
        known = {"provider": account.provider, "uid": account.uid}
        if SocialAccount.objects.filter(**known).exists():
            raise BadRecordError(f"{where}its account at {account.provider} opens another one here")
        times = {name: getattr(account, name) for name in ("date_joined", "last_login")}
        account.user = user
        account.save()
        # Saving writes the present time into both.
        SocialAccount.objects.filter(pk=account.pk).update(**times)


def hold_addresses(ways: WaysIn) -> None:
    """Before any row is locked: nobody else confirms them meanwhile."""
    for email in sorted(one.email for one in ways.addresses if one.verified):
        addresses.hold(email)


def _password(row: dict[str, Any], where: str) -> str:
    """A hash that the site can check; where there is none, the password that nobody has."""
    given = text_of(row, "password", _LONGEST, where)
    if not given:
        return make_password(None)
    try:
        hasher: Any = identify_hasher(given)
        parts = hasher.decode(given)
    except (
        Exception
    ) as error:  # Hashers fail at what is none of theirs in many ways, as by unpacking too few parts.
        raise BadRecordError(f"{where}password is no hash that this site can check") from error
    if any(parts.get(name, 0) > most for name, most in _DEAREST.items()):
        raise BadRecordError(f"{where}password would take too much to check")
    return given


def _address(row: dict[str, Any], where: str) -> EmailAddress:
    email = text_of(row, "email", 254, where, required=True)
    address = EmailAddress(
        email=email, verified=flag_of(row, "verified", where), primary=flag_of(row, "primary", where)
    )
    with checked(f"{where}address {email}: "):
        address.clean_fields(exclude=["user"])
        address.clean()
    return address


def _elsewhere(row: dict[str, Any], where: str) -> SocialAccount:
    said = object_of(row, "said") or {}
    storable(json.dumps(said, ensure_ascii=False), f"{where}said")
    account = SocialAccount(
        provider=text_of(row, "provider", 200, where, required=True),
        uid=text_of(row, "uid", 191, where, required=True),
        extra_data=said,
    )
    now = timezone.now()
    account.date_joined = time_of(row, "joined", where) or now
    account.last_login = time_of(row, "last_login", where) or now
    return account


def _recovery(row: dict[str, Any], where: str) -> Recovery:
    since, at = time_of(row, "since", where), time_of(row, "at", where)
    if since is None or at is None:
        raise BadRecordError(f"{where}each has since and at")
    return Recovery(since=since, at=at)
