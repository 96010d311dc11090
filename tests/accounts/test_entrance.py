"""Login, registration, confirmation, reset and logout: by real forms, with real mail files sent by the worker."""

from __future__ import annotations

import re
import time
from functools import partial
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import get_hasher
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.mails import link_in
from tests.at_once import at_once
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
LOGIN, SIGNUP = "/accounts/login/", "/accounts/signup/"


def register(client: Client, **changed: str) -> Any:
    typed = {"email": "ada@example.com", "username": "Ada", "password1": PASSWORD, **changed}
    return client.post(SIGNUP, typed)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("name", ["ada@example.com", "ADA@example.com", "ada", "Ada"])
def test_one_logs_in_by_email_or_by_name(client: Client, name: str) -> None:
    UserFactory(username="ada", email="ada@example.com", password=PASSWORD)
    client.post(LOGIN, {"login": name, "password": PASSWORD})
    assert is_in(client)


def test_a_wrong_password_gets_the_same_sentence_as_an_unknown_name(client: Client) -> None:
    UserFactory(username="ada", password=PASSWORD)
    said = [
        re.findall(
            r'class="field-errors.*?</div>',
            client.post(LOGIN, {"login": name, "password": "no"}).text,
            re.DOTALL,
        )
        for name in ("ada", "nobody")
    ]
    assert said[0] and said[0] == said[1] and not is_in(client)


def test_a_stand_in_and_a_closed_account_cannot_log_in(client: Client) -> None:
    User.objects.create(username="voter-1", password="!", is_stand_in=True)
    UserFactory(username="gone", is_active=False, password=PASSWORD)
    for name, password in (("voter-1", "!"), ("gone", PASSWORD)):
        client.post(LOGIN, {"login": name, "password": password})
        assert not is_in(client)


def test_registering_logs_in_and_sends_one_mail_that_confirms(client: Client, mails: Any) -> None:
    assert register(client).status_code == 302 and is_in(client)
    (mail,) = mails()
    assert mail["To"] == "ada@example.com" and "Tidewater" in mail["Subject"]
    assert mail["Message-ID"].endswith("@127.0.0.1>")
    assert not EmailAddress.objects.get().verified
    page = client.get(link_in(mail))
    assert page.status_code == 200 and not EmailAddress.objects.get().verified
    assert client.post(link_in(mail))["Location"] == "/"
    assert EmailAddress.objects.get().verified


def test_who_confirms_in_the_browser_that_registered_comes_back_to_where_they_were(
    client: Client, mails: Any
) -> None:
    place = "/harbour/night-ferry/#composer"
    assert register(client, next=place)["Location"] == place
    (mail,) = mails()
    assert client.post(link_in(mail))["Location"] == place


