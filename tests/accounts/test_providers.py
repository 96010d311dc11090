"""A site whose accounts open this one appears as soon as its keys are in the environment, and needs nothing else."""

from __future__ import annotations

import base64
import hashlib
import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.core import context
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialToken
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.providers import PROVIDERS, Provider, switched_on
from tests.accounts.social import query_of
from tests.comments.pages import page
from tests.factories import ArticleFactory
from tests.newsportal.machine import PROJECT
from tests.oidc.server import OidcServer

pytestmark = pytest.mark.django_db
SwitchOn = Callable[[dict[str, str]], None]


def keys(provider: Provider) -> dict[str, str]:
    return {f"{provider.prefix}_{ending}": f"{ending.lower()}-value" for ending, _field in provider.keys}


# Yahoo! JAPAN says by itself where its login is, so that it can't be begun from a machine without a network.
FIXED = [provider for provider in PROVIDERS if "server_url" not in provider.settings]
# Apple's secret is made for each request by a key; this one is nobody's.
APPLES = {
    "APPLE_PRIVATE_KEY": ec.generate_private_key(ec.SECP256R1())
    .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    .decode()
}
# What each asks for, so that there is an address to write to; X gives none.
SCOPES = {
    "apple": {"name", "email"},
    "facebook": {"email,public_profile"},
    "github": {"user:email"},
    "google": {"openid", "profile", "email"},
    "line": {"openid", "profile", "email"},
    "twitter_oauth2": {"users.read", "tweet.read"},
}


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.id)
def test_each_appears_with_its_keys_wherever_one_comes_in(provider: Provider, switch_on: SwitchOn) -> None:
    article = ArticleFactory()
    pages = ["/accounts/login/", "/accounts/signup/"]
    assert not any(f">{provider.name}<" in Client().get(path).text for path in pages)
    assert f"{provider.name} Connect" not in page(Client(), article)
    switch_on(keys(provider))
    article.save()
    for path in pages:
        answer = Client().get(path)
        assert f">{provider.name}<" in answer.text
        form_action = answer["Content-Security-Policy"].partition("form-action ")[2].partition(";")[0]
        assert form_action.split() == ["'self'", *provider.origins]


def test_no_page_asks_the_database_which_there_are(
    client: Client, switch_on: SwitchOn, django_assert_num_queries: Any
) -> None:
    client.get("/accounts/login/")
    with CaptureQueriesContext(connection) as without:
        client.get("/accounts/login/")
    switch_on({name: value for provider in PROVIDERS for name, value in keys(provider).items()})
    with django_assert_num_queries(len(without)):
        assert "Yahoo! JAPAN" in client.get("/accounts/login/").text


def test_the_desk_offers_no_second_place_to_switch_them_on() -> None:
    assert not admin.site.is_registered(SocialApp) and not admin.site.is_registered(SocialToken)


@pytest.mark.parametrize("provider", FIXED, ids=lambda provider: provider.id)
def test_its_button_leads_there(provider: Provider, client: Client, switch_on: SwitchOn) -> None:
    switch_on(keys(provider))
    sent = client.post(f"/accounts/{provider.id}/login/")["Location"]
    parts, query = urlsplit(sent), query_of(sent)
    assert f"{parts.scheme}://{parts.netloc}" in provider.origins
    assert query["client_id"] == "client_id-value"
    assert query["redirect_uri"] == f"http://testserver/accounts/{provider.id}/login/callback/"
    assert set(query["scope"].split()) == SCOPES[provider.id] or provider.id == "facebook"


@pytest.mark.parametrize("site", [*(provider.id for provider in PROVIDERS), "example"])
def test_every_login_is_bound_to_its_browser_by_pkce(
    site: str, client: Client, switch_on: SwitchOn, settings: Any, a_provider: OidcServer
) -> None:
    """RFC 7636, 4.3: by the digest of a secret that stays in the session until the code is used."""
    environment = a_provider.environment()
    for provider in PROVIDERS:
        environment |= keys(provider)
    switch_on(environment)
    for app in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]:
        # Yahoo! JAPAN's is far away, and says of itself as much.
        app["settings"]["server_url"] = a_provider.issuer
    with_pages_of_their_own = site in {provider.id for provider in FIXED}
    path = f"/accounts/{site}/login/" if with_pages_of_their_own else f"/accounts/oidc/{site}/login/"
    query = query_of(client.post(path)["Location"])
    (state,) = client.session["socialaccount_states"].values()
    verifier = state[0]["pkce_code_verifier"]
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    assert len(verifier) >= 43 and verifier not in query.values()
    assert query["code_challenge"] == digest and query["code_challenge_method"] == "S256"


@pytest.mark.parametrize("site", ["apple", "facebook", "github", "google", "line", "twitter_oauth2"])
def test_its_secret_is_shown_for_the_token_in_what_is_posted(
    site: str, client: Client, switch_on: SwitchOn, rf: Any
) -> None:
    switch_on(
        keys(next(provider for provider in PROVIDERS if provider.id == site))
        | (APPLES if site == "apple" else {})
    )
    request = rf.get("/")
    request.session = client.session
    with context.request_context(request), _listening() as (address, heard):
        provider = get_adapter(request).get_provider(request, site)
        asking = provider.get_oauth2_adapter(request).get_client(request, provider.app)
        asking.access_token_url = address
        asking.get_access_token("the-code", pkce_code_verifier="the-secret-of-the-browser")
    ((path, form),) = heard
    assert "?" not in path and form["code"] == ["the-code"]
    assert form["code_verifier"] == ["the-secret-of-the-browser"]


