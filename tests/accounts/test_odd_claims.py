"""What a site says by OpenID Connect may be anything: what can't be used is left out, and who has no usable `sub` isn't let in."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from accounts.models import User
from tests.accounts.entrance import is_in
from tests.accounts.social import ADA, PLACE, come_by
from tests.oidc.server import OidcServer

pytestmark = pytest.mark.django_db
FORM = "/accounts/3rdparty/signup/"
ODD = ["a\x00b", "\ud800", ["ada"], {"a": "ada"}, 5, True, {"a": ["\x00"]}]


@pytest.mark.parametrize("odd", ODD, ids=ascii)
@pytest.mark.parametrize("claim", ["name", "given_name"])
def test_an_odd_claim_that_isn_t_needed_keeps_nobody_out(
    client: Client, example_id: OidcServer, claim: str, odd: Any
) -> None:
    assert come_by(client, example_id, ADA | {claim: odd})["Location"] == PLACE and is_in(client)
    assert claim not in SocialAccount.objects.get().extra_data["userinfo"]


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_who_brings_an_odd_name_is_asked_for_one(client: Client, example_id: OidcServer, odd: Any) -> None:
    assert come_by(client, example_id, ADA | {"preferred_username": odd})["Location"] == FORM
    assert client.get(FORM).status_code == 200
    assert client.post(FORM, {"username": "Countess"})["Location"] == PLACE and is_in(client)


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_who_brings_an_odd_address_is_asked_for_one(client: Client, example_id: OidcServer, odd: Any) -> None:
    assert come_by(client, example_id, ADA | {"email": odd})["Location"] == FORM
    assert client.get(FORM).status_code == 200
    assert client.post(FORM, {"email": "ada@example.com"})["Location"] == PLACE and is_in(client)


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_a_known_reader_comes_in_whatever_is_said_of_them_later(example_id: OidcServer, odd: Any) -> None:
    come_by(Client(), example_id, ADA)
    again = Client()
    later = ADA | dict.fromkeys(["name", "preferred_username", "email"], odd)
    assert come_by(again, example_id, later)["Location"] == PLACE and is_in(again)
    assert User.objects.get().username == "ada"


def check_refused(client: Client, page: Any) -> None:
    assert page.status_code == 401 and "That login didn't work</h1>" in page.text.replace("&#x27;", "'")
    assert "no answer that we can trust" in page.text and "Try Example ID again" in page.text
    assert not is_in(client) and not User.objects.exists() and not SocialAccount.objects.exists()


@pytest.mark.parametrize("sub", ["a" * 192, "a" * 400, "a\x00", "a\n", "\x85", "\ud800"], ids=ascii)
def test_who_is_called_what_cannot_be_kept_is_not_let_in(
    client: Client, example_id: OidcServer, sub: str
) -> None:
    check_refused(client, come_by(client, example_id, ADA | {"sub": sub}))


@pytest.mark.parametrize("sub", ["", None, 5, True, ["ada"], {"a": "ada"}, "a" * 400, "\x00"], ids=ascii)
def test_nor_is_who_is_called_nothing_or_no_text(client: Client, example_id: OidcServer, sub: Any) -> None:
    check_refused(client, come_by(client, example_id, ADA | {"said_sub": sub}))


def test_nor_is_whom_the_site_calls_by_two_names(client: Client, example_id: OidcServer) -> None:
    check_refused(client, come_by(client, example_id, ADA | {"said_sub": "bea"}))


def test_the_longest_that_can_be_kept_comes_in(client: Client, example_id: OidcServer) -> None:
    assert come_by(client, example_id, ADA | {"sub": "é" * 191})["Location"] == PLACE and is_in(client)
    assert SocialAccount.objects.get().uid == "é" * 191
