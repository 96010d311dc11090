"""What tests of accounts do over and over: log in by the form, confirm addresses, show the password once more."""

from __future__ import annotations

import re
import time
from typing import Any

import time_machine
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.test import Client

from accounts.models import User
from tests import authenticator_app
from tests.factories import PASSWORD

LOGIN, SIGNUP, DESK = "/accounts/login/", "/accounts/signup/", "/admin/"
AGAIN, FACTORS, SECOND = "/accounts/reauthenticate/", "/accounts/2fa/", "/accounts/2fa/authenticate/"


def log_in(client: Client, user: User, password: str = PASSWORD) -> Any:
    return client.post(LOGIN, {"login": user.username, "password": password})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def confirm(user: User) -> None:
    """The user's address, as if the link in the mail had been followed."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def show_password(client: Client) -> None:
    """As is asked before something that keeps the account safe is changed."""
    client.post(AGAIN, {"password": PASSWORD})


def show_factor(client: Client, user: User) -> None:
    """As is asked in its place of who has a second factor; as if it had been shown a moment ago."""
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, method="mfa", type=Authenticator.Type.TOTP)
    request.session.save()


def set_up_app(client: Client) -> str:
    """Sets up an authenticator app by the form, as a user who has just logged in; the secret that it now holds. By the code
    of the half minute before, so that what the app shows now hasn't been used yet."""
    now = time.time()
    with time_machine.travel(now, tick=False):
        page = client.get(f"{FACTORS}totp/activate/")
        secret = re.search(r'class="app-key"[^>]*>(\w+)<', page.text).group(1)  # type: ignore[union-attr]
        typed = {"code": authenticator_app.code(secret, now - 30)}
        done = client.post(f"{FACTORS}totp/activate/", typed)
    assert done.status_code == 302, done.context["form"].errors
    return secret


def recovery_codes(client: Client) -> list[str]:
    """The codes that the page shows; none where it has shown them before."""
    return re.findall(r"<li>(\d{8})</li>", client.get(f"{FACTORS}recovery-codes/").text)
