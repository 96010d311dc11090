"""Logging in with a code from one's mail instead of a password."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from tests.accounts.entrance import is_in
from tests.accounts.mails import code_in
from tests.accounts.social import PLACE
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
ASK, ANSWER = "/accounts/login/code/", "/accounts/login/code/confirm/"


@pytest.fixture(autouse=True)
def _ada(transactional_db: None) -> None:
    user = UserFactory(username="ada", email="ada@example.com")
    EmailAddress.objects.create(user=user, email=user.email, primary=True)


def ask(client: Client, email: str = "ada@example.com") -> Any:
    return client.post(ASK, {"email": email, "next": PLACE})


def test_the_code_opens_the_account_and_leads_back(client: Client, mails: Any) -> None:
    onward = ask(client)["Location"]
    assert onward.startswith(ANSWER) and f'value="{PLACE}"' in client.get(onward).text
    (mail,) = mails()
    assert mail["To"] == "ada@example.com"
    answer = client.post(ANSWER, {"code": code_in(mail), "next": PLACE})
    assert answer["Location"] == PLACE and is_in(client)
    # Who reads the mail has shown whose address it is.
    assert EmailAddress.objects.get().verified


def test_another_way_leads_back_to_the_login_that_still_knows_the_place(client: Client) -> None:
    page = client.get(ask(client)["Location"])
    (onward,) = re.findall(r'name="next"\s+value="(/accounts/login/[^"]*)"', page.text)
    answer = client.post("/accounts/logout/", {"next": unescape(onward)})
    assert f'name="next" value="{PLACE}"' in client.get(answer["Location"]).text


def test_a_code_works_once_and_in_the_browser_that_asked_for_it(client: Client, mails: Any) -> None:
    ask(client)
    code = code_in(mails()[0])
    other = Client()
    assert other.post(ANSWER, {"code": code})["Location"] == ASK and not is_in(other)
    client.post(ANSWER, {"code": code})
    client.post("/accounts/logout/")
    client.post(ANSWER, {"code": code})
    assert not is_in(client)


def test_a_code_works_for_fifteen_minutes(client: Client, mails: Any) -> None:
    ask(client)
    code = code_in(mails()[0])
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert client.post(ANSWER, {"code": code})["Location"] == ASK
    assert not is_in(client)


def test_the_third_wrong_code_ends_the_try(client: Client, mails: Any) -> None:
    ask(client)
    code = code_in(mails()[0])
    for typed in ("wrong", "", "\x00"):
        client.post(ANSWER, {"code": typed})
    client.post(ANSWER, {"code": code})
    assert not is_in(client)


def test_a_wrong_code_is_said_beside_the_field(client: Client) -> None:
    ask(client)
    page = client.post(ANSWER, {"code": "WRONG"})
    assert page.status_code == 200 and page.context["form"].errors["code"]


def test_an_unknown_address_is_answered_in_the_same_words(client: Client, mails: Any) -> None:
    other = Client()
    pages = []
    for each, address in ((client, "ada@example.com"), (other, "eve@example.com")):
        ask(each, address)
        pages.append(re.sub(r'value="[^"]{30,}"', "", each.get(ANSWER).text).replace(address, ""))
    assert pages[0] == pages[1]
    assert [mail["To"] for mail in mails()] == ["ada@example.com"]


def test_a_new_code_can_be_had_once_the_first_does_not_come(client: Client, mails: Any) -> None:
    ask(client)
    client.post(ANSWER, {"action": "resend", "next": PLACE})
    first, second = mails()
    assert code_in(first) != code_in(second)
    client.post(ANSWER, {"code": code_in(second)})
    assert is_in(client)


def test_another_way_leads_back_to_the_login(client: Client) -> None:
    ask(client)
    assert client.post("/accounts/logout/", {"next": "/accounts/login/"})["Location"] == "/accounts/login/"
    assert client.get("/accounts/login/").status_code == 200


@pytest.mark.parametrize("email", ["", "no address", "a\x00@example.com", "a" * 300 + "@example.com"])
def test_what_is_no_address_is_said_beside_the_field(client: Client, email: str) -> None:
    page = ask(client, email)
    assert page.status_code == 200 and page.context["form"].errors["email"]
