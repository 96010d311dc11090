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
from django.http import HttpRequest

from accounts import addresses, one_time
from accounts.acting import acting
from accounts.models import User

# In the session.
_KEY = "mailed_proof"


def address_of(user: User) -> str:
    """Where the code goes: the address that the user has confirmed, else the one that they give; empty where they have none."""
    found = EmailAddress.objects.filter(user=user).order_by("-verified", "-primary").first()
    return found.email if found else ""


def send(request: HttpRequest) -> None:
    """A new code; the one before works no more. To nobody where another account has confirmed the address, whose mail would
    prove nothing: else the same, for whoever gives somebody's address must not see here that it has an account."""
    user, adapter = acting(request), get_adapter(request)
    address, code = address_of(user), adapter.generate_login_code()
    anothers = EmailAddress.objects.filter(email=address, verified=True).exclude(user=user)
    request.session[_KEY] = {"address": address, "code": code, "at": time.time(), "once": one_time.new()}
    shown = {"user": user, "code": code, "to_nobody": anothers.exists()}
    adapter.send_mail("accounts/email/proof", address, shown)


def is_awaited(request: HttpRequest) -> bool:
    """Whether a code was sent that still works."""
    return bool(_sent(request))


def take(request: HttpRequest, typed: str) -> bool:
    """Whether `typed` is the code that was sent; then this session has shown who it is, and that they read the address's mail.
    After three wrong ones none works."""
    user, sent = acting(request), _sent(request)
    if not sent or sent["address"] != address_of(user):
        return False
    try:
        is_last = one_time.is_last_try(sent["once"])
        is_right = compare_user_code(actual=typed, expected=sent["code"])
        if is_right:
            one_time.use(sent["once"])
    except one_time.Spent:
        is_last, is_right = True, False
    if is_last or is_right:
        request.session[_KEY] = {}
    if not is_right or not addresses.confirm(request, user, sent["address"], by_bearer=True):
        return False
    record_authentication(request, user, method="code", email=sent["address"], reauthenticated=True)
    return True


def _sent(request: HttpRequest) -> dict[str, Any]:
    """Empty where none was, or it works no more."""
    sent: dict[str, Any] = request.session.get(_KEY) or {}
    return sent if sent and time.time() - sent["at"] <= settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT else {}
