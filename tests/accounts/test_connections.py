"""Connecting an account elsewhere with one's account here, and parting from it; never from the last way in."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.test import Client

from accounts.models import User
from tests import authenticator_app
from tests.accounts.entrance import AGAIN, FACTORS, confirm, log_in, set_up_app, show_password
from tests.accounts.social import ADA, come_by
from tests.factories import PASSWORD, EditorFactory, UserFactory
from tests.oidc.server import OidcServer

pytestmark = pytest.mark.django_db
PAGE = "/accounts/3rdparty/"


@pytest.fixture
def user() -> User:
    return UserFactory(username="countess", password=PASSWORD)


@pytest.fixture
def reader(user: User) -> Client:
    client = Client()
    client.force_login(user)
    show_password(client)
    return client


def disconnect(client: Client, account: SocialAccount) -> Any:
    return client.post(PAGE, {"account": account.pk}, follow=True)


def test_a_reader_connects_an_account_elsewhere_and_comes_in_by_it(
    reader: Client, user: User, example_id: OidcServer
) -> None:
    assert "Connect Example ID" in reader.get(PAGE).text
    answer = come_by(reader, example_id, ADA, process="connect", next="")
    assert answer["Location"] == PAGE
    page = reader.get(PAGE).text
    assert "Example ID is connected" in page and "Disconnect Example ID" in page
    assert "Connect Example ID" not in page
    client = Client()
    come_by(client, example_id, ADA)
    assert client.session["_auth_user_id"] == str(user.pk) and User.objects.count() == 1


def test_a_browser_left_open_connects_nothing_without_the_password(
    user: User, client: Client, example_id: OidcServer
) -> None:
    client.force_login(user)
    answer = come_by(client, example_id, ADA, process="connect", next="")
    assert answer["Location"] == "/accounts/reauthenticate/" and not SocialAccount.objects.exists()
    client.post(answer["Location"], {"password": "wrong"})
    assert not SocialAccount.objects.exists()
    show_password(client)
    assert SocialAccount.objects.get().user == user


def test_another_s_account_is_not_connected(reader: Client, user: User, example_id: OidcServer) -> None:
    come_by(Client(), example_id, ADA)
    come_by(reader, example_id, ADA, process="connect", next="")
    page = reader.get(PAGE).text
    assert "belongs to another account here" in page and "Disconnect" not in page
    assert SocialAccount.objects.get().user != user


def test_turning_back_leads_to_the_account_s_own_page(reader: Client, example_id: OidcServer) -> None:
    page = come_by(reader, example_id, None, process="connect")
    assert "Nothing was done" in page.text and f'href="{PAGE}"' in page.text
    assert "process=connect" in page.text


def test_a_reader_with_a_password_disconnects(reader: Client, example_id: OidcServer) -> None:
    come_by(reader, example_id, ADA, process="connect")
    page = disconnect(reader, SocialAccount.objects.get())
    assert "It opens your account no longer" in page.text and "Connect Example ID" in page.text
    assert not SocialAccount.objects.exists()


def test_nobody_disconnects_another_s_account(reader: Client, example_id: OidcServer) -> None:
    come_by(Client(), example_id, ADA)
    page = disconnect(reader, SocialAccount.objects.get())
    assert page.context["form"].errors["account"] and SocialAccount.objects.exists()


def test_the_last_way_in_stays_until_there_is_a_password(client: Client, example_id: OidcServer) -> None:
    come_by(client, example_id, ADA)
    account = SocialAccount.objects.get()
    page = client.get(PAGE).text
    assert "Your last way in" in page and "Disconnect Example ID" not in page
    assert "This is your last way in" in disconnect(client, account).text
    client.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    disconnect(client, account)
    assert not SocialAccount.objects.exists()


def test_of_two_ways_in_one_can_be_given_up(client: Client, example_id: OidcServer) -> None:
    come_by(client, example_id, ADA)
    come_by(client, example_id, {"sub": "second"}, process="connect")
    first, second = SocialAccount.objects.order_by("pk")
    disconnect(client, first)
    disconnect(client, second)
    assert list(SocialAccount.objects.all()) == [second]


def test_a_site_that_was_switched_off_is_no_way_in(client: Client, example_id: OidcServer) -> None:
    come_by(client, example_id, ADA)
    off = SocialAccount.objects.create(user=User.objects.get(), provider="facebook", uid="1")
    page = client.get(PAGE).text
    assert "No longer a way in here" in page and "Your last way in" in page
    disconnect(client, SocialAccount.objects.get(provider="example"))
    assert SocialAccount.objects.count() == 2
    disconnect(client, off)
    assert SocialAccount.objects.get().provider == "example"


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_leave_one_way_in(client: Client, example_id: OidcServer) -> None:
    come_by(client, example_id, ADA)
    come_by(client, example_id, {"sub": "second"}, process="connect")
    start = threading.Barrier(2)

    def press(account: SocialAccount) -> None:
        window = Client()
        window.cookies = client.cookies
        start.wait()
        disconnect(window, account)
        connection.close()

    for number in range(5):
        threads = [threading.Thread(target=press, args=[account]) for account in SocialAccount.objects.all()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert SocialAccount.objects.count() == 1
        come_by(client, example_id, {"sub": f"another-{number}"}, process="connect")
        assert SocialAccount.objects.count() == 2


def test_the_page_costs_the_same_for_many(
    reader: Client, user: User, example_id: OidcServer, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        SocialAccount.objects.create(user=user, provider="example", uid=str(number))
    with django_assert_max_num_queries(8):
        assert reader.get(PAGE).text.count("Disconnect Example ID") == 6


@pytest.fixture
def owner(user: User) -> Client:
    """Logged in, with an address that is confirmed."""
    confirm(user)
    client = Client()
    log_in(client, user)
    return client


@pytest.fixture
def thief(owner: Client, user: User) -> Client:
    """Logged in as well, by the password."""
    client = Client()
    log_in(client, user)
    return client


def test_whoever_has_a_second_factor_shows_it_first_and_not_the_password(
    owner: Client, thief: Client, user: User, example_id: OidcServer
) -> None:
    secret = set_up_app(owner)
    answer = come_by(thief, example_id, ADA, process="connect", next="")
    asked = thief.post(answer["Location"], {"password": PASSWORD})
    assert asked["Location"].startswith(f"{FACTORS}reauthenticate/")
    assert not SocialAccount.objects.exists()
    assert "password" not in thief.get(asked["Location"]).text.lower()
    thief.post(asked["Location"], {"code": authenticator_app.code(secret)})
    assert SocialAccount.objects.get().user == user


def test_a_proof_by_password_from_before_the_factor_counts_no_more(
    owner: Client, thief: Client, user: User, example_id: OidcServer
) -> None:
    show_password(thief)
    set_up_app(owner)
    answer = come_by(thief, example_id, ADA, process="connect", next="")
    assert answer["Location"] == AGAIN and not SocialAccount.objects.exists()


def test_staff_connect_nothing_before_they_have_a_second_factor(
    example_id: OidcServer, settings: Any
) -> None:
    settings.STAFF_MFA_REQUIRED = True
    editor = EditorFactory(username="editress", password=PASSWORD)
    confirm(editor)
    browser = Client()
    log_in(browser, editor)
    page = come_by(browser, example_id, ADA, process="connect", next="")
    assert page.status_code == 403 and f"{FACTORS}webauthn/add/" in page.text
    assert not SocialAccount.objects.exists()
    set_up_app(browser)
    come_by(browser, example_id, ADA, process="connect", next="")
    assert SocialAccount.objects.get().user == editor
