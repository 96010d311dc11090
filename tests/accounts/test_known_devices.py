"""Strangers keep nobody out: their tries and the mails that they ask for are counted apart from those of an account's owner."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts import tries
from accounts.known_devices import COOKIE
from accounts.mail_limits import A_DAY, FROM_ALL, may_go
from accounts.models import User
from tests.accounts.entrance import AGAIN, LOGIN, SIGNUP, confirm, is_in, log_in
from tests.accounts.mails import code_in, link_in, text_of
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

RESET, CODE, CHANGE = "/accounts/password/reset/", "/accounts/login/code/", "/accounts/password/change/"
ADDRESS = "ada@example.com"
HELD = "Too many wrong tries"


@pytest.fixture
def ada() -> User:
    user = UserFactory(username="ada", email=ADDRESS, password=PASSWORD)
    confirm(user)
    return user


@pytest.fixture
def device(ada: User) -> Client:
    """A browser in which the account was open, signed out since."""
    client = Client(REMOTE_ADDR="192.0.2.1")
    log_in(client, ada)
    assert is_in(client)
    client.post("/accounts/logout/")
    assert not is_in(client)
    return client


def networks() -> Iterator[Client]:
    return (Client(REMOTE_ADDR=f"198.51.{number // 250}.{number % 250}") for number in count())


def all_try(login: str) -> None:
    """Strangers from everywhere, until none of them may."""
    for number in range(100):
        request = RequestFactory(REMOTE_ADDR=f"198.51.{number}.1").post(LOGIN)
        request.user = AnonymousUser()
        tries.begin(request, login)


def wrong(client: Client, login: str) -> bool:
    """Tries a wrong password; whether it was tried at all."""
    return HELD not in client.post(LOGIN, {"login": login, "password": "wrong"}).text


def opens(client: Client, login: str, password: str = PASSWORD) -> bool:
    client.post(LOGIN, {"login": login, "password": password})
    return is_in(client)


@pytest.mark.parametrize("login", ["ada", ADDRESS])
def test_a_strangers_tries_keep_nobody_out_who_comes_from_elsewhere(ada: User, login: str) -> None:
    stranger = Client(REMOTE_ADDR="198.51.100.1")
    assert [wrong(stranger, login) for _ in range(7)] == [True] * 5 + [False] * 2
    assert opens(Client(REMOTE_ADDR="192.0.2.9"), login)


@pytest.mark.parametrize("login", ["ada", ADDRESS])
def test_those_of_many_together_end_and_the_owners_device_still_gets_in(device: Client, login: str) -> None:
    forms = (login, login.upper(), login.title())
    tried = sum(
        wrong(client, forms[number % 3]) for number, client in zip(range(105), networks(), strict=False)
    )
    assert tried == 100
    assert not opens(Client(REMOTE_ADDR="192.0.2.9"), login)
    # From where strangers are, too.
    device.defaults["REMOTE_ADDR"] = "198.51.0.1"
    assert opens(device, login.upper())


def test_one_network_does_not_use_up_the_tries_of_all(ada: User) -> None:
    stranger, begun, tried = Client(REMOTE_ADDR="198.51.100.1"), time.time(), 0
    for turn in range(12):
        with time_machine.travel(begun + turn * 301):
            tried += sum(wrong(stranger, "ada") for _ in range(5))
    with time_machine.travel(begun + 12 * 301):
        page = stranger.post(LOGIN, {"login": "ada", "password": PASSWORD}).text
    assert tried == 20 and "You can try again in 23 hours" in page.replace("\xa0", " ")
    assert opens(Client(REMOTE_ADDR="192.0.2.9"), "ada")


def test_a_network_of_ipv6_is_one(ada: User) -> None:
    tried = [wrong(Client(REMOTE_ADDR=f"2001:db8::{number}"), "ada") for number in range(7)]
    assert sum(tried) == 5


def test_a_known_device_tries_five_times_in_five_minutes_too(device: Client) -> None:
    assert [wrong(device, "ada") for _ in range(6)] == [True] * 5 + [False]
    assert not opens(device, "ada")
    # Nor can it try by what else the account is called for ever.
    assert [wrong(device, ADDRESS) for _ in range(6)].count(True) == 5


def test_its_tries_are_its_own(ada: User, device: Client) -> None:
    other = Client(REMOTE_ADDR="192.0.2.1")
    log_in(other, ada)
    other.post("/accounts/logout/")
    for _ in range(6):
        wrong(device, "ada")
    assert opens(other, "ada")


def test_the_cookie_names_nobody_and_no_script_reads_it(ada: User, device: Client) -> None:
    cookie = device.cookies[COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/accounts/"
    assert int(cookie["max-age"]) == 400 * 24 * 3600
    name, accounts = signing.loads(cookie.value, salt="accounts.known_devices")
    assert len(accounts) == 1 and len(accounts[0]) == 32 and len(name) == 16
    for own in (str(ada.pk), "ada", ADDRESS):
        assert own not in accounts


@pytest.mark.parametrize(
    "cookie", ["", "x", "x:y:z", signing.dumps(["d", ["0" * 32]], salt="another"), "\xff", "a" * 4000]
)
def test_one_that_was_made_up_is_none(ada: User, cookie: str) -> None:
    client = Client(REMOTE_ADDR="192.0.2.9")
    client.cookies[COOKIE] = cookie
    all_try("ada")
    assert not opens(client, "ada")


def test_with_another_password_the_thief_of_the_old_one_is_a_stranger(ada: User, device: Client) -> None:
    owner = Client(REMOTE_ADDR="192.0.2.2")
    log_in(owner, ada)
    new = f"{PASSWORD}-new"
    owner.post(CHANGE, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    owner.post("/accounts/logout/")
    all_try("ada")
    assert not opens(device, "ada", new) and opens(owner, "ada", new)


def test_an_older_hash_of_the_same_password_makes_no_stranger(ada: User) -> None:
    ada.password = make_password(PASSWORD, salt="short")
    ada.save()
    client = Client(REMOTE_ADDR="192.0.2.1")
    log_in(client, ada)
    client.post("/accounts/logout/")
    all_try("ada")
    assert opens(client, "ada")


def test_who_registers_with_anothers_address_has_not_its_owners_tries(ada: User) -> None:
    claimer = Client(REMOTE_ADDR="198.51.100.1")
    claimer.post(SIGNUP, {"email": ADDRESS, "username": "kelpie", "password1": PASSWORD + "2"})
    assert is_in(claimer)
    claimer.post("/accounts/logout/")
    all_try(ADDRESS)
    assert not wrong(claimer, ADDRESS)


def test_who_is_logged_in_shows_their_password_whatever_strangers_tried(ada: User) -> None:
    owner = Client(REMOTE_ADDR="192.0.2.2")
    log_in(owner, ada)
    del owner.cookies[COOKIE]
    all_try("ada")
    assert owner.post(AGAIN, {"password": PASSWORD, "next": "/search/"})["Location"] == "/search/"


def ask(client: Client, path: str, minutes: float) -> None:
    with time_machine.travel(time.time() + minutes * 60):
        assert client.post(path, {"email": ADDRESS}).status_code == 302


@pytest.mark.parametrize("path", [CODE, RESET])
def test_a_stranger_uses_up_the_mails_of_nobody_elsewhere(ada: User, path: str, mails: Any) -> None:
    for turn in range(A_DAY + 2):
        ask(Client(REMOTE_ADDR="198.51.100.1"), path, turn)
    assert len(mails()) == A_DAY
    ask(Client(REMOTE_ADDR="192.0.2.9"), path, 30)
    assert len(mails()) == A_DAY + 1


@pytest.mark.parametrize("path", [CODE, RESET])
def test_nor_do_many_together_those_of_the_owners_device(
    ada: User, device: Client, path: str, mails: Any
) -> None:
    for client, turn in zip(networks(), range(FROM_ALL + 3), strict=False):
        ask(client, path, turn / 100)
    assert len(mails()) == FROM_ALL
    ask(device, path, 0)
    assert len(mails()) == FROM_ALL + 1
    typed = mails()[-1]
    assert code_in(typed) if path == CODE else link_in(typed)


def test_a_minutes_codes_of_a_stranger_are_not_the_owners(ada: User) -> None:
    stranger = Client(REMOTE_ADDR="198.51.100.1")
    for status in (302, 302, 302, 200):
        assert stranger.post(CODE, {"email": ADDRESS}).status_code == status
        stranger.post("/accounts/logout/")
    assert Client(REMOTE_ADDR="192.0.2.9").post(CODE, {"email": ADDRESS}).status_code == 302


def test_who_only_gives_the_address_has_not_its_owners_mails(ada: User, rf: Any) -> None:
    claimer = Client(REMOTE_ADDR="198.51.100.1")
    claimer.post(SIGNUP, {"email": ADDRESS, "username": "kelpie", "password1": PASSWORD})
    request = rf.post("/", REMOTE_ADDR="198.51.100.1")
    request.COOKIES[COOKIE] = claimer.cookies[COOKIE].value
    request.user = User.objects.get(username="kelpie")
    for number in range(FROM_ALL):
        other = rf.post("/", REMOTE_ADDR=f"198.51.0.{number}")
        other.user = AnonymousUser()
        assert may_go("code", ADDRESS, other)
    assert not may_go("code", ADDRESS, request)


def test_a_new_password_opens_also_where_a_stranger_used_up_all_tries(ada: User, mails: Any) -> None:
    owner = Client(REMOTE_ADDR="198.51.100.1")
    for _ in range(6):
        wrong(Client(REMOTE_ADDR="198.51.100.1"), "ada")
    owner.post(RESET, {"email": ADDRESS})
    page = owner.get(link_in(mails()[-1]), follow=True)
    new = f"{PASSWORD}-new"
    owner.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert opens(owner, "ada", new)


def test_the_link_after_taking_the_account_back_goes_whatever_strangers_asked_for(
    ada: User, mails: Any
) -> None:
    thief = Client(REMOTE_ADDR="198.51.100.1")
    log_in(thief, ada)
    new = f"{PASSWORD}-new"
    thief.post(CHANGE, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    told = mails()[-1]
    for turn in range(A_DAY + 1):
        ask(Client(), RESET, turn)
    before = len(mails())
    Client().post(link_in(told))
    assert len(mails()) == before + 1 and "/password/reset/key/" in text_of(mails()[-1])


@pytest.mark.parametrize("path", [LOGIN, RESET, CODE])
def test_with_the_cookie_known_and_unknown_are_the_same_work(device: Client, path: str) -> None:
    UserFactory(username="bea", email="bea@example.com", password=PASSWORD)
    EmailAddress.objects.create(user=User.objects.get(username="bea"), email="bea@example.com", verified=True)
    asked = []
    for address in ("bea@example.com", "new@example.com"):
        with CaptureQueriesContext(connection) as queries:
            device.post(path, {"email": address, "login": address, "password": "wrong"})
        asked.append(len(queries))
        device.cookies.pop("sessionid", None)
    assert asked[0] == asked[1]


def test_who_has_chosen_a_new_password_by_mail_waits_for_nobody(ada: User, mails: Any) -> None:
    all_try("ada")
    browser = Client(REMOTE_ADDR="192.0.2.9")
    assert not opens(browser, "ada")
    browser.post(RESET, {"email": ADDRESS})
    page = browser.get(link_in(mails()[-1]), follow=True)
    new = "a-new-and-long-one-7"
    browser.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert opens(browser, "ada", new)
    assert not opens(Client(REMOTE_ADDR="192.0.2.10"), "ada", new)
