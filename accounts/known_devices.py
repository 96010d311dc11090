"""Whether an account was open in this browser before: a cookie remembers it for its owner, who can't be kept out by the tries of
strangers then (accounts/tries.py, accounts/mail_limits.py). It opens nothing by itself.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from accounts.models import User

COOKIE = "device"
# Browsers keep none for longer (RFC 6265bis, 5.5).
LASTS = timedelta(days=400)
# Accounts of one browser, the newest first: a household's. Whoever makes hundreds doesn't grow the cookie.
_MOST = 5
_SALT = "accounts.known_devices"
# On the request: whose device its browser is from now on.
_REMEMBERED = "_remembered_device_of"


def asker(request: HttpRequest, account: User | None) -> tuple[str, bool]:
    """By what the tries at `account` that `request` makes are told from those of others, and whether the account knows it."""
    if account:
        if request.user == account:
            # Whoever is logged in is no stranger, whatever cookies they keep.
            return "session", True
        device, names = _read(request)
        if any(
            _name_of(account, key) in names for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        ):
            return f"device {device}", True
    # By network, as allauth counts (of IPv6 a /64): whoever has one has all its addresses.
    return f"network {ratelimit.get_ip(request)}", False


def asker_at(request: HttpRequest, address: str) -> tuple[str, bool]:
    """As `asker`, of the account that has confirmed `address`. Not of one that only gives it: anybody can make one that does,
    and would have the allowance of its owner. One query, whether there is one or not, so that the time tells nothing."""
    return asker(request, holder_of(address))


def holder_of(address: str) -> User | None:
    """Who has confirmed it."""
    row = EmailAddress.objects.filter(email=address.lower(), verified=True).select_related("user").first()
    return row.user if row else None


def remember(request: HttpRequest, user: User) -> None:
    """`user` has shown in this browser that the account is theirs."""
    setattr(request, _REMEMBERED, user)


class KnownDeviceMiddleware:
    """Writes the cookie where an account was opened."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(request, _REMEMBERED, None)
        if user is not None:
            device, names = _read(request)
            own = _name_of(user, settings.SECRET_KEY)
            kept = [own, *(name for name in names if name != own)][:_MOST]
            response.set_cookie(
                COOKIE,
                signing.dumps([device, kept], salt=_SALT),
                max_age=LASTS,
                # Pages of accounts alone need it: those of the paper are the same for all, and stored.
                path="/accounts/",
                secure=settings.SESSION_COOKIE_SECURE,
                # No script needs it, and one that was smuggled in must not carry it off.
                httponly=True,
                samesite="Lax",
            )
        return response


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    """(the browser's own name, the accounts that it was open for); a new name where it has none. Signed, so that nobody makes
    one up: each name has tries of its own."""
    try:
        device, names = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=LASTS)
    except signing.BadSignature:
        return secrets.token_urlsafe(12), []
    return device, names


def _name_of(user: User, key: str) -> str:
    """Keyed, so that whoever finds the cookie doesn't learn whose it is; and void with the password, so that who has stolen
    that one is a stranger once there is another."""
    return salted_hmac(_SALT, f"{user.pk} {user.password}", secret=key, algorithm="sha256").hexdigest()[:32]