def test_the_way_back_of_a_confirmation_leads_nowhere_else(client: Client, mails: Any) -> None:
    register(client, next="https://evil.example/")
    (mail,) = mails()
    assert client.post(link_in(mail))["Location"] == "/"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("email", "", "required"),
        ("email", "no address", "valid email"),
        ("email", "a" * 300 + "@example.com", "254 characters"),
        ("email", "a\x00@example.com", "Null characters"),
        ("username", "", "required"),
        ("username", "ab", "has 3 to 30 characters"),
        ("username", "x" * 31, "has 3 to 30 characters"),
        ("username", "x" * 31, "30"),
        ("username", "two words", "letters and digits"),
        ("username", "ada@example.com", "email address"),
        ("username", "Moderator", "kept for the house"),
        ("username", "a\x00da", "Null characters"),
        ("username", "ada\u202eevil", "nobody sees"),
        ("password1", "", "required"),
        ("password1", "12345678", "numeric"),
        ("password1", "short", "8 characters"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_the_rest_is_kept(
    client: Client, field: str, typed: str, sentence: str
) -> None:
    page = register(client, **{field: typed})
    assert page.status_code == 200 and not is_in(client) and not User.objects.exists()
    errors = page.context["form"].errors[field]
    assert sentence in " ".join(errors)
    if field != "username":
        assert 'value="Ada"' in page.text


@pytest.mark.parametrize("changed", [{"username": "ADA"}, {"username": "ada"}])
def test_a_name_that_is_taken_is_refused_whatever_its_case(client: Client, changed: dict[str, str]) -> None:
    UserFactory(username="Ada", email="other@example.com")
    assert "username" in register(client, **changed).context["form"].errors


def test_the_same_registration_sent_twice_makes_one_account(client: Client) -> None:
    register(client)
    register(Client())
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_registration_that_is_sent_twice_at_once_leads_on_both_times() -> None:
    for number in range(3):
        clients, typed = [Client(), Client()], {"username": f"Kelpie{number}", "next": "/search/"}
        pages: list[Any] = at_once(*(partial(register, client, **typed) for client in clients))
        assert [page["Location"] for page in pages] == ["/search/"] * 2
        assert all(is_in(client) for client in clients)
        assert User.objects.filter(username=typed["username"]).count() == 1


def test_who_registers_once_more_with_another_password_or_address_is_told_that_the_name_is_taken() -> None:
    register(Client())
    for changed in ({"password1": PASSWORD + "!"}, {"email": "other@example.com"}):
        client = Client()
        page = register(client, **changed)
        assert page.context["form"].errors["username"] == ["This name is taken."] and not is_in(client)
    client = Client()
    with time_machine.travel(time.time() + 3600):
        assert "username" in register(client).context["form"].errors and not is_in(client)


def test_who_has_just_registered_is_not_asked_for_the_password_again(client: Client) -> None:
    register(client)
    assert client.get("/accounts/data/").status_code == 200
    with time_machine.travel(time.time() + 3600):
        assert "reauthenticate" in client.get("/accounts/data/")["Location"]


def test_a_forgotten_password_is_reset_by_mail_once(client: Client, mails: Any) -> None:
    user = UserFactory(username="ada", email="ada@example.com", password="old-password-of-mine")
    client.post(reverse("account_reset_password"), {"email": "ada@example.com"})
    (mail,) = mails()
    link = link_in(mail)
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert (
        "form" not in (Client().get(link, follow=True).context or {})
        or "token_fail" in Client().get(link).context
    )


def test_logout_needs_a_post(client: Client) -> None:
    client.force_login(UserFactory())
    client.get("/accounts/logout/")
    assert is_in(client)
    client.post("/accounts/logout/")
    assert not is_in(client)


@pytest.mark.parametrize("way", [LOGIN, SIGNUP])
def test_one_comes_back_to_where_one_was(client: Client, way: str) -> None:
    UserFactory(username="bea", password=PASSWORD)
    typed = (
        {"login": "bea", "password": PASSWORD}
        if way == LOGIN
        else {"email": "ada@example.com", "username": "Ada", "password1": PASSWORD}
    )
    assert (
        'name="next" value="/harbour/story/#composer"'
        in client.get(f"{way}?next=/harbour/story/%23composer").text
    )
    answer = client.post(way, {**typed, "next": "/harbour/story/#composer"})
    assert answer["Location"] == "/harbour/story/#composer"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_led_off_the_site(client: Client, target: str) -> None:
    UserFactory(username="ada", password=PASSWORD)
    answer = client.post(LOGIN, {"login": "ada", "password": PASSWORD, "next": target})
    assert answer["Location"] == "/"


def test_login_and_registration_lead_to_each_other_with_the_way_back(client: Client) -> None:
    assert "/accounts/signup/?next=%2Fharbour%2F" in client.get(f"{LOGIN}?next=/harbour/").text
    assert "/accounts/login/?next=%2Fharbour%2F" in client.get(f"{SIGNUP}?next=/harbour/").text


def test_the_head_of_the_page_keeps_the_way_back_also_after_a_wrong_password(client: Client) -> None:
    wrong = {"login": "ada", "password": "wrong", "next": "/harbour/"}
    pages = [client.get(f"{LOGIN}?next=/harbour/"), client.post(LOGIN, wrong)]
    for page in pages:
        head = page.text.partition("<main")[0]
        assert re.findall(r'href="(/accounts/[^"]+next[^"]*)"', head) == [
            "/accounts/login/?next=%2Fharbour%2F",
            "/accounts/signup/?next=%2Fharbour%2F",
        ]
    assert "evil" not in client.get(f"{LOGIN}?next=https://evil.example/").text.partition("<main")[0]


def test_a_sixth_wrong_password_in_five_minutes_is_not_even_tried(client: Client) -> None:
    UserFactory(username="ada", password=PASSWORD)
    for _ in range(5):
        client.post(LOGIN, {"login": "ada", "password": "wrong"})
    page = client.post(LOGIN, {"login": "ada", "password": PASSWORD})
    assert not is_in(client) and "Too many" in page.text


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_reset_password",
        "account_email",
        "account_change_password",
        "account_logout",
        "account_reauthenticate",
    ],
)
def test_every_account_page_obeys_the_strict_policy(client: Client, name: str) -> None:
    if name not in {"account_login", "account_signup"}:
        client.force_login(UserFactory(password=PASSWORD))
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert "style=" not in page.text and "onclick" not in page.text
    assert all("src=" in tag or "application/json" in tag for tag in re.findall(r"<script[^>]*>", page.text))
    assert "default-src 'none'" in page["Content-Security-Policy"] and page["Cache-Control"] != "public"


def test_production_hashes_with_argon2() -> None:
    from newsportal import settings as real

    assert real.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert get_hasher().algorithm == "md5"  # and the tests don't, which is why they are quick


def test_the_registration_has_the_other_ways_in_too_and_each_leads_back(client: Client) -> None:
    page = client.get(f"{SIGNUP}?next=/harbour/story/").text
    beside = page.partition("<aside")[2]
    assert 'href="/accounts/login/code/?next=%2Fharbour%2Fstory%2F"' in beside
    passkey = beside.partition('action="/accounts/2fa/webauthn/login/"')[2].partition("</form>")[0]
    assert 'name="next" value="/harbour/story/"' in passkey
    assert "loginForm" in page and "Say something under a story" in beside
