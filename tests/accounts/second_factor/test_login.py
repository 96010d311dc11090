"""A login with a second factor asks for its code, which counts once and can be guessed by nobody."""

from __future__ import annotations

import time
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import User
from tests import authenticator_app
from tests.accounts.entrance import FACTORS, SECOND, is_in, log_in
from tests.accounts.mails import code_in

pytestmark = pytest.mark.django_db


def test_a_login_then_asks_for_the_code(client: Client, reader: User, secret: str) -> None:
    answer = log_in(client, reader)
    assert answer["Location"] == SECOND and not is_in(client)
    client.post(SECOND, {"code": authenticator_app.code(secret)})
    assert is_in(client)


def test_so_does_one_by_a_code_from_the_mail(client: Client, reader: User, secret: str, mails: Any) -> None:
    client.post("/accounts/login/code/", {"email": reader.email, "next": "/search/"})
    answer = client.post("/accounts/login/code/confirm/", {"code": code_in(mails()[-1]), "next": "/search/"})
    assert answer["Location"].startswith(SECOND) and not is_in(client)
    # Nobody typed one.
    assert "The password" not in client.get(answer["Location"]).text
    answer = client.post(answer["Location"], {"code": authenticator_app.code(secret)})
    assert is_in(client) and answer["Location"] == "/search/"


@pytest.mark.parametrize("typed", ["", "000000", "1" * 5000, "\x00", "１２３４５６", "abc def"])
def test_a_wrong_code_lets_nobody_in_and_says_so_beside_the_field(
    client: Client, reader: User, secret: str, typed: str
) -> None:
    log_in(client, reader)
    page = client.post(SECOND, {"code": typed})
    assert page.status_code == 200 and page.context["form"].errors["code"] and not is_in(client)


def test_a_code_works_once(client: Client, reader: User, secret: str) -> None:
    code = authenticator_app.code(secret)
    log_in(client, reader)
    client.post(SECOND, {"code": code})
    assert is_in(client)
    for seconds in (0, 31):
        over_the_shoulder = Client()
        with time_machine.travel(time.time() + seconds):
            log_in(over_the_shoulder, reader)
            page = over_the_shoulder.post(SECOND, {"code": f" {code[:3]} {code[3:]}"})
        assert "used already" in page.text and not is_in(over_the_shoulder)


@pytest.mark.parametrize(
    ("seconds", "counts"), [(-90, False), (-30, True), (0, True), (30, True), (90, False)]
)
def test_a_clock_may_be_half_a_minute_off(
    client: Client, reader: User, secret: str, seconds: int, counts: bool
) -> None:
    now = time.time() + 3600
    with time_machine.travel(now, tick=False):
        log_in(client, reader)
        client.post(SECOND, {"code": authenticator_app.code(secret, now + seconds)})
    assert is_in(client) is counts


def test_codes_cannot_be_tried_without_end(client: Client, reader: User, secret: str) -> None:
    log_in(client, reader)
    for _ in range(5):
        client.post(SECOND, {"code": "000000"})
    page = client.post(SECOND, {"code": authenticator_app.code(secret)})
    assert "Too many" in page.text and not is_in(client)


GARBAGE = [
    "",
    "null",
    "[]",
    '"x"',
    "{}",
    '{"response": null}',
    '{"id": "x", "rawId": "x", "type": "public-key", "response": {"userHandle": 5}}',
    '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"clientDataJSON": "!", "attestationObject": "oA"}}',
    '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AAAA", "userHandle": "MQ"}}',
    "[" * 15_000,
    "9" * 30_000,
    "\x00",
    '{"a": "\\u0000"}',
]


def test_a_form_without_a_code_is_answered_as_one_with_an_empty_code(
    client: Client, reader: User, secret: str
) -> None:
    log_in(client, reader)
    said = [client.post(SECOND, sent).context["form"].errors for sent in ({}, {"code": ""})]
    assert said[0] == said[1] and "code" in said[0]


@pytest.mark.parametrize("answer", GARBAGE)
def test_a_browser_s_answer_may_be_anything(client: Client, reader: User, secret: str, answer: str) -> None:
    for path in (f"{FACTORS}webauthn/login/", SECOND):
        if path == SECOND:
            log_in(client, reader)
        page = client.post(path, {"credential": answer}, follow=True)
        assert page.status_code == 200 and not is_in(client)
        assert "The browser&#x27;s answer can&#x27;t be read" in page.text or "That passkey" in page.text
    client.post(SECOND, {"code": authenticator_app.code(secret)})
    page = client.post(f"{FACTORS}webauthn/add/", {"name": "My phone", "credential": answer})
    assert "The browser&#x27;s answer can&#x27;t be read" in page.text and 'value="My phone"' in page.text
    assert not Authenticator.objects.filter(type="webauthn").exists()
