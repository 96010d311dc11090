"""A site that one logs in with may answer whatever it likes: the reader is told in a sentence, and nothing of ours breaks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from accounts.models import User
from tests.accounts.entrance import is_in
from tests.accounts.social import ADA, PLACE, come_by, land, leave
from tests.oidc.server import OidcServer

pytestmark = pytest.mark.django_db

DEEP = {"before": "[" * 2, "piece": "[", "times": 100_000}
DEEP_CLAIM = {"before": '{"sub": "ada", "x": ', "piece": '{"a":', "times": 500, "after": "1" + "}" * 501}
CLOSED = {"before": '{"sub": "ada", "x": ', "piece": "[", "times": 40, "after": "]" * 40 + "}"}
HUGE = {"before": '{"sub": "ada", "name": "', "piece": "a" * 1000, "times": 5_000, "after": '"}'}
# In tokens: what allauth takes for text, and for a number of seconds.
TOKENS: list[Any] = [
    [],
    "access_token",
    ["access_token"],
    5,
    None,
    {"access_token": None},
    {"access_token": 5},
    {"access_token": ["a"]},
    {"access_token": {"a": "b"}},
    {"access_token": "a\r\nX: y"},
    {"access_token": "\ud800"},
    {"access_token": "日本"},
    {"access_token": "a", "id_token": 5},
    {"access_token": "a", "id_token": ["a"]},
    {"access_token": "a", "id_token": "a.b.c"},
    {"access_token": "a", "id_token": "e30.e30.e30"},
]


@pytest.fixture
def site(example_id: OidcServer) -> Iterator[OidcServer]:
    """One that is odd for a test only."""
    yield example_id
    example_id.be_odd()


def check_told(client: Client, page: Any) -> None:
    assert page.status_code == 401 and "Try Example ID again" in page.text
    told = page.text.replace("&#x27;", "'")
    assert "doesn't answer us at the moment" in told or "no answer that we can trust" in told
    assert not is_in(client) and not User.objects.exists() and not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        DEEP,
        DEEP_CLAIM,
        CLOSED,
        HUGE,
        {"piece": "1" * 5000},
        {"piece": "{"},
        {"piece": "null"},
        {"piece": "\x00"},
    ],
    ids=["deep", "deep claim", "deep and closed", "huge", "a number", "half", "null", "NUL"],
)
@pytest.mark.parametrize("question", ["token", "userinfo"])
def test_what_cannot_be_gone_through_is_told(
    client: Client, site: OidcServer, question: str, said: dict[str, Any]
) -> None:
    site.be_odd(**{question: said})
    check_told(client, come_by(client, site, ADA))


@pytest.mark.parametrize("said", TOKENS, ids=ascii)
def test_tokens_of_odd_kinds_are_told(client: Client, site: OidcServer, said: Any) -> None:
    odd = {"token": {"piece": json.dumps(said)}}
    site.be_odd(**odd)
    check_told(client, come_by(client, site, ADA))


@pytest.mark.parametrize("question", ["token", "userinfo"])
@pytest.mark.parametrize("elsewhere", ["/me", "/token", "http://127.0.0.1:9/", "ftp://x/", "//"])
def test_whoever_sends_us_round_in_circles_or_nowhere_is_told(
    client: Client, site: OidcServer, question: str, elsewhere: str
) -> None:
    odd = {name: {"elsewhere": elsewhere} for name in {question, "userinfo"}}
    site.be_odd(**odd)
    check_told(client, come_by(client, site, ADA))


@pytest.mark.parametrize("kind", ["", "text/html", "x"])
def test_an_answer_is_read_whatever_it_is_called(client: Client, site: OidcServer, kind: str) -> None:
    odd = {"userinfo": {"piece": json.dumps(ADA), "type": kind}}
    site.be_odd(**odd)
    assert come_by(client, site, ADA)["Location"] == PLACE and is_in(client)


@pytest.mark.parametrize("kind", ["", "text/html"])
def test_nor_does_a_token_without_a_kind_break_anything(client: Client, site: OidcServer, kind: str) -> None:
    odd = {"token": {"piece": "x=y", "type": kind}}
    site.be_odd(**odd)
    check_told(client, come_by(client, site, ADA))


@pytest.mark.parametrize("claim", ["name", "locale", "anything"])
def test_a_long_claim_is_left_out(client: Client, site: OidcServer, claim: str) -> None:
    site.be_odd(userinfo={"piece": json.dumps(ADA | {claim: "é" * 2000})})
    come_by(client, site, ADA)
    assert is_in(client) and claim not in SocialAccount.objects.get().extra_data["userinfo"]


ELSEWHERE = dict.fromkeys(["token_endpoint", "userinfo_endpoint", "jwks_uri"], "http://127.0.0.1:9/")


@pytest.mark.parametrize(
    "said",
    [
        "[]",
        "5",
        "{}",
        "[" * 100_000,
        json.dumps(ELSEWHERE | {"authorization_endpoint": 5}),
        json.dumps(ELSEWHERE | {"authorization_endpoint": "javascript:alert(1)"}),
    ],
    ids=lambda said: said[-30:],
)
def test_a_site_that_says_nonsense_of_itself_is_told(client: Client, site: OidcServer, said: str) -> None:
    back = site.visit(leave(client), ADA)
    site.be_odd(discovery={"piece": said})
    check_told(client, client.post("/accounts/oidc/example/login/"))
    check_told(client, land(client, back))
