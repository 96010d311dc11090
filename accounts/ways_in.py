"""The ways into an account: where each of them begins."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.socialaccount.adapter import get_adapter
from django.http import HttpRequest
from django.urls import reverse

# Beside these there are the sites whose accounts open this one, each by its id.
PAGES = {
    "login": "account_login",
    "code": "account_request_login_code",
    "registration": "account_signup",
    "passkey": "account_login",
}
# Where on its page a way begins, if not at the top: a passkey's button stands below the form for the password.
_PLACES = {"passkey": "#passkey-login"}


def address(request: HttpRequest, way: str, *, onward: str) -> str:
    """Where who is signed out begins by `way`, to be led `onward` (an address of this site) in the end. Any word that is
    no way leads to the login."""
    if way not in PAGES:
        for provider in get_adapter().list_providers(request) if way else ():
            if provider.sub_id == way:
                url: str = provider.get_login_url(request, next=onward)
                return url
    page = reverse(PAGES.get(way, PAGES["login"]))
    return f"{page}?{urlencode({'next': onward})}{_PLACES.get(way, '')}"
