"""Whoever has no secret here, and maybe no address that is theirs, shows where they come from that it is still they."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from accounts.models import User
from tests.accounts.entrance import AGAIN, confirm, is_in, set_up_app
from tests.accounts.social import ADA, come_by, land, query_of
from tests.factories import UserFactory
from tests.oidc.server import OidcServer

pytestmark = pytest.mark.django_db

PAGE, BY_MAIL = f"{AGAIN}elsewhere/", f"{AGAIN}code/"
DATA, ERASURE = "/accounts/data/", "/accounts/erasure/"


@pytest.fixture
def reader(client: Client, example_id: OidcServer) -> Client:
    """Who came an hour ago by another site's login, and whose address another account has confirmed since."""
    with time_machine.travel(time.time() - 3600):
        come_by(client, example_id, ADA | {"email_verified": False})
        client.post("/accounts/3rdparty/signup/", {"email": ADA["email"]})
    owner = UserFactory(username="owner", email=ADA["email"])
    confirm(owner)
    User.objects.void_claims(owner.email, but_of=owner)
    return client


@pytest.fixture
def confirmed(client: Client, example_id: OidcServer) -> Client:
    """Who came an hour ago, with an address of which the other site has seen the proof."""
    with time_machine.travel(time.time() - 3600):
        come_by(client, example_id, ADA)
    return client


def leave(client: Client, onward: str = DATA) -> str:
    answer = client.post(PAGE, {"site": "example", "next": onward})
    assert answer.status_code == 302, answer.status_code
    return answer["Location"]


def without(address: str, *names: str) -> str:
    """As whoever sits before the browser that was left open can make it."""
    kept = {name: value for name, value in query_of(address).items() if name not in names}
    return urlsplit(address)._replace(query=urlencode(kept)).geturl()


@pytest.mark.parametrize("path", [DATA, "/accounts/password/set/"])
def test_they_are_asked_before_what_keeps_the_account_safe(reader: Client, path: str) -> None:
    answer = reader.get(path)
    assert answer["Location"] == f"{PAGE}?{urlencode({'next': path})}"
    page = reader.get(answer["Location"]).text
    assert "Go to Example ID" in page and "A code by email" not in page


def test_a_login_there_leads_on_to_where_they_were(reader: Client, example_id: OidcServer) -> None:
    address = leave(reader)
    assert query_of(address)["prompt"] == "login" and query_of(address)["max_age"] == "0"
    assert land(reader, example_id.visit(address, ADA))["Location"] == DATA
    assert reader.get(DATA).status_code == 200 and b'"profile"' in b"".join(reader.post(DATA))
    with time_machine.travel(time.time() + 360):
        assert reader.get(DATA).status_code == 302


def test_what_was_pressed_is_done_once_they_have_shown_it(reader: Client, example_id: OidcServer) -> None:
    reader.post(ERASURE, {"comments": "removed"})
    user = User.objects.get(username="ada")
    assert user.erasure_due_at is None
    answer = land(reader, example_id.visit(leave(reader, ERASURE), ADA))
    user.refresh_from_db()
    assert answer["Location"] == ERASURE and user.erasure_due_at and user.erasure_removes


def test_a_site_that_did_not_ask_anew_proves_nothing(reader: Client, example_id: OidcServer) -> None:
    address = without(leave(reader), "prompt", "max_age")
    answer = land(reader, example_id.visit(address, ADA))
    assert "ask who you are" in reader.get(answer["Location"]).text
    assert answer["Location"].startswith(PAGE) and reader.get(DATA).status_code == 302


def test_a_login_there_from_before_proves_nothing(reader: Client, example_id: OidcServer) -> None:
    with time_machine.travel(time.time() + 120):
        address = leave(reader)
        answer = land(reader, example_id.visit(address, ADA))
    assert answer["Location"].startswith(PAGE) and reader.get(DATA).status_code == 302


@pytest.mark.parametrize("sub", ["bea", "nobody"])
def test_another_s_account_there_proves_nothing(reader: Client, example_id: OidcServer, sub: str) -> None:
    SocialAccount.objects.create(user=UserFactory(username="bea"), provider="example", uid="bea")
    answer = land(reader, example_id.visit(leave(reader), {"sub": sub}))
    assert "not the one that opens this account" in reader.get(answer["Location"]).text
    assert reader.get(DATA).status_code == 302
    assert is_in(reader) and SocialAccount.objects.filter(uid=sub).count() == (sub == "bea")


def test_one_s_own_other_account_that_only_shares_an_address_proves_nothing(
    confirmed: Client, example_id: OidcServer
) -> None:
    answer = land(confirmed, example_id.visit(leave(confirmed), ADA | {"sub": "other"}))
    assert answer["Location"].startswith(PAGE) and confirmed.get(DATA).status_code == 302
    assert SocialAccount.objects.count() == 1


def test_who_turns_back_there_is_led_to_the_proof_again(reader: Client, example_id: OidcServer) -> None:
    page = land(reader, example_id.visit(leave(reader), None)).text
    assert "Nothing was done" in page and f'href="{PAGE}?{urlencode({"next": DATA})}"' in page
    assert reader.get(DATA).status_code == 302


def test_the_answer_works_once(reader: Client, example_id: OidcServer) -> None:
    address = example_id.visit(leave(reader), ADA)
    land(reader, address)
    with time_machine.travel(time.time() + 360):
        assert "came back by a way that we don" in land(reader, address).text
        assert reader.get(DATA).status_code == 302


def test_it_stands_beside_the_code_by_mail_for_who_has_mistyped_the_address(confirmed: Client) -> None:
    assert confirmed.get(DATA)["Location"].startswith(BY_MAIL)
    assert f"{PAGE}?next=" in confirmed.get(BY_MAIL, {"next": DATA}).text
    assert f"{BY_MAIL}?next=" in confirmed.get(PAGE, {"next": DATA}).text


def test_another_site_is_connected_after_the_proof(reader: Client, example_id: OidcServer) -> None:
    answer = come_by(reader, example_id, {"sub": "second"}, process="connect", next="")
    assert answer["Location"] == AGAIN and reader.get(AGAIN)["Location"].startswith(PAGE)
    land(reader, example_id.visit(leave(reader, ""), ADA))
    assert SocialAccount.objects.get(uid="second").user.username == "ada"


@pytest.mark.parametrize("site", ["", "facebook", "a\x00b", "x" * 5_000])
def test_a_site_that_opens_nothing_is_none(reader: Client, site: str) -> None:
    answer = reader.post(PAGE, {"site": site})
    assert answer.status_code == 200 and "Go to Example ID" in answer.text


def test_nobody_is_led_off_the_site(reader: Client, example_id: OidcServer) -> None:
    answer = land(reader, example_id.visit(leave(reader, "//evil.example/"), ADA))
    assert answer["Location"] == "/accounts/"


def test_who_has_a_factor_is_asked_for_that(client: Client, example_id: OidcServer) -> None:
    come_by(client, example_id, ADA)
    set_up_app(client)
    assert client.get(PAGE)["Location"].startswith("/accounts/2fa/reauthenticate/")


def test_who_has_no_way_at_all_can_still_go(reader: Client, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert reader.get(DATA).status_code == 200
    EmailAddress.objects.create(user=User.objects.get(username="ada"), email="new@example.com", primary=True)
    assert reader.get(DATA)["Location"].startswith(BY_MAIL)


def test_the_page_is_for_who_is_logged_in(client: Client) -> None:
    for answer in (client.get(PAGE), client.post(PAGE, {"site": "example"})):
        assert answer["Location"].startswith("/accounts/login/")
