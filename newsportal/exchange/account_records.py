"""People, in `dump --everything`: a line for each account, before all else, so that whatever names somebody finds them with all that
is theirs.

It has what an account is and how it opens. What is of a browser or of the moment is in none: sessions, links in mails, tries. Nor are
second factors: their secrets are for the keys of this site alone, and the other asks for new ones.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts import languages, pictures, time_zones
from accounts.models import AlertSubscription, Name, User
from comments.models import ReaderSettings
from newsportal.exchange.comment_records import user_name
from newsportal.exchange.fields import (
    BadRecordError,
    checked,
    choice_of,
    flag_of,
    list_of,
    object_of,
    text_of,
    time_of,
    time_told,
)
from newsportal.exchange.load import take_turns
from newsportal.exchange.name_records import keep_names, names_of, names_told
from newsportal.exchange.way_in_records import WaysIn, hold_addresses, save_ways_in, ways_in, ways_told

# Accounts that are in memory at a time.
_MANY = 500
_FETCHED = ("names", "emailaddress_set", "socialaccount_set", "recoveries", "groups")
_TIMES = {"joined": "date_joined", "last_login": "last_login", "renamed": "renamed_at"}
_FLAGS = {"is_staff": False, "is_superuser": False, "is_active": True}
_ALERTS = {"invited": "invited_at", "confirmed": "confirmed_at", "ended": "ended_at"}
_HEAD = "data:image/webp;base64,"
_SETTINGS = tuple(field.name for field in ReaderSettings._meta.fields if not field.primary_key)


def account_records(complain: Callable[[str], None]) -> Iterator[dict[str, Any]]:
    """Stand-ins are nobody, and come with what they stand for. `complain` hears of pictures that are gone."""
    people = User.objects.filter(is_stand_in=False).select_related("alert_subscription", "reader_settings")
    people = people.prefetch_related(*_FETCHED, "user_permissions__content_type").order_by("pk")
    for user in people.iterator(chunk_size=_MANY):
        yield {"person": _person(user, complain)}


def _person(user: User, complain: Callable[[str], None]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": user.username,
        "is_alike": user.looks is None,
        "names": names_told(sorted(user.names.all(), key=lambda one: (one.since, one.look))),
        "email": user.email,
        "language": user.language,
        "time_zone": user.time_zone,
        "picture": _picture(user, complain),
        "groups": sorted(group.name for group in user.groups.all()),
        "rights": sorted(
            f"{right.content_type.app_label}.{right.codename}" for right in user.user_permissions.all()
        ),
    }
    told |= {name: time_told(getattr(user, field)) for name, field in _TIMES.items()}
    told |= {name: value for name, usual in _FLAGS.items() if (value := getattr(user, name)) != usual}
    told |= ways_told(user)
    if user.erasure_due_at:
        told["erasure"] = {"due": time_told(user.erasure_due_at), "removes": user.erasure_removes}
    if subscription := getattr(user, "alert_subscription", None):
        times = {name: time_told(getattr(subscription, field)) for name, field in _ALERTS.items()}
        told["alerts"] = {"email": subscription.email} | {name: time for name, time in times.items() if time}
    if settings := getattr(user, "reader_settings", None):
        told["settings"] = {name: getattr(settings, name) for name in _SETTINGS}
    return {name: value for name, value in told.items() if value or name in _FLAGS}


def _picture(user: User, complain: Callable[[str], None]) -> str:
    if not user.picture:
        return ""
    try:
        with default_storage.open(pictures.path(user, user.picture, pictures.SIZES[-1])) as file:
            return _HEAD + base64.b64encode(file.read()).decode()
    except OSError as error:
        complain(f"{user.username}: the picture can't be read ({error.strerror})")
        return ""


# ---------------------------------------------------------------------- in again


def load_account(value: Any) -> None:
    """Makes the account where nobody is or was called so. One that is there stays as it is: no file gives it rights, an address, or a
    way in. Raises BadRecordError, and then nothing of it is kept."""
    row = object_of({"person": value}, "person")
    if row is None:
        raise BadRecordError("person must be an object")
    name = user_name(row.get("name"), "person: name")
    where = f"person {name}: "
    ways = ways_in(row, where)
    user = _user(row, name, ways, where)
    borne = names_of(list_of(row, "names", dict), where)
    with transaction.atomic():
        take_turns()
        hold_addresses(ways)
        if User.objects.bearing(name).exists() or Name.objects.bearers([name]):
            return
        user.save()
        keep_names(user, borne, has_looks=not flag_of(row, "is_alike", where))
        save_ways_in(user, ways, where)
        _give_rights(user, row, where)
        _save_choices(user, row, where)
        # Last: a file that is written stays where what follows fails.
        _show_picture(user, row, where)


def _user(row: dict[str, Any], name: str, ways: WaysIn, where: str) -> User:
    erasure = object_of(row, "erasure") or {}
    times = {field: time_of(row, told, where) for told, field in _TIMES.items()}
    user = User(
        username=name,
        looks=None,
        email=text_of(row, "email", 254, where),
        password=ways.password,
        language=choice_of(row, "language", ("", *languages.offered()), where),
        time_zone=text_of(row, "time_zone", 64, where),
        erasure_due_at=time_of(erasure, "due", f"{where}erasure: "),
        erasure_removes=flag_of(erasure, "removes", f"{where}erasure: "),
        **{flag: flag_of(row, flag, where, default=usual) for flag, usual in _FLAGS.items()},
        **times | {"date_joined": times["date_joined"] or timezone.now()},
    )
    if user.time_zone and user.time_zone not in time_zones.known():
        raise BadRecordError(f"{where}time_zone must be one like Asia/Tokyo")
    with checked(where):
        user.clean_fields(exclude=["looks", "password"])
    return user


def _give_rights(user: User, row: dict[str, Any], where: str) -> None:
    for name in list_of(row, "groups", str):
        group = Group.objects.filter(name=name).first()
        if group is None:
            raise BadRecordError(f"{where}there is no group “{name}” here")
        user.groups.add(group)
    for right in list_of(row, "rights", str):
        app, _dot, codename = right.partition(".")
        found = Permission.objects.filter(content_type__app_label=app, codename=codename).first()
        if found is None:
            raise BadRecordError(f"{where}there is no right “{right}” here")
        user.user_permissions.add(found)


def _save_choices(user: User, row: dict[str, Any], where: str) -> None:
    """Its subscription to the alerts, and how it wants the discussions."""
    if alerts := object_of(row, "alerts"):
        times = {field: time_of(alerts, told, f"{where}alerts: ") for told, field in _ALERTS.items()}
        email = text_of(alerts, "email", 254, f"{where}alerts: ", required=True)
        times["invited_at"] = times["invited_at"] or timezone.now()
        subscription = AlertSubscription(reader=user, email=email, **times)
        with checked(f"{where}alerts: "):
            subscription.clean_fields(exclude=["reader"])
        subscription.save()
    if chosen := object_of(row, "settings"):
        if unknown := chosen.keys() - set(_SETTINGS):
            raise BadRecordError(f"{where}settings: there is no {min(unknown)}")
        settings = ReaderSettings(reader=user, **chosen)
        with checked(f"{where}settings: "):
            settings.clean_fields(exclude=["reader"])
        settings.save()


def _show_picture(user: User, row: dict[str, Any], where: str) -> None:
    given = row.get("picture")
    if given is None:
        return
    if not isinstance(given, str) or not given.startswith(_HEAD):
        raise BadRecordError(f"{where}picture must be an address that begins {_HEAD}")
    try:
        data = base64.b64decode(given.removeprefix(_HEAD), validate=True)
    except binascii.Error as error:
        raise BadRecordError(f"{where}picture isn't base64 ({error})") from error
    with checked(f"{where}picture: "):
        pictures.keep(user, data)
