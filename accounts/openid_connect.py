"""What a site says of a reader by OpenID Connect, looked through before anything of it is used: operators switch on whichever site
they like, and it may say whatever JSON can hold.
"""

from __future__ import annotations

import json
import re
from typing import Any

from allauth.socialaccount import app_settings
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest

# What allauth takes for text without looking.
_TEXTS = {"email", "preferred_username", "name", "given_name", "family_name", "picture", "user_id"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# In characters: what the database keeps. The standard allows 255 (OpenID Connect Core 1.0, 2).
_LONGEST_SUBJECT = app_settings.UID_MAX_LENGTH


class OpenIDConnect(OpenIDConnectProvider):
    """In the place of allauth's, which takes everything as it comes."""

    # Where allauth looks for the addresses of the pages.
    package = OpenIDConnectProvider.get_package()

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


def _usable(said: Any) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise ProviderException("Claims that are no object.")
    return {
        name: value
        for name, value in said.items()
        if _can_be_kept([name, value]) and (name not in _TEXTS or isinstance(value, str))
    }


def _can_be_kept(value: Any) -> bool:
    """Whether Postgres takes it as JSON: it has no NUL, no half of a character, no number that is none."""
    try:
        written = json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return False
    return b"\\u0000" not in written


def _is_subject(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST_SUBJECT and not _CONTROL.search(value)
