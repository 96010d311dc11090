"""Every form of an account, filled in as nobody should: each answers with a sentence beside the field, and keeps what was typed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.bad_input import BAD, FINE
from tests.accounts.entrance import FACTORS, SECOND, confirm, is_in, log_in, set_up_app, show_password
from tests.accounts.forms import beside, holds
from tests.accounts.theft import NEW_PASSWORD
from tests.factories import PASSWORD, UserFactory
from tests.newsportal.sending import client_of, send

pytestmark = pytest.mark.django_db

# By page: what a proper form holds.
SIGNED_OUT = {
    "login/": {"login": "ada", "password": PASSWORD},
    "signup/": {"email": "new@example.com", "username": "Kelpie", "password1": NEW_PASSWORD},
    "password/reset/": {"email": "ada@example.com"},
    "login/code/": {"email": "ada@example.com"},
}
SIGNED_IN = {
    "name/": {"username": "Selkie"},
    "email/": {"email": "other@example.com", "action_add": ""},
    "password/change/": {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    "reauthenticate/": {"password": PASSWORD},
    "2fa/totp/activate/": {"code": "000000"},
}
CASES = [
    (path, field, bad)
    for path, proper in (SIGNED_OUT | SIGNED_IN).items()
    for field in proper
    if field != "action_add"
    for bad in BAD
    if (field, bad) not in FINE
]


@pytest.fixture
def ada() -> User:
    user: User = UserFactory(username="ada", email="ada@example.com", password=PASSWORD)
    confirm(user)
    return user


@pytest.fixture
def client(ada: User) -> Client:
    client = client_of()
    log_in(client, ada)
    return client


@pytest.mark.parametrize(("path", "field", "bad"), CASES)
def test_what_cannot_be_is_said_beside_the_field_and_the_rest_is_kept(
    ada: User, client: Client, path: str, field: str, bad: str
) -> None:
    typed = {**SIGNED_OUT, **SIGNED_IN}[path] | {field: BAD[bad]}
    page = send(client if path in SIGNED_IN else client_of(), "POST", f"/accounts/{path}", typed)
    assert page.status_code in {200, 422}, page.status_code
    said = beside(page)
    # A wrong login is said above the form: which of its two fields is wrong, nobody is told.
    assert said.keys() <= {field, "password2", "form"} and all(said.values()) and len(said) == 1, said
    ids = re.findall(r' id="([^"]+)"', page.text)
    assert len(ids) == len(set(ids)), "two elements of one id: a sentence that its field doesn't lead to"
    assert all(len(sentence) < 200 for sentence in said.values())
    for name, value in typed.items():
        if "password" in name:
            assert not holds(page, name), "a password is given back"
        elif name not in {"action_add", "code"} and "\x00" not in value:
            assert holds(page, name) == " ".join(value.split("\r\n")).strip() or holds(page, name) == value, (
                name
            )
    assert set(User.objects.values_list("username", "email")) == {("ada", "ada@example.com")}


@pytest.mark.parametrize("bad", BAD)
def test_the_second_step_says_what_is_wrong_with_a_code(ada: User, bad: str) -> None:
    client = client_of()
    log_in(client, ada)
    set_up_app(client)
    client.post("/accounts/logout/")
    log_in(client, ada)
    page = send(client, "POST", SECOND, {"code": BAD[bad]})
    assert page.status_code == 200 and beside(page)["code"] and not is_in(client)


@pytest.mark.parametrize(
    "fields", [{}, {"name": "x" * 5_000, "credential": "x"}, {"name": "a\x00", "credential": "{}"}]
)
def test_a_passkey_that_is_none_is_refused_and_its_name_kept(
    ada: User, client: Client, fields: dict[str, str]
) -> None:
    show_password(client)
    page = send(client, "POST", f"{FACTORS}webauthn/add/", fields)
    assert page.status_code == 200 and "can't be read" in beside(page)["credential"]
    assert "name" not in fields or ("name" in beside(page) and holds(page, "name") == fields["name"])


@pytest.mark.parametrize("value", ["", "\x00", "9" * 50, "x" * 5_000, "1 OR 1=1"])
def test_what_none_of_the_choices_is_changes_nothing(ada: User, client: Client, value: str) -> None:
    page = send(client, "POST", "/accounts/settings/", {"sort": value, "mails": value})
    assert page.status_code == 422 and {"sort", "mails"} <= beside(page).keys()
    _are_short(page)
    page = send(client, "POST", "/accounts/language/", {"language": value or "?", "time_zone": value or "?"})
    assert page.status_code == 422 and {"language", "time_zone"} <= beside(page).keys()
    _are_short(page)
    page = send(client, "POST", "/accounts/alerts/", {"pace": value, "sections": value, "topics": value})
    assert page.status_code == 422
    _are_short(page)
    page = send(client, "POST", "/accounts/3rdparty/", {"account": value})
    assert page.status_code == 200 and beside(page)["account"]
    assert send(client, "POST", "/accounts/sessions/", {"session": value}).status_code == 302 and is_in(
        client
    )


def _are_short(page: Any) -> None:
    """What was sent isn't repeated in the sentences, however long."""
    said = beside(page)
    assert said and all(len(sentence) < 200 for sentence in said.values()), said


@pytest.mark.parametrize("path", SIGNED_IN)
def test_a_form_sent_twice_does_what_it_does_once(ada: User, client: Client, path: str) -> None:
    answers = [send(client, "POST", f"/accounts/{path}", SIGNED_IN[path]) for _ in range(2)]
    for answer in answers:
        assert answer.status_code in {302, 303} or beside(answer), path
    assert User.objects.count() == 1 and is_in(client)


@pytest.mark.parametrize("path", SIGNED_OUT)
def test_a_form_that_leads_in_sent_twice_ends_where_it_was_to_lead(ada: User, path: str) -> None:
    client = client_of()
    first, second = (send(client, "POST", f"/accounts/{path}", SIGNED_OUT[path]) for _ in range(2))
    assert first.status_code == second.status_code == 302 and first["Location"] == second["Location"]
