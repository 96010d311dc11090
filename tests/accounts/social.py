"""A reader on the way to another site and back, by the addresses that the site gives."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.test import Client

from tests.oidc.server import OidcServer

# Where the reader was, and is to come back to.
PLACE = "/harbour/story/#composer"
ADA = {"sub": "ada", "preferred_username": "ada", "email": "ada@example.com", "email_verified": True}


def leave(client: Client, **query: str) -> str:
    """Presses the button of Example ID; the address that the browser is sent to."""
    answer = client.post(f"/accounts/oidc/example/login/?{urlencode({'next': PLACE} | query)}")
    assert answer.status_code == 302, answer.status_code
    return answer["Location"]


def land(client: Client, address: str) -> Any:
    """Comes back to the site at the address that the other site gave."""
    return client.get(address.removeprefix("http://testserver"))


def come_by(client: Client, server: OidcServer, claims: dict[str, Any] | None, **query: str) -> Any:
    """The whole way as whoever `claims` say, or turning back for None; what the site answers at its end."""
    return land(client, server.visit(leave(client, **query), claims))


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
