"""Forms that one comes to by a link, a code or another site, filled in as nobody should; beside those of test_bad_input.py."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from accounts.models import User
from tests.accounts.bad_input import BAD, FINE
from tests.accounts.entrance import FACTORS, SIGNUP, confirm, log_in, set_up_app, show_factor, show_password
from tests.accounts.forms import beside, holds
from tests.accounts.mails import link_in
from tests.accounts.social import ADA, PLACE, come_by
from tests.accounts.theft import NEW_PASSWORD
from tests.factories import PASSWORD, UserFactory
from tests.newsportal.sending import client_of, send

pytestmark = pytest.mark.django_db(transaction=True)

# A form: who is in front of it, its address, and what a proper one holds.
Form = tuple[Client, str, dict[str, str]]


def _reader() -> User:
    user: User = UserFactory(username="ada", email="ada@example.com", password=PASSWORD)
    confirm(user)
    return user


def _in() -> Client:
    client = client_of()
    log_in(client, _reader())
    return client


def first_password(server: Any, mails: Any) -> Form:
    client = client_of()
    come_by(client, server, ADA)
    return client, "/accounts/password/set/", {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}


def name_after_another_site(server: Any, mails: Any) -> Form:
    client = client_of()
    come_by(client, server, ADA | {"preferred_username": None})
    return client, "/accounts/3rdparty/signup/", {"username": "Kelpie"}


def code_of_the_login(server: Any, mails: Any) -> Form:
    _reader()
    client = client_of()
    client.post("/accounts/login/code/", {"email": "ada@example.com"})
    return client, "/accounts/login/code/confirm/", {"code": "000000"}


def code_in_place_of_a_password(server: Any, mails: Any) -> Form:
    client = client_of()
    with time_machine.travel(time.time() - 3600):
        come_by(client, server, ADA)
    page = "/accounts/reauthenticate/code/"
    client.post(page, {"send": "1"})
    return client, page, {"code": "000000"}


def app_once_more(server: Any, mails: Any) -> Form:
    client = _in()
    set_up_app(client)
    return client, f"{FACTORS}reauthenticate/", {"code": "000000"}


def passkeys_name(server: Any, mails: Any) -> Form:
    client, user = _in(), User.objects.get()
    key = Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}}
    )
    show_factor(client, user)
    return client, f"{FACTORS}webauthn/keys/{key.pk}/edit/", {"name": "My phone"}


def password_behind_the_link(server: Any, mails: Any) -> Form:
    client = client_of()
    client.post(SIGNUP, {"email": "new@example.com", "username": "Kelpie", "password1": NEW_PASSWORD})
    return client_of(), link_in(mails()[-1]).removeprefix("http://testserver"), {"password": NEW_PASSWORD}


def password_anew(server: Any, mails: Any) -> Form:
    _reader()
    client = client_of()
    client.post("/accounts/password/reset/", {"email": "ada@example.com"})
    page = client.get(link_in(mails()[-1]), follow=True)
    return client, page.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}


def end_of_the_account(server: Any, mails: Any) -> Form:
    client = _in()
    show_password(client)
    return client, "/accounts/erasure/", {"comments": "removed"}


FORMS: dict[Callable[[Any, Any], Form], list[str]] = {
    first_password: ["password1", "password2"],
    name_after_another_site: ["username"],
    code_of_the_login: ["code"],
    code_in_place_of_a_password: ["code"],
    app_once_more: ["code"],
    passkeys_name: ["name"],
    password_behind_the_link: ["password"],
    password_anew: ["password1", "password2"],
    end_of_the_account: ["comments"],
}
# A passkey is called as its owner likes.
FINE_HERE = FINE | {("name", bad) for _field, bad in FINE}
CASES = [
    (form, field, bad)
    for form, fields in FORMS.items()
    for field in fields
    for bad in BAD
    if (field, bad) not in FINE_HERE
]


@pytest.mark.parametrize(("form", "field", "bad"), CASES)
def test_what_cannot_be_is_said_beside_the_field_and_the_rest_is_kept(
    form: Callable[[Any, Any], Form], field: str, bad: str, example_id: Any, mails: Any
) -> None:
    client, path, proper = form(example_id, mails)
    typed = proper | {field: BAD[bad]}
    page = send(client, "POST", path, typed)
    assert page.status_code in {200, 422}, (page.status_code, page.headers)
    said = beside(page)
    assert said and said.keys() <= {field, "password2", "form"} and all(said.values()), said
    assert all(len(sentence) < 200 for sentence in said.values())
    ids = re.findall(r' id="([^"]+)"', page.text)
    assert len(ids) == len(set(ids)), "two elements of one id: a sentence that its field doesn't lead to"
    for name, value in typed.items():
        if "password" in name:
            assert not holds(page, name), "a password is given back"
        elif name in {"username", "name"} and "\x00" not in value:
            assert holds(page, name).split() == value.split()
    # And the same form still does what it is for, where what was typed is right.
    if form not in {code_of_the_login, code_in_place_of_a_password, app_once_more}:
        assert send(client, "POST", path, proper).status_code in {302, 303}


@pytest.mark.parametrize("form", [form for form in FORMS if form != app_once_more])
def test_what_is_sent_twice_is_done_once_and_answered_twice(
    form: Callable[[Any, Any], Form], example_id: Any, mails: Any
) -> None:
    client, path, proper = form(example_id, mails)
    for _ in range(2):
        answer = send(client, "POST", path, proper)
        assert answer.status_code in {302, 303} or beside(answer) or "<h1" in answer.text
    assert User.objects.count() == 1


@pytest.mark.parametrize("sent", ["", "picture", "\x00"])
def test_what_is_no_picture_is_said_beside_the_field(sent: str) -> None:
    client = _in()
    page = send(client, "POST", "/accounts/picture/", {"picture": sent} if sent else {})
    assert page.status_code == 422 and beside(page)["picture"]


def _set_up_passkey(user: User) -> None:
    """As a browser makes one, but for the key, which nobody holds."""
    key = AttestedCredentialData.create(
        Aaguid.NONE, b"id", ES256({1: 2, 3: -7, -1: 1, -2: b"x" * 32, -3: b"y" * 32})
    )
    made = AuthenticatorData.create(b"h" * 32, AuthenticatorData.FLAG.AT, 0, key)
    credential = {
        "id": websafe_encode(b"id"),
        "rawId": websafe_encode(b"id"),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(
                b'{"type": "webauthn.create", "challenge": "eA", "origin": "x"}'
            ),
            "attestationObject": websafe_encode(AttestationObject.create("none", made, {})),
        },
    }
    data = {"name": "Key", "credential": credential}
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)


ANSWERS = {
    "nothing": "",
    "an empty one": "{}",
    "too much": "x" * 50_000,
    "NUL": '{"id": "\x00"}',
    "without end": "[" * 10_000,
    "made up": '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {}}',
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_of_a_browser_that_is_none_opens_nothing_and_leads_on_as_before(answer: str) -> None:
    client = client_of()
    typed = {"credential": ANSWERS[answer], "next": PLACE}
    page = send(client, "POST", f"{FACTORS}webauthn/login/", typed)
    assert page["Location"] == f"/accounts/login/?{urlencode({'next': PLACE})}"
    page = client.get(page["Location"])
    assert page.context["redirect_field_value"] == PLACE and list(page.context["messages"])
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_passkey_shown_once_more_that_is_none_is_refused_in_its_place(answer: str) -> None:
    client = _in()
    _set_up_passkey(User.objects.get())
    typed = {"credential": ANSWERS[answer], "next": "/accounts/data/"}
    page = send(client, "POST", f"{FACTORS}webauthn/reauthenticate/", typed)
    assert page.status_code == 200 and beside(page)["credential"]
    assert holds(page, "next") == "/accounts/data/"
