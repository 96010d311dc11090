"""Where an account is logged in: each session with its device, and how it is ended from another one.

django-allauth keeps the records. What it does with a query or three for each of them is done here for all at once, for an
account may be logged in at fifty places, and each login looked at all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts import known_devices, languages
from accounts.models import User

# How exact "last used" is, in seconds: a page that is only read shall write nothing.
EXACT_TO = 60 * 60
# In the session: its own key, by which one that was given another is known, and when it was noted.
_NOTED = "noted"


def note(request: HttpRequest, user: User) -> None:
    """Notes that the session of `request` is used now, from where and with what; the account knows its browser from then on."""
    session = request.session
    row = UserSession(
        user=user,
        session_key=session.session_key,
        ip=get_adapter(request).get_client_ip(request),
        user_agent=request.headers.get("User-Agent", "").replace("\0", "")[:200],
        last_seen_at=timezone.now(),
        # For mails to a reader who has chosen none.
        data={"language": languages.of_browser(request.META)},
    )
    changing = ["user", "ip", "user_agent", "last_seen_at", "data"]
    UserSession.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["session_key"], update_fields=changing
    )
    session[_NOTED] = [session.session_key, int(time.time())]
    known_devices.remember(request, user)


class NotingMiddleware:
    """Notes again, an hour after it was last noted, that a session is used; and at once where it got another key, as after
    a change of password. For all other requests it asks nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Looked up by the page, or not at all: a signed-out page must not even look for a session.
        user = getattr(request, "_cached_user", None)
        if isinstance(user, User) and _NOTED in request.session:
            key, at = request.session[_NOTED]
            if key != request.session.session_key or time.time() - at > EXACT_TO:
                note(request, user)
        return response


def living(user: User) -> list[UserSession]:
    """The sessions that still open the account, last used first. What is known of others is forgotten."""
    known = list(UserSession.objects.filter(user=user).order_by("-last_seen_at", "-pk"))
    sessions = Session.objects.filter(
        session_key__in=[one.session_key for one in known], expire_date__gt=timezone.now()
    )
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    open_keys = {
        session.session_key
        for session in sessions
        if any(
            constant_time_compare(session.get_decoded().get(HASH_SESSION_KEY, ""), hash_) for hash_ in hashes
        )
    }
    dead = [one.pk for one in known if one.session_key not in open_keys]
    if dead:
        UserSession.objects.filter(pk__in=dead).delete()
    return [one for one in known if one.session_key in open_keys]


def end(sessions: Iterable[UserSession]) -> None:
    """Logs these out, from their next request on."""
    keys = [session.session_key for session in sessions]
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()


def end_all(user: User, keep: str | None = None) -> None:
    """Logs the account out everywhere but in the session with the key `keep`."""
    end(UserSession.objects.filter(user=user).exclude(session_key=keep))
