"""Nobody guesses their way in: tries are counted by account and by address, over all processes, and told so in our look."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test import Client

from tests.accounts.entrance import FACTORS, LOGIN, SIGNUP, confirm, is_in, log_in, set_up_app
from tests.factories import PASSWORD, UserFactory
from tests.newsportal.machine import PROJECT

pytestmark = pytest.mark.django_db

RESET, CODE, AGAIN = "/accounts/password/reset/", "/accounts/login/code/", "/accounts/reauthenticate/"
CHANGE, SET, EMAIL = "/accounts/password/change/", "/accounts/password/set/", "/accounts/email/"
PROOF = f"{AGAIN}code/"


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


NEW = f"{PASSWORD}-new"
WORDS = {"password1": NEW, "password2": NEW}


@pytest.mark.parametrize(
    ("path", "typed", "limit", "field", "said"),
    [
        (RESET, {"email": "ada@example.com", "next": "/search/"}, 5, "email", "A new password was asked for"),
        (
            SIGNUP,
            {"email": "ada@example.com", "username": "x", "password1": NEW},
            60,
            "email",
            "Too many registrations",
        ),
        (LOGIN, {"login": "Ada", "password": NEW, "next": "/search/"}, 120, "login", "Too many logins"),
        (CHANGE, {"oldpassword": "wrong", **WORDS}, 5, "oldpassword", "Changing the password"),
        (SET, {"password1": "12345678", "password2": "12345678"}, 5, "password1", "Changing the password"),
        (EMAIL, {"email": "no address", "action_add": ""}, 10, "email", "Changing the address"),
        (AGAIN, {"password": "wrong", "next": "/search/"}, 10, "password", "asked too often whether"),
        (PROOF, {"code": "WRONG", "next": "/search/"}, 10, "code", "asked too often whether"),
        (f"{FACTORS}reauthenticate/", {"code": "WRONG"}, 10, "code", "asked too often whether"),
    ],
)
def test_too_many_is_said_beside_the_field_with_what_was_typed_but_no_password(
    client: Client, path: str, typed: dict[str, str], limit: int, field: str, said: str
) -> None:
    if path not in {RESET, SIGNUP, LOGIN}:
        user = UserFactory(username="countess", email="ada@example.com", password=PASSWORD)
        confirm(user)
        log_in(client, user)
        if path.startswith(FACTORS):
            set_up_app(client)
        if path in {SET, PROOF}:
            session = client.session
            user.set_unusable_password()
            user.save()
            session["_auth_user_hash"] = user.get_session_auth_hash()
            session.save()
    assert 429 not in [client.post(path, typed).status_code for _ in range(limit)]
    before = tries()
    page = client.post(path, typed)
    assert page.status_code == 429 and 30 < int(page["Retry-After"]) <= 60
    errors = page.context["form"].errors
    (told,) = errors[field]
    assert list(errors) == [field]
    assert re.search(rf"{said}.* You can try again in {page['Retry-After']}\s+seconds", told)
    # As it stands on the page, tied to the field for who hears it read.
    assert told.partition(".")[0] in page.text and re.search(r'aria-invalid="true"', page.text)
    for name, value in typed.items():
        if name in {"email", "login", "username", "next"}:
            assert f'value="{value}"' in page.text
    assert NEW not in page.text and "12345678" not in page.text
    assert tries() == before, "it was judged"


def tries() -> Any:
    """What is counted of tries so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM cache WHERE cache_key LIKE '%tries_%' ORDER BY 1")
        return cursor.fetchall()


@pytest.mark.parametrize("typed", [{"email": "ada@example.com", "action_send": ""}, {}])
def test_a_press_too_many_is_a_page_in_our_look(client: Client, typed: dict[str, str]) -> None:
    user = UserFactory(username="countess", email="ada@example.com", password=PASSWORD)
    confirm(user)
    log_in(client, user)
    for _ in range(10):
        client.post(EMAIL, typed)
    page = client.post(EMAIL, typed)
    assert page.status_code == 429 and "Changing the address was tried too often" in page.text
    assert "The Tidewater Post" in page.text


def test_a_login_says_how_long_to_wait(client: Client) -> None:
    UserFactory(username="ada", password=PASSWORD)
    begun = time.time()
    with time_machine.travel(begun, tick=False):
        for _ in range(5):
            client.post(LOGIN, {"login": "ada", "password": "wrong"})
    for seconds, left in ((0, "5 minutes"), (130, "3 minutes"), (260, "40 seconds")):
        with time_machine.travel(begun + seconds, tick=False):
            page = client.post(LOGIN, {"login": "ada", "password": PASSWORD}).text
        assert re.search(
            rf"Too many wrong tries. You can try again in {left[0]}\S* {left.split()[1]}", page
        ), left


def test_whoever_asks_for_a_fourth_code_is_told_that_these_were_too_many(client: Client) -> None:
    for _ in range(3):
        assert client.post(CODE, {"email": "ada@example.com"}).status_code == 302
        client.post("/accounts/logout/")
    page = client.post(CODE, {"email": "ada@example.com"})
    assert re.search(
        r"Too many codes were asked for just now. You can have another in [3-6]\d seconds", page.text
    )
    assert "wrong" not in page.text and "failed" not in page.text


def test_the_third_wrong_code_says_what_it_was(client: Client) -> None:
    client.post(CODE, {"email": "ada@example.com", "next": "/search/"})
    for _ in range(2):
        page = client.post(f"{CODE}confirm/", {"code": "wrong", "next": "/search/"})
        assert page.context["form"].errors["code"]
    page = client.post(f"{CODE}confirm/", {"code": "wrong", "next": "/search/"}, follow=True)
    assert "That was the third wrong code" in page.text and 'value="/search/"' in page.text


def test_whoever_is_asked_again_who_they_are_is_told_how_long_to_wait(client: Client) -> None:
    client.force_login(UserFactory(username="ada", password=PASSWORD))
    pages = [client.post(AGAIN, {"password": "wrong"}).text for _ in range(6)]
    assert "Incorrect password" in pages[4] and "You can try again in 5 minutes" in pages[5]
    for _ in range(5):
        page = client.post(AGAIN, {"password": "wrong"})
    assert page.status_code == 429 and "asked too often whether it is you" in page.text


@pytest.mark.parametrize("setting_up", [True, False])
def test_so_is_whoever_types_the_codes_of_an_app(client: Client, setting_up: bool) -> None:
    user = UserFactory(username="ada", password=PASSWORD)
    confirm(user)
    log_in(client, user)
    path = "/accounts/2fa/totp/activate/"
    if not setting_up:
        set_up_app(client)
        client.post("/accounts/logout/")
        log_in(client, user)
        path = "/accounts/2fa/authenticate/"
    pages = [client.post(path, {"code": "000000"}).text for _ in range(6)]
    assert "the right code" in pages[4] and "You can try again in 5 minutes" in pages[5]


def test_whoever_asks_for_the_link_again_and_again_is_told(client: Client) -> None:
    client.post(SIGNUP, {"email": "ada@example.com", "username": "ada", "password1": PASSWORD})
    for turn in range(4):
        page = client.post("/accounts/email/", {"email": "ada@example.com", "action_send": ""}, follow=True)
        assert ("Links were just sent" in page.text) is (turn > 2)
    assert re.search(r"You can have another in \d+ seconds", page.text)
