"""Nobody learns from an answer, nor from the work behind it, who has an account: same page, hashes, queries and tasks.

How long the answers take is measured by `make bench`.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from tests.accounts.answers import ask
from tests.accounts.entrance import LOGIN, SIGNUP, confirm, is_in
from tests.accounts.mails import link_in, text_of
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

RESET, CODE = "/accounts/password/reset/", "/accounts/login/code/"
CONFIRMED, CLAIMED, UNKNOWN = "ada@example.com", "bea@example.com", "new@example.com"


@pytest.fixture(autouse=True)
def _people(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["tests.accounts.hashes.CountingHasher"]
    confirm(UserFactory(username="ada", email=CONFIRMED, password=PASSWORD))
    claimed = UserFactory(username="bea", email=CLAIMED, password=PASSWORD)
    EmailAddress.objects.create(user=claimed, email=CLAIMED, primary=True)
    # Without a row of its own, as one made at the desk, or without a password, as one that came from elsewhere.
    UserFactory(username="col", email="col@example.com", password=PASSWORD)
    confirm(UserFactory(username="dan", email="dan@example.com"))


@pytest.mark.parametrize("known", [CONFIRMED, CLAIMED, "ada", "ADA", "col@example.com", "dan@example.com"])
def test_a_wrong_password_is_one_hash_for_everybody(known: str) -> None:
    unknown = UNKNOWN if "@" in known else "nobody"
    answers = [ask(LOGIN, login=login, password="wrong") for login in (known, unknown)]
    assert answers[0] == answers[1] and answers[0].hashes == 1 and answers[0].status == 200


@pytest.mark.parametrize("login", [CONFIRMED, "ada"])
def test_the_right_password_is_one_hash_too(login: str) -> None:
    assert ask(LOGIN, login=login, password=PASSWORD).hashes == 1


@pytest.mark.parametrize("known", [CONFIRMED, CLAIMED, "col@example.com", "dan@example.com"])
@pytest.mark.parametrize("path", [RESET, CODE])
def test_asking_for_a_link_or_a_code_is_the_same_for_everybody(path: str, known: str) -> None:
    answers = [ask(path, email=address) for address in (known, UNKNOWN)]
    assert answers[0] == answers[1]
    assert answers[0].status == 302 and answers[0].hashes == 0 and answers[0].tasks == 1


@pytest.mark.parametrize("known", [CONFIRMED, CLAIMED])
def test_registering_is_the_same_for_everybody(known: str) -> None:
    answers = [
        ask(SIGNUP, email=address, username=f"newcomer{number}", password1=PASSWORD)
        for number, address in enumerate((known, UNKNOWN))
    ]
    assert answers[0] == answers[1]
    assert answers[0].status == 302 and answers[0].hashes == 1 and answers[0].tasks == 1


def register(address: str, name: str = "newcomer") -> Client:
    client = Client()
    client.post(SIGNUP, {"email": address, "username": name, "password1": PASSWORD})
    assert is_in(client)
    return client


def pages_of(client: Client) -> list[str]:
    return [
        # But for tokens, and the number of who reads.
        re.sub(r'value="[^"]{60,}"|name="reader"\s+value="\d+"', "", client.get(path).text)
        for path in ("/accounts/email/", "/accounts/2fa/", "/accounts/settings/")
    ]


def test_who_registered_sees_no_difference_afterwards_either() -> None:
    taken, free = register(CONFIRMED, "one"), register(UNKNOWN, "two")
    for page in zip(pages_of(taken), pages_of(free), strict=True):
        assert page[0].replace(CONFIRMED, "…").replace("one", "two") == page[1].replace(UNKNOWN, "…").replace(
            "one", "two"
        )


def test_who_has_the_address_is_told_that_somebody_registered_with_it(mails: Any) -> None:
    register(CONFIRMED)
    (mail,) = mails()
    assert mail["To"] == CONFIRMED and "already" in text_of(mail) and "/password/reset/" in text_of(mail)


def test_the_mail_to_who_has_the_address_calls_no_account_new_that_is_not(mails: Any) -> None:
    bea = Client()
    bea.post(LOGIN, {"login": "bea", "password": PASSWORD})
    bea.post("/accounts/email/", {"email": CONFIRMED, "action_add": ""})
    (mail,) = mails()
    assert mail["To"] == CONFIRMED and "bea" in text_of(mail) and "new account" not in text_of(mail)


def test_an_address_that_is_confirmed_can_be_claimed_and_never_had(mails: Any) -> None:
    client = register(CONFIRMED)
    client.post("/accounts/email/", {"email": CONFIRMED, "action_send": ""})
    assert all("confirm-email" not in text_of(mail) for mail in mails())
    assert [user.username for user in User.objects.reached_at(CONFIRMED)] == ["ada"]
    Client().post(RESET, {"email": CONFIRMED})
    assert "ada" in text_of(mails()[-1])


def test_whoever_confirms_an_address_first_has_it(mails: Any) -> None:
    """Registering with another's address, which they haven't confirmed yet, keeps them from nothing."""
    owner = register(CLAIMED, "owner")
    owner.post(link_in(mails()[-1]))
    assert [user.username for user in User.objects.reached_at(CLAIMED)] == ["owner"]
    assert EmailAddress.objects.get(email=CLAIMED).user.username == "owner"
    assert User.objects.get(username="bea").email == ""


def test_nobody_without_an_account_gets_a_mail(mails: Any) -> None:
    for path in (RESET, CODE):
        ask(path, email=UNKNOWN)
    assert mails() == []


def test_a_closed_account_gets_no_link(mails: Any) -> None:
    User.objects.update(is_active=False)
    assert ask(RESET, email=CONFIRMED) == ask(RESET, email=UNKNOWN) and mails() == []


@pytest.mark.parametrize("known", [CONFIRMED, CLAIMED, "dan@example.com"])
def test_a_code_that_is_asked_for_once_more_is_the_same_work_for_everybody(known: str) -> None:
    done = []
    for address in (known, UNKNOWN):
        client = Client()
        client.post(CODE, {"email": address})
        tasks = DBTaskResult.objects.count()
        with CaptureQueriesContext(connection) as queries:
            client.post(f"{CODE}confirm/", {"action": "resend"})
        done.append((len(queries), DBTaskResult.objects.count() - tasks))
    assert done[0] == done[1] and done[0][1] == 1
