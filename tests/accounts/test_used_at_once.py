"""What works once works once, also for who sends it twenty times at the same moment, over connections of their own."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from tests.accounts.entrance import AGAIN, confirm, is_in
from tests.accounts.mails import code_in, link_in
from tests.accounts.social import ADA, come_by
from tests.at_once import at_once
from tests.factories import PASSWORD, UserFactory
from tests.oidc.server import OidcServer

pytestmark = pytest.mark.django_db(transaction=True)

RESET, CODE = "/accounts/password/reset/", "/accounts/login/code/"
MANY = 20


@pytest.fixture
def ada() -> User:
    user = UserFactory(username="ada", email="ada@example.com", password=PASSWORD)
    confirm(user)
    return user


def windows(client: Client) -> list[Client]:
    """As many of the same browser."""
    found = [Client() for _ in range(MANY)]
    for one in found:
        one.cookies["sessionid"] = client.cookies["sessionid"].value
    return found


def typed_at_once(client: Client, path: str, typed: list[dict[str, str]]) -> list[tuple[Client, Any]]:
    """Each in a window of its own; the answers."""

    def post(window: Client, fields: dict[str, str]) -> Callable[[], Any]:
        return lambda: (window, window.post(path, fields))

    pairs = zip(windows(client), typed, strict=True)
    answers: Any = at_once(*(post(window, fields) for window, fields in pairs))
    return answers


def judged(answers: list[tuple[Client, Any]]) -> int:
    """How many were told that theirs is wrong, rather than that none works any more."""
    return sum(answer.status_code == 200 and "Incorrect code" in answer.text for _, answer in answers)


def test_a_code_opens_one_session(ada: User, mails: Any) -> None:
    client = Client()
    client.post(CODE, {"email": ada.email})
    answers = typed_at_once(client, f"{CODE}confirm/", [{"code": code_in(mails()[-1])}] * MANY)
    assert sum(is_in(window) for window, _ in answers) == 1
    assert all(answer.status_code < 500 for _, answer in answers)


def test_of_many_wrong_codes_three_are_judged(ada: User, mails: Any) -> None:
    client = Client()
    client.post(CODE, {"email": ada.email})
    answers = typed_at_once(client, f"{CODE}confirm/", [{"code": f"WRO{n:03}"} for n in range(MANY)])
    assert judged(answers) <= 3
    client.post(f"{CODE}confirm/", {"code": code_in(mails()[-1])})
    assert not is_in(client)


@pytest.fixture
def reader(client: Client, example_id: OidcServer, mails: Any) -> Client:
    """Who came by another site's login an hour ago, and has a code sent to show that it is still they."""
    with time_machine.travel(time.time() - 3600):
        come_by(client, example_id, ADA)
    client.post(f"{AGAIN}code/", {"send": "1"})
    return client


def test_a_code_proves_who_one_is_once(reader: Client, mails: Any) -> None:
    fields = {"code": code_in(mails()[-1]), "next": "/search/"}
    answers = typed_at_once(reader, f"{AGAIN}code/", [fields] * MANY)
    assert sum(answer.get("Location") == "/search/" for _, answer in answers) == 1


def test_of_many_wrong_proofs_three_are_judged(reader: Client, mails: Any) -> None:
    answers = typed_at_once(reader, f"{AGAIN}code/", [{"code": f"WRO{n:03}"} for n in range(MANY)])
    assert judged(answers) <= 3
    code = code_in(mails()[-1])
    with time_machine.travel(time.time() + 61):
        page = reader.post(f"{AGAIN}code/", {"code": code, "next": "/search/"})
    assert page.status_code == 200 and "Have a new one sent" in page.text


def test_a_link_sets_one_password(ada: User, mails: Any) -> None:
    client = Client()
    client.post(RESET, {"email": ada.email})
    path = client.get(link_in(mails()[-1]))["Location"]
    words = [f"{PASSWORD}-{number}" for number in range(MANY)]
    answers = typed_at_once(client, path, [{"password1": word, "password2": word} for word in words])
    done = [word for word, (_, answer) in zip(words, answers, strict=True) if answer.status_code == 302]
    assert len(done) == 1
    ada.refresh_from_db()
    assert ada.check_password(done[0])