@pytest.mark.parametrize("site", ["facebook", "google"])
def test_nobody_logs_in_by_a_token_without_a_code(site: str, client: Client, switch_on: SwitchOn) -> None:
    switch_on(keys(next(provider for provider in PROVIDERS if provider.id == site)))
    path = f"/accounts/{site}/login/token/"
    for answer in (client.get(path), client.post(path, {"access_token": "x", "credential": "x"})):
        assert answer.status_code == 404


@contextmanager
def _listening() -> Iterator[tuple[str, list[tuple[str, dict[str, list[str]]]]]]:
    """(the address of a site that gives a token to everybody, the path and the form of each who asked)."""
    heard: list[tuple[str, dict[str, list[str]]]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            heard.append((self.path, parse_qs(form)))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(b'{"access_token": "t"}')

        def log_message(self, *_: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/token", heard
        finally:
            server.shutdown()


def test_yahoo_japan_s_login_is_openid_connect_with_its_peculiarities(switch_on: SwitchOn) -> None:
    yahoo = next(provider for provider in PROVIDERS if provider.id == "yahoo-japan")
    (app,) = switched_on(keys(yahoo)).providers["openid_connect"]["APPS"]
    assert app["settings"]["server_url"] == "https://auth.login.yahoo.co.jp/yconnect/v2"
    assert app["settings"]["oauth_pkce_enabled"] and app["settings"]["auth_params"] == {"bail": "1"}


def test_apple_s_key_may_be_written_on_one_line() -> None:
    apple = next(provider for provider in PROVIDERS if provider.id == "apple")
    (app,) = switched_on(keys(apple) | {"APPLE_PRIVATE_KEY": "begin\\nmiddle\\nend"}).providers["apple"][
        "APPS"
    ]
    assert app["settings"]["certificate_key"] == "begin\nmiddle\nend"


def test_apple_s_answer_comes_as_a_form_and_finds_its_way(client: Client, switch_on: SwitchOn) -> None:
    switch_on(keys(next(provider for provider in PROVIDERS if provider.id == "apple")))
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/accounts/apple/login/callback/", {"state": "unknown", "code": "x"})
    assert answer.status_code == 302
    page = strict.get(answer["Location"].removeprefix("http://testserver"))
    assert page.status_code == 401 and "That login didn't work" in page.text


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.id)
def test_half_of_its_keys_are_named_and_refused(provider: Provider) -> None:
    all_keys = keys(provider)
    for name in all_keys:
        some = {other: value for other, value in all_keys.items() if other != name}
        with pytest.raises(ImproperlyConfigured, match=f"{name} must be set as well"):
            switched_on(some)
        # An empty variable is one that isn't set.
        with pytest.raises(ImproperlyConfigured, match=f"{name} must be set as well"):
            switched_on(some | {name: " "})


class TestAnyOpenIDConnectProvider:
    KEYS = {
        "OIDC_CITY_HALL_CLIENT_ID": "a",
        "OIDC_CITY_HALL_CLIENT_SECRET": "b",
        "OIDC_CITY_HALL_SERVER": "https://id.city.example/realms/all/",
    }

    def test_is_named_by_its_variables(self) -> None:
        more = {
            "OIDC_OTHER_CLIENT_ID": "a",
            "OIDC_OTHER_CLIENT_SECRET": "b",
            "OIDC_OTHER_SERVER": "https://o.example",
        }
        named = {"OIDC_OTHER_NAME": "The Other"}
        found = switched_on(self.KEYS | more | named)
        apps = found.providers["openid_connect"]["APPS"]
        assert [(app["provider_id"], app["name"]) for app in apps] == [
            ("city-hall", "City Hall"),
            ("other", "The Other"),
        ]
        assert apps[0]["settings"]["server_url"] == "https://id.city.example/realms/all"
        assert found.origins == ["https://id.city.example", "https://o.example"]

    def test_may_send_the_browser_on_to_further_places(self) -> None:
        further = {"OIDC_CITY_HALL_ORIGINS": "https://login.city.example, https://m.city.example"}
        assert switched_on(self.KEYS | further).origins[1:] == [
            "https://login.city.example",
            "https://m.city.example",
        ]

    @pytest.mark.parametrize("server", ["", "http://id.city.example", "id.city.example", "ftp://x"])
    def test_is_refused_where_others_could_speak_for_it(self, server: str) -> None:
        with pytest.raises(ImproperlyConfigured, match="OIDC_CITY_HALL_SERVER is to be an https address"):
            switched_on(self.KEYS | {"OIDC_CITY_HALL_SERVER": server})

    def test_can_t_take_another_s_name(self) -> None:
        renamed = {name.replace("CITY_HALL", "GOOGLE"): value for name, value in self.KEYS.items()}
        with pytest.raises(ImproperlyConfigured, match="Choose another"):
            switched_on(renamed)


def start(**environment: str) -> Any:
    """Has a process of its own read the settings and say which sites it knows."""
    says = (
        "import django; django.setup(); from django.conf import settings;"
        "from allauth.socialaccount.adapter import get_adapter;"
        "print(*[p.name for p in get_adapter().list_providers(None)], settings.SECURE_CSP['form-action'])"
    )
    environment = os.environ | {"DATABASE_URL": "postgres://nowhere/none"} | environment
    return subprocess.run(
        [sys.executable, "-c", says],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_process_reads_them_at_its_start() -> None:
    read = start(GITHUB_CLIENT_ID="a", GITHUB_CLIENT_SECRET="b", LINE_CLIENT_ID="c", LINE_CLIENT_SECRET="d")
    assert read.stdout.startswith("LINE GitHub ") and "https://github.com" in read.stdout


def test_a_process_with_half_of_them_says_what_is_missing_and_ends() -> None:
    read = start(GITHUB_CLIENT_ID="a")
    assert read.returncode != 0 and "GITHUB_CLIENT_SECRET must be set as well" in read.stderr
