"""What a site says of a reader by OpenID Connect, looked through before anything of it is used: operators switch on whichever site
they like, and it may say whatever JSON can hold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount import app_settings
from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from requests import RequestException

from accounts.other_sites import UnusableAnswer

# What allauth takes for text without looking.
_TEXTS = {"email", "preferred_username", "name", "given_name", "family_name", "picture", "user_id"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# In characters: what the database keeps. The standard allows 255 (OpenID Connect Core 1.0, 2).
_LONGEST_SUBJECT = app_settings.UID_MAX_LENGTH
# In characters, written as JSON: a claim is a name or a number, not somebody's life.
_LONGEST_CLAIM = 2_000
# What the site must say of itself before a browser, or one's secret, is sent there (OpenID Connect Discovery 1.0, 3).
_ADDRESSES = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


@contextmanager
def _read_through() -> Iterator[None]:
    """allauth and its libraries take each part for what it is to be; whatever breaks them is no answer that we can trust."""
    try:
        yield
    except RequestException:
        raise
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise ProviderException("An answer that can't be read.") from error


class Adapter(OpenIDConnectOAuth2Adapter):
    """Asks the site. Raises RequestException where it doesn't answer, ProviderException where it answers nonsense."""

    @property
    def openid_config(self) -> dict[str, Any]:
        if not hasattr(self, "_looked_through"):
            try:
                with _read_through():
                    config = super().openid_config
                    usable = all(_is_address(config[name]) for name in _ADDRESSES)
            except ProviderException as error:
                raise UnusableAnswer("What the site says of itself can't be read.") from error
            if not usable:
                raise UnusableAnswer("The site doesn't say where its login is.")
            self._looked_through = config
        return self._looked_through

    def get_access_token_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        with _read_through():
            data: dict[str, Any] = super().get_access_token_data(*args, **kwargs)
            for name in ("access_token", "id_token"):
                if name in data and not (isinstance(data[name], str) and data[name].isascii()):
                    # It goes into a header.
                    raise ProviderException(f"An {name} that is none.")
            return data

    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        """No more of it than opens userinfo: we keep none."""
        return SocialToken(token=data["access_token"])

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        with _read_through():
            claims: dict[str, Any] = super()._fetch_user_info(access_token)
            return claims

    def _decode_id_token(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        with _read_through():
            claims: dict[str, Any] = super()._decode_id_token(*args, **kwargs)
            return claims


class OpenIDConnect(OpenIDConnectProvider):
    """In the place of allauth's, which takes everything as it comes."""

    # Where allauth looks for the addresses of the pages.
    package = OpenIDConnectProvider.get_package()

    def get_oauth2_adapter(self, request: HttpRequest) -> Adapter:
        return Adapter(request, self.app.provider_id)

    def sociallogin_from_response(self, request: HttpRequest, response: dict[str, Any]) -> SocialLogin:
        """`response` holds the claims by where they were said, "userinfo" or "id_token". What can't be used of them is left out, as
        if it hadn't been said. Raises ProviderException where they don't say who the reader is: allauth tells that as
        a login that didn't work."""
        claims = {where: _usable(said) for where, said in response.items()}
        # Both must name the same one, or userinfo is another's (OpenID Connect Core 1.0, 5.3.2).
        subjects = [said.get("sub") for said in claims.values() if said]
        if not subjects or any(not _is_subject(one) or one != subjects[0] for one in subjects):
            raise ProviderException("No usable `sub`.")
        return super().sociallogin_from_response(request, claims)


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    answer: HttpResponse = OAuth2LoginView.adapter_view(Adapter(request, provider_id))(request)
    return answer


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    answer: HttpResponse = OAuth2CallbackView.adapter_view(Adapter(request, provider_id))(request)
    return answer


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("https://", "http://"))


def _usable(said: Any) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise ProviderException("Claims that are no object.")
    return {
        name: value
        for name, value in said.items()
        if _can_be_kept([name, value]) and (name not in _TEXTS or isinstance(value, str))
    }


def _can_be_kept(value: Any) -> bool:
    """Whether Postgres takes it as JSON: it has no NUL, no half of a character, no number that is none; and not too much."""
    try:
        written = json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return False
    return len(written) <= _LONGEST_CLAIM and b"\\u0000" not in written


def _is_subject(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST_SUBJECT and not _CONTROL.search(value)
