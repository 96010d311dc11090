"""An address that several give as theirs: each gets in by it with their own password, and none learns of the others."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import Argon2PasswordHasher, get_hasher
from django.test import Client

from accounts.models import User
from tests.accounts.answers import ask
from tests.accounts.entrance import AGAIN, LOGIN, SIGNUP, confirm, is_in, log_in
from tests.accounts.mails import code_in
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

THEIRS, NOBODYS = "ada@example.com", "new@example.com"
OWN, ANOTHER = "eight-gulls-fly-at-night", "nine-plovers-land-at-noon"


@pytest.fixture(autouse=True)
def _hashes(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["tests.accounts.hashes.CountingHasher"]


def register(name: str, address: str, password: str = OWN) -> Client:
    client = Client()
    client.post(SIGNUP, {"email": address, "username": name, "password1": password})
    assert is_in(client)
    return client


def who_gets_in(login: str, password: str) -> str:
    client = Client()
    client.post(LOGIN, {"login": login, "password": password})
    return User.objects.get(pk=client.session["_auth_user_id"]).username if is_in(client) else ""


def owner(**fields: Any) -> User:
    user: User = UserFactory(username="ada", email=THEIRS, **{"password": PASSWORD} | fields)
    confirm(user)
    return user


@pytest.mark.parametrize("password", [OWN, "wrong"])
def test_who_registers_with_an_address_cannot_find_out_by_it_whether_it_has_an_account(password: str) -> None:
    owner()
    register("one", THEIRS)
    register("two", NOBODYS)
    known, unknown = (ask(LOGIN, login=address, password=password) for address in (THEIRS, NOBODYS))
    assert known == unknown and known.hashes == 1
    assert (who_gets_in(THEIRS, password), who_gets_in(NOBODYS, password)) == (
        ("one", "two") if password == OWN else ("", "")
    )


def test_an_owner_who_has_no_password_or_chooses_another_changes_nothing_for_them(mails: Any) -> None:
    user = owner(password=None)
    register("one", THEIRS)
    client = Client()
    client.force_login(user)
    # Who has no password yet shows by a code from their mail that it is they.
    client.post(f"{AGAIN}code/", {"send": "1", "next": "/accounts/"})
    client.post(f"{AGAIN}code/", {"code": code_in(mails()[-1]), "next": "/accounts/"})
    client.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    assert who_gets_in(THEIRS, PASSWORD) == "ada" and who_gets_in(THEIRS, OWN) == "one"
    log_in(client, user)
    typed = {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}
    client.post("/accounts/password/change/", typed)
    assert who_gets_in(THEIRS, ANOTHER) == "ada" and who_gets_in(THEIRS, OWN) == "one"
    assert who_gets_in(THEIRS, PASSWORD) == ""


@pytest.mark.parametrize("before", [1, 3])
def test_whoever_claims_an_address_first_locks_nobody_out(before: int) -> None:
    for number in range(before):
        register(f"squatter{number}", THEIRS)
    register("ada", THEIRS, PASSWORD)
    register("late", THEIRS)
    assert who_gets_in(THEIRS, PASSWORD) == "ada" and who_gets_in(THEIRS.upper(), PASSWORD) == "ada"
    assert ask(LOGIN, login=THEIRS, password=PASSWORD).hashes == 1
    assert ask(LOGIN, login=THEIRS, password="wrong") == ask(LOGIN, login=NOBODYS, password="wrong")


def test_of_two_with_the_same_password_who_has_the_address_is_meant() -> None:
    register("one", THEIRS, PASSWORD)
    owner()
    assert who_gets_in(THEIRS, PASSWORD) == "ada"
    User.objects.filter(username="ada").update(is_active=False)
    assert who_gets_in(THEIRS, PASSWORD) == "one"


def test_a_change_that_waits_opens_nothing_by_password_whoever_has_the_address() -> None:
    """Its password has a salt of its own, so it would open the account by an unknown address and not by a known one."""
    owner()
    for name, address in (("one", THEIRS), ("two", NOBODYS)):
        client = register(name, f"{name}@example.com")
        client.post(AGAIN, {"password": OWN})
        client.post("/accounts/email/", {"email": address, "action_add": ""})
        assert EmailAddress.objects.get(user__username=name).email == address
        assert who_gets_in(address, OWN) == "" and who_gets_in(name, OWN) == name


def test_a_hash_from_before_the_work_was_raised_still_opens_and_is_made_anew(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    user = owner()
    easy = Argon2PasswordHasher()
    easy.time_cost = 1
    User.objects.update(password=easy.encode(PASSWORD, "shortsalt"))
    assert who_gets_in(THEIRS, "wrong") == "" and who_gets_in(THEIRS, PASSWORD) == "ada"
    user.refresh_from_db()
    assert not get_hasher().must_update(user.password) and who_gets_in(THEIRS, PASSWORD) == "ada"


def test_tries_by_name_and_by_address_are_counted_apart() -> None:
    """Counted together they would tell, to anybody who uses up one, whose name belongs to which address."""
    owner()
    for login in ("ada", "ADA", "ada", "Ada", "ada"):
        assert "Too many" not in Client().post(LOGIN, {"login": login, "password": "wrong"}).text
    assert "Too many" in Client().post(LOGIN, {"login": "aDa", "password": "wrong"}).text
    for login in (THEIRS, THEIRS.upper(), THEIRS, THEIRS, THEIRS):
        assert "Too many" not in Client().post(LOGIN, {"login": login, "password": "wrong"}).text
    assert "Too many" in Client().post(LOGIN, {"login": THEIRS, "password": PASSWORD}).text
