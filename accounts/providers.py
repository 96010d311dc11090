"""The other sites whose accounts open this one: what each is called in the environment, and how django-allauth is told.

A site is switched on by its keys and needs nothing else. The README says what to enter where.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

# Their modules are always installed: they cost 4 MB and no measurable time, and answer 404 while they have no keys.
APPS = [
    f"allauth.socialaccount.providers.{name}"
    for name in ("apple", "facebook", "github", "google", "line", "openid_connect", "twitter_oauth2")
]


@dataclass(frozen=True, slots=True)
class Provider:
    """One site. `prefix` begins its variables' names; `keys` are their endings, each with the field that it fills.

    `options` are allauth's for the site, `settings` those of its app; there `asks_again` is what has it ask who one is though
    one is logged in there (accounts/proof_elsewhere.py). `origins` are where its login sends the browser:
    Chromium applies form-action to the redirects after a form, so each must be in the policy.
    """

    id: str
    name: str
    prefix: str
    origins: tuple[str, ...]
    options: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    keys: tuple[tuple[str, str], ...] = (("CLIENT_ID", "client_id"), ("CLIENT_SECRET", "secret"))


# What stands in the place of allauth's own, by its name for the site.
_CLASSES = {
    "openid_connect": "accounts.openid_connect.OpenIDConnect",
    "facebook": "accounts.facebook.Facebook",
}
# PKCE (RFC 7636) keeps a stolen code from being any use.
_PKCE = {"OAUTH_PKCE_ENABLED": True}
# OpenID Connect Core 1.0, 3.1.2.1; each site must know both.
_LOGIN_ANEW = {"prompt": "login", "max_age": "0"}

PROVIDERS = [
    # Phones are sent on to m. or web.facebook.com. Of what allauth asks by itself only this much is needed.
    Provider(
        "facebook",
        "Facebook",
        "FACEBOOK",
        ("https://www.facebook.com", "https://m.facebook.com", "https://web.facebook.com"),
        {"SCOPE": ["email", "public_profile"], "FIELDS": ["id", "email", "name", "first_name"], **_PKCE},
        settings={"asks_again": {"auth_type": "reauthenticate"}},
    ),
    Provider(
        "google",
        "Google",
        "GOOGLE",
        ("https://accounts.google.com",),
        {"SCOPE": ["openid", "profile", "email"], **_PKCE},
        settings={"asks_again": {"prompt": "select_account"}},
    ),
    # The key that signs stands in place of a secret; its id and the team's stand beside it.
    Provider(
        "apple",
        "Apple",
        "APPLE",
        ("https://appleid.apple.com",),
        {"SCOPE": ["name", "email"], **_PKCE},
        keys=(
            ("CLIENT_ID", "client_id"),
            ("KEY_ID", "secret"),
            ("TEAM_ID", "key"),
            ("PRIVATE_KEY", "certificate_key"),
        ),
    ),
    Provider(
        "line",
        "LINE",
        "LINE",
        ("https://access.line.me",),
        {"SCOPE": ["openid", "profile", "email"], **_PKCE},
        settings={"asks_again": _LOGIN_ANEW},
    ),
    # `bail` has whoever says no come back to us rather than to Yahoo's front page.
    Provider(
        "yahoo-japan",
        "Yahoo! JAPAN",
        "YAHOO_JAPAN",
        ("https://auth.login.yahoo.co.jp", "https://login.yahoo.co.jp"),
        settings={
            "server_url": "https://auth.login.yahoo.co.jp/yconnect/v2",
            "token_auth_method": "client_secret_basic",
            "auth_params": {"bail": "1"},
            "asks_again": _LOGIN_ANEW,
        },
    ),
    Provider(
        "twitter_oauth2", "X", "X", ("https://x.com",), {"SCOPE": ["users.read", "tweet.read"], **_PKCE}
    ),
    Provider(
        "github",
        "GitHub",
        "GITHUB",
        ("https://github.com",),
        {"SCOPE": ["user:email"], **_PKCE},
        settings={"asks_again": {"prompt": "select_account"}},
    ),
]

_OPENID_CONNECT = re.compile(r"(OIDC_([A-Z0-9][A-Z0-9_]*))_CLIENT_ID")


@dataclass(frozen=True, slots=True)
class SwitchedOn:
    """`providers` is SOCIALACCOUNT_PROVIDERS; `origins` belong into the policy's form-action."""

    providers: dict[str, dict[str, Any]]
    origins: list[str]


def switched_on(environment: Mapping[str, str]) -> SwitchedOn:
    """The sites whose keys are in `environment`. Raises ImproperlyConfigured where only some of a site's keys are."""
    # Said though none may be on: allauth reads it once, when it makes the addresses of all.
    of_ours = {module: {"APPS": [], "provider_class": name} for module, name in _CLASSES.items()}
    found = SwitchedOn(of_ours, [])
    for provider in [*PROVIDERS, *_openid_connect(environment)]:
        app = _app(provider, environment)
        if app is None:
            continue
        module = "openid_connect" if "server_url" in provider.settings else provider.id
        told = found.providers.setdefault(module, {"APPS": []})
        told.update(provider.options)
        told["APPS"].append(app)
        found.origins.extend(provider.origins)
    return found


def _app(provider: Provider, environment: Mapping[str, str]) -> dict[str, Any] | None:
    values = {
        ending: environment.get(f"{provider.prefix}_{ending}", "").strip() for ending, _ in provider.keys
    }
    if not any(values.values()):
        return None
    missing = [f"{provider.prefix}_{ending}" for ending, value in values.items() if not value]
    if missing:
        raise ImproperlyConfigured(
            f"To log in with {provider.name}, {' and '.join(missing)} must be set as well. The README says from where."
        )
    app: dict[str, Any] = {"name": provider.name, "settings": dict(provider.settings)}
    app |= {name: values[ending] for ending, name in provider.keys}
    if "server_url" in provider.settings:
        app["provider_id"] = provider.id
        app["settings"]["oauth_pkce_enabled"] = True
    if "certificate_key" in app:
        # Variables often hold but one line; a key has several.
        app["settings"]["certificate_key"] = app.pop("certificate_key").replace("\\n", "\n")
    return app


def _openid_connect(environment: Mapping[str, str]) -> Iterator[Provider]:
    """Any further site that speaks OpenID Connect, as `OIDC_<ID>_…`."""
    for name in sorted(environment):
        match = _OPENID_CONNECT.fullmatch(name)
        if match is None:
            continue
        prefix, own_id = match[1], match[2].lower().replace("_", "-")
        if own_id in {provider.id for provider in PROVIDERS}:
            # Accounts are told apart by this id: under another site's they would be taken for that site's.
            raise ImproperlyConfigured(f"{name} takes the name of another provider. Choose another for it.")
        server = environment.get(f"{prefix}_SERVER", "").strip().rstrip("/")
        further = environment.get(f"{prefix}_ORIGINS", "").replace(",", " ").split()
        yield Provider(
            own_id,
            environment.get(f"{prefix}_NAME", "").strip() or match[2].replace("_", " ").title(),
            prefix,
            (_origin(f"{prefix}_SERVER", server), *further),
            settings={"server_url": server, "asks_again": _LOGIN_ANEW},
        )


def _origin(name: str, server: str) -> str:
    """The server's origin. Raises ImproperlyConfigured for an address that can't be trusted."""
    parts = urlsplit(server)
    # What the server says of a reader is taken as it comes, unsigned, so nobody must be able to put words in between.
    if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
        raise ImproperlyConfigured(f"{name} is to be an https address, not {server or 'empty'}.")
    return f"{parts.scheme}://{parts.netloc}"
