"""All that the site keeps of a reader, as one JSON object that is written while it is sent, however much there is.

What an app keeps it names in one line of its AppConfig, and so nothing here needs to know of it:

    own_data = "comments.own_data.parts"

That is a function which is given the user and returns its parts. Each is the reader's own: of others it names at most whom the
reader has chosen (muted), and the addresses of what they answered, voted on or reported, never anybody's words.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts import pictures
from accounts.models import AlertSubscription, Name, Recovery, User

# Rows that are in memory at a time.
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Part:
    """One key of the file: what it holds, in a sentence for who reads it, and its object or its list."""

    key: str
    about: str
    content: Callable[[], dict[str, Any]] | Iterable[dict[str, Any]]


def parts(user: User) -> list[Part]:
    """What this app keeps."""
    return [
        Part("profile", _("What the account says of you."), lambda: _profile(user)),
        Part(
            "earlier_names",
            _("What you were called before, and since when; these names stay yours."),
            rows(Name.objects.borne_before(user), "name", "since"),
        ),
        Part(
            "addresses",
            _("Your e-mail addresses, and whether each is confirmed."),
            rows(EmailAddress.objects.filter(user=user), "email", "verified", "primary"),
        ),
        Part(
            "sessions",
            _(
                "Where you are logged in: address in the network, browser with its language, first and last use."
            ),
            rows(
                UserSession.objects.filter(user=user),
                "ip",
                "user_agent",
                "data",
                "created_at",
                "last_seen_at",
            ),
        ),
        Part(
            "connected_accounts",
            _("Accounts elsewhere that open this one, with what the other site said of you."),
            rows(
                SocialAccount.objects.filter(user=user),
                "provider",
                "uid",
                "extra_data",
                "date_joined",
                "last_login",
            ),
        ),
        Part(
            "second_factors",
            _("Which second factors you have; their secrets are in no file."),
            rows(
                Authenticator.objects.filter(user=user),
                "type",
                "created_at",
                "last_used_at",
                name="data__name",  # what a passkey was called
            ),
        ),
        Part(
            "taken_back",
            _("When you took the account back by the link “It wasn't me”."),
            rows(Recovery.objects.filter(user=user), "since", "at"),
        ),
        Part(
            "news_alerts",
            _("Your subscription to the news alerts: when you were invited, said yes, said no."),
            rows(
                AlertSubscription.objects.filter(reader=user),
                "email",
                "invited_at",
                "confirmed_at",
                "ended_at",
            ),
        ),
    ]


def rows(found: QuerySet[Any], *fields: str, **renamed: str) -> Iterator[dict[str, Any]]:
    """The `fields` of each row, and as `key="field"` under another name, in the order of their ids, a chunk at a time: no
    cursor stays open while a slow line takes what was read."""
    names, last = ("pk", *fields, *renamed), None
    found = found.order_by("pk")
    while chunk := list(
        (found.filter(pk__gt=last) if last is not None else found).values_list(
            "pk", *fields, *renamed.values()
        )[:CHUNK]
    ):
        for values in chunk:
            row = dict(zip(names, values, strict=True))
            last = row.pop("pk")
            yield row


def _profile(user: User) -> dict[str, Any]:
    return {
        "name": user.username,
        "page": settings.SITE_URL + user.get_absolute_url(),
        "email": user.email,
        "joined": user.date_joined,
        "last_login": user.last_login,
        "renamed": user.renamed_at,
        "language": user.language,
        "time_zone": user.time_zone,
        "has_password": user.has_usable_password(),
        "is_staff": user.is_staff,
        "groups": list(user.groups.values_list("name", flat=True)),
        "picture": _picture(user),
        "erased_from": user.erasure_due_at,
        "erasure_removes_comments": user.erasure_removes,
    }


def _picture(user: User) -> str | None:
    """The largest of its sizes, as an address that holds it (RFC 2397)."""
    if not user.picture:
        return None
    with default_storage.open(pictures.path(user, user.picture, pictures.SIZES[-1])) as file:
        return f"data:image/webp;base64,{base64.b64encode(file.read()).decode()}"


# ------------------------------------------------------------------ the file


def all_parts(user: User) -> list[Part]:
    """Those of all apps."""
    paths = [getattr(app, "own_data", None) for app in apps.get_app_configs()]
    return [part for path in reversed(paths) if path for part in import_string(path)(user)]


def written(user: User) -> Iterator[str]:
    """The file, a piece after the other. Its first key, `about`, says what stands under each."""
    found = all_parts(user)
    head = {
        "site": settings.SITE_URL,
        "made_at": timezone.now(),
        "about": {part.key: part.about for part in found},
    }
    yield _json(head)[:-1]
    for part in found:
        yield f",\n{_json(part.key)}: "
        if callable(part.content):
            yield _json(part.content())
            continue
        yield "["
        for place, row in enumerate(part.content):
            yield f"{',' if place else ''}\n{_json(row)}"
        yield "]"
    yield "}\n"


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
