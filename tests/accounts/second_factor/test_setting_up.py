"""The second factor is set up by who may, and once."""

from __future__ import annotations

import base64
import re
import time
from typing import Any
from urllib.parse import unquote

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from accounts import tries
from accounts.models import User
from tests import authenticator_app
from tests.accounts.entrance import FACTORS, SECOND, is_in, log_in, set_up_app, show_password
from tests.accounts.mails import link_in
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def test_an_app_is_set_up_by_picture_or_by_text(client: Client, reader: User) -> None:
    page = client.get(f"{FACTORS}totp/activate/")
    key = re.search(r'class="app-key"[^>]*>(\w+)<', page.text).group(1)  # type: ignore[union-attr]
    link = unquote(re.search(r'href="(otpauth://[^"]+)"', page.text).group(1))  # type: ignore[union-attr]
    assert f"secret={key}" in link and "issuer=The Tidewater Post" in link
    picture = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page.text).group(1)  # type: ignore[union-attr]
    assert b"<svg" in base64.b64decode(picture)
    assert "img-src 'self' data:" in page["Content-Security-Policy"] and "style=" not in page.text


def test_a_wrong_first_code_sets_up_nothing(client: Client, reader: User) -> None:
    client.get(f"{FACTORS}totp/activate/")
    page = client.post(f"{FACTORS}totp/activate/", {"code": "000000"})
    assert "isn&#x27;t the right code" in page.text and not Authenticator.objects.exists()


def test_nobody_sets_one_up_whose_address_is_not_confirmed(client: Client) -> None:
    client.force_login(UserFactory(password=PASSWORD, email="new@example.com"))
    client.get("/accounts/email/")
    page = client.get(f"{FACTORS}totp/activate/", follow=True)
    assert page.request["PATH_INFO"] == FACTORS and "First confirm your email address" in page.text


@pytest.mark.parametrize("path", ["totp/activate/", "webauthn/add/"])
def test_nor_who_has_no_address(client: Client, path: str) -> None:
    client.force_login(UserFactory(password=PASSWORD, email=""))
    show_password(client)
    client.get(FACTORS + path)
    page = client.post(FACTORS + path, {"code": "000000", "name": "Phone", "credential": "{}"})
    assert "First confirm your email address" in page.text and not Authenticator.objects.exists()


@pytest.mark.parametrize("path", ["totp/activate/", "webauthn/add/"])
def test_setting_one_up_asks_for_the_password_again_but_not_right_after_the_login(
    client: Client, reader: User, path: str
) -> None:
    assert client.get(FACTORS + path).status_code == 200
    with time_machine.travel(time.time() + 301):
        assert client.get(FACTORS + path)["Location"].startswith("/accounts/reauthenticate/")
        show_password(client)
        assert client.get(FACTORS + path).status_code == 200


def test_who_has_one_gives_another_address_which_counts_once_it_is_confirmed(
    client: Client, reader: User, mails: Any
) -> None:
    set_up_app(client)
    page = client.post("/accounts/email/", {"email": reader.email.upper(), "action_add": ""})
    assert "already associated with this account" in page.text
    client.post("/accounts/email/", {"email": "new@example.com", "action_add": ""})
    reader.refresh_from_db()
    assert reader.email != "new@example.com"
    client.post(link_in(mails()[-1]))
    reader.refresh_from_db()
    assert reader.email == reader.emailaddress_set.get().email == "new@example.com"


def test_the_page_that_sets_the_app_up_keeps_its_secret_when_it_is_loaded_again(
    client: Client, reader: User
) -> None:
    log_in(client, reader)
    pages = [client.get(f"{FACTORS}totp/activate/").text for _ in range(2)]
    secrets = [re.search(r'class="app-key"[^>]*>(\w+)<', page)[1] for page in pages]  # type: ignore[index]
    assert secrets[0] == secrets[1]
    typed = {"code": authenticator_app.code(secrets[0])}
    assert client.post(f"{FACTORS}totp/activate/", typed).status_code == 302
    client.post(f"{FACTORS}totp/deactivate/")
    again = client.get(f"{FACTORS}totp/activate/").text
    assert secrets[0] not in again


def test_the_code_that_set_the_app_up_was_used_by_that(client: Client, reader: User) -> None:
    log_in(client, reader)
    page = client.get(f"{FACTORS}totp/activate/")
    secret = re.search(r'class="app-key"[^>]*>(\w+)<', page.text)[1]  # type: ignore[index]
    code = authenticator_app.code(secret)
    assert client.post(f"{FACTORS}totp/activate/", {"code": code}).status_code == 302
    thief = Client()
    log_in(thief, reader)
    thief.post(SECOND, {"code": code})
    assert not is_in(thief)
    thief.post(SECOND, {"code": authenticator_app.code(secret, time.time() + 30)})
    assert is_in(thief)


def test_who_stole_the_password_does_not_keep_its_owner_from_the_factor(
    client: Client, reader: User, secret: str
) -> None:
    thief = Client(REMOTE_ADDR="198.51.100.1")
    log_in(thief, reader)
    said = [thief.post(SECOND, {"code": "000000"}).text for _ in range(6)]
    assert ["You can try again in 5 minutes" in page for page in said] == [False] * 5 + [True]
    # From as many networks as it takes to use up all tries of strangers.
    for number in range(95):
        request = RequestFactory(REMOTE_ADDR=f"198.51.{number}.2").post(SECOND)
        request.user = AnonymousUser()
        tries.begin_factor(request, reader)
    stranger = Client(REMOTE_ADDR="192.0.2.9")
    log_in(stranger, reader)
    assert "You can try again in" in stranger.post(SECOND, {"code": "000000"}).text
    # Where the owner has been in before.
    log_in(client, reader)
    client.post(SECOND, {"code": authenticator_app.code(secret)})
    assert is_in(client)


@pytest.mark.parametrize(
    "page", ["totp/deactivate/", "webauthn/add/", "recovery-codes/", "recovery-codes/generate/"]
)
def test_a_login_from_before_the_factor_was_set_up_changes_none_however_fresh_it_is(
    client: Client, reader: User, page: str
) -> None:
    """Of who has stolen the password, while its owner sets the factor up against them."""
    thief = Client()
    log_in(thief, reader)
    log_in(client, reader)
    set_up_app(client)
    for answer in (thief.get(f"{FACTORS}{page}"), thief.post(f"{FACTORS}{page}")):
        assert answer.status_code == 405 or answer["Location"].startswith("/accounts/2fa/reauthenticate/")
    assert Authenticator.objects.filter(user=reader, type="totp").exists()
    # Its owner has just shown it.
    assert client.get(f"{FACTORS}{page}").status_code == 200
