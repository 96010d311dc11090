"""Logging in with an account of another site: a real OpenID Connect server, on this machine."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests import authenticator_app
from tests.accounts.entrance import SECOND, is_in, set_up_app
from tests.accounts.social import ADA, PLACE, come_by, leave, query_of
from tests.factories import PASSWORD, UserFactory
from tests.oidc.server import OidcServer

pytestmark = pytest.mark.django_db
FORM = "/accounts/3rdparty/signup/"
# One that has an account here, and one that has none.
ADDRESSES = ("ada@example.com", "eve@example.com")


def asked(page: Any) -> set[str]:
    """The names of the fields that the page asks for."""
    return set(re.findall(r'<input type="(?:text|email)"[^>]*name="(username|email)"', page.text))


def test_the_first_login_makes_an_account_and_leads_back(client: Client, example_id: OidcServer) -> None:
    answer = come_by(client, example_id, ADA)
    assert answer["Location"] == PLACE and is_in(client)
    user = User.objects.get()
    assert (user.username, user.email) == ("ada", "ada@example.com")
    assert EmailAddress.objects.get().verified and not user.has_usable_password()
    assert SocialAccount.objects.get().provider == "example"


def test_the_second_login_opens_the_same_account(example_id: OidcServer) -> None:
    come_by(Client(), example_id, ADA)
    again = Client()
    # What the other site says of them may have changed; who they are has not.
    answer = come_by(again, example_id, ADA | {"email": "new@example.com", "preferred_username": "augusta"})
    assert answer["Location"] == PLACE and is_in(again)
    assert User.objects.get().username == "ada" and SocialAccount.objects.count() == 1


def test_the_code_is_bound_to_the_browser_by_pkce(client: Client, example_id: OidcServer) -> None:
    query = query_of(leave(client))
    assert query["code_challenge_method"] == "S256" and len(query["code_challenge"]) == 43
    assert set(query["scope"].split()) == {"openid", "profile", "email"}


@pytest.mark.parametrize(
    "made_up",
    [
        {"auth_params": "client_id=evil&redirect_uri=https://evil.example/&state=x"},
        {"auth_params": "prompt=none"},
        {"scope": "openid,everything"},
    ],
)
def test_no_link_has_our_button_ask_the_other_site_for_something_else(
    client: Client, example_id: OidcServer, made_up: dict[str, str]
) -> None:
    address = f"/accounts/oidc/example/login/?{urlencode(made_up)}"
    assert client.get(address).status_code == client.post(address).status_code == 404
    # The way back is the other site's own, and may say what was asked for.
    way_back = example_id.visit(leave(client), ADA)
    assert client.get(f"{way_back.removeprefix('http://testserver')}&scope=openid")["Location"] == PLACE


def test_an_address_that_the_other_site_did_not_confirm_is_not_taken_for_confirmed(
    client: Client, example_id: OidcServer, mails: Any
) -> None:
    come_by(client, example_id, ADA | {"email_verified": False})
    page = client.get(FORM)
    assert asked(page) == {"email"} and 'value="ada@example.com"' in page.text
    assert client.post(FORM, {"email": "ada@example.com"})["Location"] == PLACE
    assert is_in(client) and not EmailAddress.objects.get().verified
    assert any("confirm" in mail["Subject"].lower() for mail in mails())


@pytest.mark.parametrize(
    "name", [None, "", "ab", "two words", "ada@example.com", "Moderator", "x" * 31, "ada\u202e"]
)
def test_who_brings_no_name_that_can_be_had_is_asked_for_one_only(
    client: Client, example_id: OidcServer, name: str | None
) -> None:
    answer = come_by(client, example_id, ADA | {"preferred_username": name})
    assert answer["Location"] == FORM and not User.objects.exists()
    assert asked(client.get(FORM)) == {"username"}
    answer = client.post(FORM, {"username": "Countess"})
    assert answer["Location"] == PLACE and is_in(client)
    assert (User.objects.get().username, User.objects.get().email) == ("Countess", "ada@example.com")
    assert EmailAddress.objects.get().verified


def test_whose_name_is_taken_is_told_so_and_asked_for_another(client: Client, example_id: OidcServer) -> None:
    UserFactory(username="Ada", email="other@example.com")
    come_by(client, example_id, ADA)
    page = client.get(FORM)
    assert asked(page) == {"username"} and "“<bdi>ada</bdi>” is taken" in page.text
    assert "username" in client.post(FORM, {"username": "ADA"}).context["form"].errors
    assert client.post(FORM, {"username": "ada2"})["Location"] == PLACE


def test_who_brings_no_address_is_asked_for_one_only(client: Client, example_id: OidcServer) -> None:
    come_by(client, example_id, {"sub": "x", "preferred_username": "ada"})
    assert asked(client.get(FORM)) == {"email"}
    for typed in ("", "no address", "a\x00@example.com", "a" * 300 + "@example.com"):
        page = client.post(FORM, {"email": typed})
        assert page.status_code == 200 and "email" in page.context["form"].errors
    assert client.post(FORM, {"email": "ada@example.com"})["Location"] == PLACE
    assert not EmailAddress.objects.get().verified


def test_what_is_not_asked_for_cannot_be_slipped_in(client: Client, example_id: OidcServer) -> None:
    come_by(client, example_id, ADA | {"preferred_username": ""})
    client.post(FORM, {"username": "ada", "email": "editor@example.com"})
    assert User.objects.get().email == "ada@example.com"


def test_the_form_says_what_comes_of_it(client: Client, example_id: OidcServer) -> None:
    come_by(client, example_id, ADA | {"preferred_username": ""})
    assert "you will also receive an email inviting you to receive our news alerts" in client.get(FORM).text


def test_the_form_without_a_login_elsewhere_leads_to_the_login(
    client: Client, example_id: OidcServer
) -> None:
    assert client.get(FORM)["Location"] == "/accounts/login/"
    come_by(client, example_id, ADA | {"preferred_username": ""})
    client.post(FORM, {"username": "ada"})
    client.post("/accounts/logout/")
    assert client.post(FORM, {"username": "again"})["Location"] == "/accounts/login/"
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_form_sent_twice_at_once_makes_one_account(client: Client, example_id: OidcServer) -> None:
    start = threading.Barrier(2)
    answers: list[Any] = []

    def send() -> None:
        window = Client()
        window.cookies = client.cookies
        start.wait()
        answers.append(window.post(FORM, {"username": "ada", "next": PLACE})["Location"])
        connection.close()

    come_by(client, example_id, ADA | {"preferred_username": ""})
    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # The later one goes by the login, which leads on whoever is logged in already.
    login = "/accounts/login/"
    assert len(answers) == 2 and PLACE in answers
    assert set(answers) <= {PLACE, login, f"{login}?{urlencode({'next': PLACE})}"}
    assert User.objects.count() == SocialAccount.objects.count() == EmailAddress.objects.count() == 1


def test_the_form_sent_once_more_from_a_second_window_tells_of_no_other_who_has_the_name(
    client: Client, example_id: OidcServer
) -> None:
    come_by(client, example_id, ADA | {"preferred_username": ""})
    second = Client()
    come_by(second, example_id, ADA | {"preferred_username": ""})
    assert client.post(FORM, {"username": "ada", "next": PLACE})["Location"] == PLACE
    assert second.post(FORM, {"username": "ada", "next": PLACE})["Location"].startswith("/accounts/login/")
    assert User.objects.count() == SocialAccount.objects.count() == 1


def test_a_second_factor_is_asked_for_here_too(client: Client, example_id: OidcServer) -> None:
    come_by(client, example_id, ADA)
    secret = set_up_app(client)
    again = Client()
    asks = come_by(again, example_id, ADA)["Location"]
    assert asks.startswith(SECOND) and not is_in(again)
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        answer = again.post(asks, {"code": authenticator_app.code(secret)})
    assert answer["Location"] == PLACE and is_in(again)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_led_off_the_site(client: Client, example_id: OidcServer, target: str) -> None:
    assert come_by(client, example_id, ADA, next=target)["Location"] == "/"


def test_a_link_alone_begins_nothing(client: Client, example_id: OidcServer) -> None:
    page = client.get("/accounts/oidc/example/login/", {"next": PLACE})
    assert page.status_code == 200 and "Go to Example ID" in page.text
    assert "you will also receive an email inviting you to receive our news alerts" in page.text
    assert example_id.issuer in page["Content-Security-Policy"]


class TestAnAddressThatHasAnAccount:
    @pytest.fixture
    def user(self) -> User:
        return UserFactory(username="countess", email="ada@example.com", password=PASSWORD)

    def test_is_joined_where_both_sides_have_seen_it_proven(
        self, client: Client, example_id: OidcServer, user: User
    ) -> None:
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        assert come_by(client, example_id, ADA)["Location"] == PLACE
        assert client.session["_auth_user_id"] == str(user.pk) and User.objects.count() == 1
        user.refresh_from_db()
        assert user.check_password(PASSWORD) and SocialAccount.objects.get().user == user

    @pytest.mark.parametrize("said", ["false", "0", "no", ["x"], {"x": 1}, 1, 0, None])
    def test_is_not_joined_where_the_other_site_says_anything_but_that_it_is_proven(
        self, client: Client, example_id: OidcServer, user: User, said: Any
    ) -> None:
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        come_by(client, example_id, ADA | {"email_verified": said})
        assert not is_in(client) and not SocialAccount.objects.exists()

    @pytest.mark.parametrize("here", [False, None])
    def test_is_not_joined_where_we_took_it_at_its_word(
        self, client: Client, example_id: OidcServer, user: User, here: bool | None
    ) -> None:
        if here is not None:
            EmailAddress.objects.create(user=user, email=user.email, verified=here, primary=True)
        answer = come_by(client, example_id, ADA)
        assert answer["Location"] == FORM and not is_in(client) and not SocialAccount.objects.exists()
        page = client.get(FORM)
        assert "You have an account here</h1>" in page.text and "Login and connect Example ID" in page.text

    def test_is_not_told_to_whom_the_other_site_took_at_their_word(
        self, example_id: OidcServer, user: User, mails: Any
    ) -> None:
        """Else anybody could ask by typing addresses there, or here."""
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        shown, answers = set(), set()
        brought = [({"email": address, "email_verified": False}, address) for address in ADDRESSES]
        for number, (claims, typed) in enumerate([*brought, *(({}, address) for address in ADDRESSES)]):
            stranger = Client()
            come_by(
                stranger, example_id, {"sub": f"x{number}", "preferred_username": f"Kelpie{number}", **claims}
            )
            page = stranger.get(FORM)
            assert asked(page) == {"email"} and "Login and connect Example ID" in page.text
            form = re.sub(r'name="csrfmiddlewaretoken"[^>]*>', "", page.text)
            shown.add((bool(claims), form.replace(typed, "")))
            answer = stranger.post(FORM, {"email": typed})
            answers.add((answer.status_code, answer["Location"], is_in(stranger)))
        assert len(shown) == 2 and answers == {(302, PLACE, True)}
        assert EmailAddress.objects.filter(verified=False).count() == 4
        assert EmailAddress.objects.get(verified=True).user == user
        told = [
            mail["Subject"]
            for mail in mails()
            if mail["To"] == user.email and "alerts" not in mail["Subject"]
        ]
        assert len(told) == 2 and all("already" in subject for subject in told)

    def test_is_connected_by_its_owner_who_then_is_where_they_were(
        self, client: Client, example_id: OidcServer, user: User
    ) -> None:
        come_by(client, example_id, ADA)
        way = re.search(
            r'href="(/accounts/login/\?next=[^"]+)"[^>]*>Login and connect', client.get(FORM).text
        )
        assert way
        onward = client.post(way[1], {"login": "countess", "password": PASSWORD})["Location"]
        assert onward.startswith("/accounts/oidc/example/login/")
        assert "Connect Example ID" in client.get(onward).text
        sent = client.post(onward)["Location"]
        back = example_id.visit(sent, ADA).removeprefix("http://testserver")
        assert client.get(back)["Location"] == PLACE
        assert SocialAccount.objects.get().user == user
        again = Client()
        come_by(again, example_id, ADA)
        assert again.session["_auth_user_id"] == str(user.pk)

    @pytest.mark.parametrize("here", [False, None])
    def test_is_theirs_who_has_proven_it_where_nobody_here_has(
        self, client: Client, example_id: OidcServer, user: User, mails: Any, here: bool | None
    ) -> None:
        """Else whoever claims an address first would keep its owner from it."""
        if here is not None:
            EmailAddress.objects.create(user=user, email=user.email, verified=here, primary=True)
        come_by(client, example_id, ADA)
        assert 'value="ada@example.com"' in client.get(FORM).text
        assert client.post(FORM, {"email": "ADA@example.com"})["Location"] == PLACE and is_in(client)
        address = EmailAddress.objects.get(email="ada@example.com")
        assert address.verified and address.primary and address.user.username == "ada"
        user.refresh_from_db()
        assert user.email == "" and user.check_password(PASSWORD)
        assert all("alerts" in mail["Subject"] for mail in mails())

    def test_does_not_keep_a_reader_from_an_account_of_another_address(
        self, client: Client, example_id: OidcServer, user: User
    ) -> None:
        come_by(client, example_id, ADA)
        assert client.post(FORM, {"email": "other@example.com"})["Location"] == PLACE
        assert User.objects.get(username="ada").email == "other@example.com"
        assert not EmailAddress.objects.get(email="other@example.com").verified
