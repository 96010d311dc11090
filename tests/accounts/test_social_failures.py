"""A login with another site's account that comes to nothing: each time a page that says why, and leads on."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.accounts.entrance import is_in
from tests.accounts.social import ADA, PLACE, come_by, land, leave, query_of
from tests.oidc.server import OidcServer, oidc_server

pytestmark = pytest.mark.django_db
WAY_BACK = 'href="/harbour/story/#composer"'


@pytest.fixture(autouse=True)
def _nobody_comes_in(client: Client, db: None) -> Iterator[None]:
    yield
    assert not is_in(client) and not User.objects.exists() and not SocialAccount.objects.exists()


def test_who_turns_back_is_told_that_nothing_was_done(client: Client, example_id: OidcServer) -> None:
    page = come_by(client, example_id, None)
    assert page.status_code == 200 and "Nothing was done" in page.text
    assert "Try Example ID again" in page.text and WAY_BACK in page.text


def test_a_way_back_that_another_browser_began_is_not_known(example_id: OidcServer, client: Client) -> None:
    back = example_id.visit(leave(Client()), ADA)
    page = land(client, back)
    assert page.status_code == 401 and "by a way that we don't know" in page.text
    assert "Try Example ID again" in page.text


def test_a_way_back_is_not_known_after_ten_minutes_but_where_the_reader_was_is(
    client: Client, example_id: OidcServer
) -> None:
    back = example_id.visit(leave(client), ADA)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        page = land(client, back)
    assert page.status_code == 401 and WAY_BACK in page.text


@pytest.mark.parametrize(
    "query", [{}, {"code": "x"}, {"state": "x", "code": "y"}, {"error": "server_error"}, {"state": "\x00"}]
)
def test_a_made_up_way_back_is_not_known(
    client: Client, example_id: OidcServer, query: dict[str, str]
) -> None:
    page = client.get("/accounts/oidc/example/login/callback/", query)
    assert page.status_code == 401 and "by a way that we don't know" in page.text


def test_a_code_works_once(client: Client, example_id: OidcServer) -> None:
    back = example_id.visit(leave(client), ADA | {"preferred_username": ""})
    assert land(client, back).status_code == 302
    page = land(client, back)
    assert page.status_code == 401 and "by a way that we don't know" in page.text


def test_a_code_that_was_used_is_refused_on_another_way_back_too(
    client: Client, example_id: OidcServer
) -> None:
    used = query_of(example_id.visit(leave(client), ADA | {"preferred_username": ""}))
    client.get("/accounts/oidc/example/login/callback/", used)
    fresh = query_of(example_id.visit(leave(client), ADA))
    page = client.get("/accounts/oidc/example/login/callback/", fresh | {"code": used["code"]})
    assert page.status_code == 401 and "no answer that we can trust" in page.text
    assert WAY_BACK in page.text


def test_a_code_of_somebody_else_is_no_use(client: Client, example_id: OidcServer) -> None:
    stolen = query_of(example_id.visit(leave(Client()), ADA))
    own = query_of(leave(client))
    answer = {"state": own["state"], "code": stolen["code"]}
    page = client.get("/accounts/oidc/example/login/callback/", answer)
    assert page.status_code == 401 and "no answer that we can trust" in page.text


class TestASiteThatIsAway:
    def check(self, page: Any) -> None:
        assert page.status_code == 401 and "Example ID doesn't answer us at the moment" in page.text
        assert "Try Example ID again" in page.text and "Log in another way" in page.text

    def test_is_told_before_the_reader_leaves(self, client: Client, switch_on: Any) -> None:
        with oidc_server() as server:
            switch_on(server.environment())
            server.kill()
            self.check(client.post(f"/accounts/oidc/example/login/?{urlencode({'next': PLACE})}"))

    def test_is_told_when_the_reader_comes_back(self, client: Client, switch_on: Any) -> None:
        with oidc_server() as server:
            switch_on(server.environment())
            back = server.visit(leave(client), ADA)
            server.kill()
            page = land(client, back)
            self.check(page)
            assert WAY_BACK in page.text

    @pytest.mark.parametrize("answer", [(500, b"{}"), (404, b"{}"), (200, b"<p>Moved"), None])
    def test_is_told_whatever_it_says_instead(
        self, client: Client, switch_on: Any, settings: Any, answer: tuple[int, bytes] | None
    ) -> None:
        settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 1
        with _saying(answer) as address:
            switch_on(OidcServer(None, address).environment())  # type: ignore[arg-type]
            self.check(client.post("/accounts/oidc/example/login/"))


@contextmanager
def _saying(answer: tuple[int, bytes] | None) -> Iterator[str]:
    """The address of a server that answers everything with this status and body; for None it never does."""
    leaving = threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if answer is None:
                leaving.wait(20)
                return
            self.send_response(answer[0])
            self.end_headers()
            self.wfile.write(answer[1])

        def log_message(self, *_: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            leaving.set()
            server.shutdown()
