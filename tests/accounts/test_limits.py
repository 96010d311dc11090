"""Nobody guesses their way in: tries are counted by account and by address, over all processes, and told so in our look."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test import Client

from tests.accounts.entrance import LOGIN, SIGNUP, is_in
from tests.factories import PASSWORD, UserFactory
from tests.newsportal.machine import PROJECT

pytestmark = pytest.mark.django_db

RESET = "/accounts/password/reset/"


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_try_one_account_no_oftener_than_one() -> None:
    UserFactory(username="ada", password=PASSWORD)
    processes = [knocking("ada", threads=4, each=4) for _ in range(2)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    tried = [int(process.communicate("go\n", timeout=120)[0]) for process in processes]
    assert sum(tried) == 5


def knocking(name: str, threads: int, each: int) -> Any:
    settings = connection.settings_dict
    url = f"postgres://{settings['USER']}@/{settings['NAME']}?{urlencode({'host': settings['HOST']})}"
    return subprocess.Popen(
        [sys.executable, "-m", "tests.accounts.tries", name, str(threads), str(each)],
        cwd=PROJECT,
        env=os.environ | {"DATABASE_URL": url},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_after_five_minutes_one_may_try_again(client: Client) -> None:
    UserFactory(username="ada", password=PASSWORD)
    for _ in range(6):
        client.post(LOGIN, {"login": "ada", "password": "wrong"})
    for minutes, opens in ((4, False), (6, True)):
        with time_machine.travel(time.time() + minutes * 60):
            client.post(LOGIN, {"login": "ada", "password": PASSWORD})
        assert is_in(client) is opens


def test_logging_in_does_not_use_up_the_tries(client: Client) -> None:
    UserFactory(username="ada", password=PASSWORD)
    for _ in range(8):
        client.post(LOGIN, {"login": "ada", "password": PASSWORD})
        assert is_in(client)
        client.post("/accounts/logout/")


def test_one_address_tries_many_accounts_only_so_often(client: Client) -> None:
    pages = [client.post(LOGIN, {"login": f"guess{number}", "password": "wrong"}) for number in range(31)]
    assert ["Too many" in page.text for page in pages] == [False] * 30 + [True]
    assert (
        "Too many" not in Client(REMOTE_ADDR="203.0.113.9").post(LOGIN, {"login": "x", "password": "y"}).text
    )


def test_what_a_client_says_its_address_is_counts_only_behind_our_proxy(
    client: Client, settings: Any
) -> None:
    def is_held(number: int) -> bool:
        typed = {"login": f"guess{number}", "password": "wrong"}
        return (
            "Too many" in client.post(LOGIN, typed, headers={"X-Forwarded-For": f"203.0.113.{number}"}).text
        )

    assert [is_held(number) for number in range(31)][-1]
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert not is_held(32)


@pytest.mark.parametrize(
    ("path", "typed", "limit"),
    [
        (RESET, {"email": "ada@example.com", "next": "/search/"}, 5),
        (SIGNUP, {"email": "ada@example.com", "username": "x", "password1": PASSWORD}, 60),
        (LOGIN, {"login": "ada@example.com", "password": PASSWORD, "next": "/search/"}, 120),
    ],
)
def test_too_many_is_said_in_our_look_with_what_was_typed_but_no_password(
    client: Client, path: str, typed: dict[str, str], limit: int
) -> None:
    answers = [client.post(path, typed).status_code for _ in range(limit)]
    assert 429 not in answers
    page = client.post(path, typed)
    assert page.status_code == 429 and page["Retry-After"] == "60"
    assert "Too many tries" in page.text and "The Tidewater Post" in page.text
    assert f'action="{path}"' in page.text and 'value="ada@example.com"' in page.text
    assert PASSWORD not in page.text
    assert ('name="next" value="/search/"' in page.text) is ("next" in typed)
