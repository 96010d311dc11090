"""Whether it is still they: a code by mail for whoever is logged in with neither a password nor a second factor to show, as who
came by another site's login, before something that keeps the account safe is changed, or all its data leave."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.core.internal.cryptokit import compare_user_code
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from accounts import addresses
from accounts.acting import acting
from accounts.models import User

# In the session, with its tries.
_KEY = "mailed_proof"
# Wrong ones, as at a login by code.
MOST_TRIES = 3


def address_of(user: User) -> str:
    """Where the code goes: the address that the user has confirmed, else the one that they give; empty where they have none, or
    another account has confirmed it, whose mail would prove nothing."""
    confirmed = EmailAddress.objects.filter(email=OuterRef("email"), verified=True)
    own = EmailAddress.objects.filter(user=user).annotate(is_anothers=Exists(confirmed.exclude(user=user)))
    found = own.order_by("-verified", "-primary").first()
    return "" if found is None or found.is_anothers else found.email


def send(request: HttpRequest) -> None:
    """A new code; the one before works no more."""
    user, adapter = acting(request), get_adapter(request)
    address, code = address_of(user), adapter.generate_login_code()
    request.session[_KEY] = {"address": address, "code": code, "at": time.time(), "tries": 0}
    adapter.send_mail("accounts/email/proof", address, {"user": user, "code": code})


def is_awaited(request: HttpRequest) -> bool:
    """Whether a code was sent that still works."""
    return bool(_sent(request))


def take(request: HttpRequest, typed: str) -> bool:
    """Whether `typed` is the code that was sent; then this session has shown who it is, and that they read the address's mail.
    After MOST_TRIES wrong ones none works."""
    user, sent = acting(request), _sent(request)
    if not sent or sent["address"] != address_of(user):
        return False
    if not compare_user_code(actual=typed, expected=sent["code"]):
        tries = sent["tries"] + 1
        request.session[_KEY] = {**sent, "tries": tries} if tries < MOST_TRIES else {}
        return False
    del request.session[_KEY]
    if not addresses.confirm(request, user, sent["address"], by_bearer=True):
        return False
    record_authentication(request, user, method="code", email=sent["address"], reauthenticated=True)
    return True


def _sent(request: HttpRequest) -> dict[str, Any]:
    """Empty where none was, or it works no more."""
    sent: dict[str, Any] = request.session.get(_KEY) or {}
    return sent if sent and time.time() - sent["at"] <= settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT else {}
