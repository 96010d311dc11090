"""Whoever has neither a password nor a second factor shows by a code from their mail that it is they."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from tests.accounts.entrance import AGAIN, log_in, set_up_app
from tests.accounts.mails import code_in, text_of
from tests.accounts.social import ADA, come_by
from tests.factories import PASSWORD, UserFactory
from tests.oidc.server import OidcServer

pytestmark = pytest.mark.django_db

PAGE, DATA, ERASURE = f"{AGAIN}code/", "/accounts/data/", "/accounts/erasure/"


@pytest.fixture
def reader(client: Client, example_id: OidcServer, mails: Any) -> Any:
    """Who came by another site's login an hour ago."""
    with time_machine.travel(time.time() - 3600):
        come_by(client, example_id, ADA)
    mails()
    return client


def ask(client: Client, mails: Any) -> str:
    """Has a code sent, and reads it."""
    client.post(PAGE, {"send": "1", "next": DATA})
    mail = mails()[-1]
    assert mail["To"] == ADA["email"]
    return code_in(mail)


@pytest.mark.parametrize(
    "path", [DATA, "/accounts/password/set/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"]
)
def test_they_are_asked_before_what_keeps_the_account_safe(reader: Client, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 302 and answer["Location"].startswith(f"{PAGE}?next=")
    page = reader.get(answer["Location"]).text
    assert "we send a code to <strong>ada@example.com</strong>" in page and "Send the code" in page


def test_who_has_just_come_is_not_asked(client: Client, example_id: OidcServer) -> None:
    come_by(client, example_id, ADA)
    assert client.get(DATA).status_code == 200


def test_the_code_leads_on_to_where_they_were(reader: Client, mails: Any) -> None:
    code = ask(reader, mails)
    page = reader.get(PAGE, {"next": DATA}).text
    assert "Type the code from our mail to <strong>ada@example.com</strong>" in page
    assert "the account ada" in text_of(mails()[-1])
    answer = reader.post(PAGE, {"code": code, "next": DATA})
    assert answer["Location"] == DATA and reader.get(DATA).status_code == 200
    with time_machine.travel(time.time() + 360):
        assert reader.get(DATA).status_code == 302


def test_what_was_pressed_is_done_once_they_have_shown_it(reader: Client, mails: Any) -> None:
    answer = reader.post(ERASURE, {"comments": "removed"})
    assert answer["Location"].startswith(PAGE) and User.objects.get().erasure_due_at is None
    reader.post(PAGE, {"code": ask(reader, mails), "next": ERASURE})
    user = User.objects.get()
    assert user.erasure_due_at and user.erasure_removes


def test_a_code_works_once_and_for_fifteen_minutes(reader: Client, mails: Any) -> None:
    code = ask(reader, mails)
    with time_machine.travel(time.time() + 16 * 60):
        page = reader.post(PAGE, {"code": code})
        assert "works no more" in page.text and reader.get(DATA).status_code == 302
    code = ask(reader, mails)
    assert reader.post(PAGE, {"code": code, "next": DATA}).status_code == 302
    assert "works no more" in reader.post(PAGE, {"code": code}).text


def test_after_the_third_wrong_one_none_works(reader: Client, mails: Any) -> None:
    code = ask(reader, mails)
    said = [reader.post(PAGE, {"code": "wrong"}).text for _ in range(3)]
    assert all("Incorrect code" in page or "right code" in page for page in said[:2])
    assert "Have a new one sent" in said[2]
    assert "Have a new one sent" in reader.post(PAGE, {"code": code}).text
    assert reader.get(DATA).status_code == 302
    assert reader.post(PAGE, {"code": ask(reader, mails), "next": DATA})["Location"] == DATA


@pytest.mark.parametrize("typed", ["", "x" * 5_000, "a\x00b", "\u202e"])
def test_what_no_code_can_be_is_said_beside_the_field(reader: Client, mails: Any, typed: str) -> None:
    ask(reader, mails)
    page = reader.post(PAGE, {"code": typed})
    assert page.status_code == 200 and page.context["form"].errors["code"]
    assert all(len(error) < 200 for error in page.context["form"].errors["code"])


def test_who_asks_for_many_codes_is_told_how_long_to_wait(reader: Client) -> None:
    for _ in range(3):
        reader.post(PAGE, {"send": "1"})
    assert "Too many codes were asked for" in reader.post(PAGE, {"send": "1"}, follow=True).text


def test_a_code_for_the_address_before_is_none(reader: Client, mails: Any) -> None:
    code = ask(reader, mails)
    EmailAddress.objects.update(email="new@example.com")
    reader.post(PAGE, {"code": code})
    assert reader.get(DATA).status_code == 302


def test_by_the_code_an_address_is_confirmed_that_was_not(
    client: Client, example_id: OidcServer, mails: Any
) -> None:
    with time_machine.travel(time.time() - 3600):
        come_by(client, example_id, ADA | {"email_verified": False})
        client.post("/accounts/3rdparty/signup/", {"email": ADA["email"]})
    assert not EmailAddress.objects.get().verified
    client.post(PAGE, {"code": ask(client, mails), "next": DATA})
    assert EmailAddress.objects.get().verified and client.get(DATA).status_code == 200


def test_who_has_a_password_or_a_factor_is_asked_for_that(client: Client, reader: Client, mails: Any) -> None:
    user = UserFactory(username="bea", password=PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    other = Client()
    log_in(other, user)
    assert other.get(PAGE)["Location"].startswith(AGAIN)
    reader.post(PAGE, {"code": ask(reader, mails), "next": DATA})
    set_up_app(reader)
    assert reader.get(PAGE)["Location"].startswith("/accounts/2fa/reauthenticate/")


def test_the_page_is_for_who_is_logged_in(client: Client) -> None:
    for answer in (client.get(PAGE), client.post(PAGE, {"send": "1"}), client.post(PAGE, {"code": "x"})):
        assert answer["Location"].startswith("/accounts/login/")


def test_the_page_does_not_tell_whether_the_address_has_an_account(
    example_id: OidcServer, mails: Any
) -> None:
    """Whoever comes by another site's login may give any address, and is asked to show who they are."""
    owner = UserFactory(username="bea", email="bea@example.com", password=PASSWORD)
    EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)
    answers = []
    for name, address in (("quillon", "bea@example.com"), ("wendell", "new@example.com")):
        browser = Client()
        with time_machine.travel(time.time() - 3600):
            come_by(browser, example_id, {"sub": name, "preferred_username": name})
            browser.post("/accounts/3rdparty/signup/", {"email": address})
        mails()
        told = []
        for act in ({}, {"send": "1"}, {"code": "WRONG"}, {"code": "WRONG"}, {"code": "WRONG"}):
            tasks = DBTaskResult.objects.count()
            with CaptureQueriesContext(connection) as queries:
                page = browser.post(PAGE, act) if act else browser.get(PAGE)
            body = re.sub(r'value="[^"]{30,}"|reader"\s+value="\d+"', "", page.text)
            body = body.replace(address, "…").replace(name, "…")
            told.append((page.status_code, body, len(queries), DBTaskResult.objects.count() - tasks))
        answers.append((told, browser.get(DATA)["Location"]))
    assert answers[0] == answers[1]
    assert {status for status, *_ in answers[0][0]} == {200, 303}
    assert [mail["To"] for mail in mails() if "the account wendell" in text_of(mail)] == ["new@example.com"]
    assert not any("the account quillon" in text_of(mail) for mail in mails())
