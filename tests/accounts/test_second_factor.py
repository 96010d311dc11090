"""The second factor: set up, asked for at login, used once; and what staff need before the desk opens."""

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
from comments.models import ModerationEntry
from tests import authenticator_app
from tests.accounts.entrance import (
    DESK,
    FACTORS,
    SECOND,
    confirm,
    is_in,
    log_in,
    recovery_codes,
    set_up_app,
    show_password,
)
from tests.accounts.mails import code_in, link_in
from tests.factories import PASSWORD, CommentFactory, EditorFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client) -> User:
    """Logged in by `client`, with an address that is confirmed."""
    user: User = UserFactory(username="ada", password=PASSWORD)
    confirm(user)
    log_in(client, user)
    return user


@pytest.fixture
def secret(client: Client, reader: User) -> str:
    """Of the reader's app; the client has logged out since."""
    found = set_up_app(client)
    client.post("/accounts/logout/")
    return found


@pytest.fixture
def required(settings: Any) -> None:
    settings.STAFF_MFA_REQUIRED = True


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


def test_a_login_then_asks_for_the_code(client: Client, reader: User, secret: str) -> None:
    answer = log_in(client, reader)
    assert answer["Location"] == SECOND and not is_in(client)
    client.post(SECOND, {"code": authenticator_app.code(secret)})
    assert is_in(client)


def test_so_does_one_by_a_code_from_the_mail(client: Client, reader: User, secret: str, mails: Any) -> None:
    client.post("/accounts/login/code/", {"email": reader.email, "next": "/search/"})
    answer = client.post("/accounts/login/code/confirm/", {"code": code_in(mails()[-1]), "next": "/search/"})
    assert answer["Location"].startswith(SECOND) and not is_in(client)
    # Nobody typed one.
    assert "The password" not in client.get(answer["Location"]).text
    answer = client.post(answer["Location"], {"code": authenticator_app.code(secret)})
    assert is_in(client) and answer["Location"] == "/search/"


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


@pytest.mark.parametrize("typed", ["", "000000", "1" * 5000, "\x00", "１２３４５６", "abc def"])
def test_a_wrong_code_lets_nobody_in_and_says_so_beside_the_field(
    client: Client, reader: User, secret: str, typed: str
) -> None:
    log_in(client, reader)
    page = client.post(SECOND, {"code": typed})
    assert page.status_code == 200 and page.context["form"].errors["code"] and not is_in(client)


def test_a_code_works_once(client: Client, reader: User, secret: str) -> None:
    code = authenticator_app.code(secret)
    log_in(client, reader)
    client.post(SECOND, {"code": code})
    assert is_in(client)
    for seconds in (0, 31):
        over_the_shoulder = Client()
        with time_machine.travel(time.time() + seconds):
            log_in(over_the_shoulder, reader)
            page = over_the_shoulder.post(SECOND, {"code": f" {code[:3]} {code[3:]}"})
        assert "used already" in page.text and not is_in(over_the_shoulder)


@pytest.mark.parametrize(
    ("seconds", "counts"), [(-90, False), (-30, True), (0, True), (30, True), (90, False)]
)
def test_a_clock_may_be_half_a_minute_off(
    client: Client, reader: User, secret: str, seconds: int, counts: bool
) -> None:
    now = time.time() + 3600
    with time_machine.travel(now, tick=False):
        log_in(client, reader)
        client.post(SECOND, {"code": authenticator_app.code(secret, now + seconds)})
    assert is_in(client) is counts


def test_codes_cannot_be_tried_without_end(client: Client, reader: User, secret: str) -> None:
    log_in(client, reader)
    for _ in range(5):
        client.post(SECOND, {"code": "000000"})
    page = client.post(SECOND, {"code": authenticator_app.code(secret)})
    assert "Too many" in page.text and not is_in(client)


def test_recovery_codes_are_shown_once_and_can_be_saved(client: Client, reader: User) -> None:
    set_up_app(client)
    page = client.get(f"{FACTORS}recovery-codes/")
    codes = re.findall(r"<li>(\d{8})</li>", page.text)
    assert len(set(codes)) == 10
    assert re.search(r'download="recovery-codes.txt"\s+href="data:text/plain', page.text)
    assert recovery_codes(client) == []
    assert client.get(f"{FACTORS}recovery-codes/download/").status_code == 403


def test_a_recovery_code_works_once(client: Client, reader: User) -> None:
    set_up_app(client)
    code = recovery_codes(client)[3]
    for expected in (True, False):
        entrant = Client()
        log_in(entrant, reader)
        entrant.post(SECOND, {"code": f"{code[:4]} {code[4:]}"})
        assert is_in(entrant) is expected


def test_new_recovery_codes_end_the_old_ones(client: Client, reader: User) -> None:
    set_up_app(client)
    old = recovery_codes(client)
    client.post(f"{FACTORS}recovery-codes/generate/")
    new = recovery_codes(client)
    assert len(new) == 10 and not set(old) & set(new)


def test_the_last_factor_takes_the_recovery_codes_with_it(client: Client, reader: User) -> None:
    set_up_app(client)
    client.post(f"{FACTORS}totp/deactivate/")
    assert not Authenticator.objects.exists()
    client.post("/accounts/logout/")
    log_in(client, reader)
    assert is_in(client)


def test_secrets_are_not_readable_in_the_database(client: Client, reader: User) -> None:
    secret = set_up_app(client)
    kept = [str(row.data) for row in Authenticator.objects.all()]
    assert len(kept) == 2 and not any(secret in row for row in kept)


def test_secrets_outlive_a_change_of_the_secret_key(
    client: Client, reader: User, secret: str, settings: Any
) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another, as after a deploy"
    log_in(client, reader)
    client.post(SECOND, {"code": authenticator_app.code(secret)})
    assert is_in(client)


def test_a_secret_that_cannot_be_read_fits_no_code(
    client: Client, reader: User, secret: str, settings: Any
) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another, and the old one is gone", []
    log_in(client, reader)
    empty = base64.b32encode(b"").decode()
    for key in (secret, empty):
        page = client.post(SECOND, {"code": authenticator_app.code(key)})
        assert page.status_code == 200 and not is_in(client)


@pytest.mark.parametrize("factory", [EditorFactory, ModeratorFactory])
def test_the_desk_leads_staff_without_a_second_factor_to_one(
    client: Client, required: None, factory: Any
) -> None:
    user = factory(password=PASSWORD)
    confirm(user)
    log_in(client, user)
    for path in (DESK, f"{DESK}articles/article/", f"{DESK}jsi18n/"):
        page = client.get(path)
        assert page.status_code == 403
        assert f"{FACTORS}webauthn/add/" in page.text and f"{FACTORS}totp/activate/" in page.text
    set_up_app(client)
    assert f'href="{DESK}"' in client.get(f"{FACTORS}recovery-codes/").text
    assert client.get(DESK).status_code == 200


def test_staff_are_told_that_their_address_waits_to_be_confirmed(client: Client, required: None) -> None:
    user = EditorFactory(password=PASSWORD)
    log_in(client, user)
    assert "confirm your email" not in client.get(DESK).text
    client.get("/accounts/email/")
    assert "confirm your email" in client.get(DESK).text


def test_a_session_from_before_the_second_factor_must_show_it(client: Client, required: None) -> None:
    user = EditorFactory(password=PASSWORD)
    confirm(user)
    thief = Client()
    for browser in (thief, client):
        log_in(browser, user)
    secret = set_up_app(client)
    answer = thief.get(f"{DESK}articles/article/?q=x")
    assert answer["Location"] == f"{FACTORS}reauthenticate/?next=%2Fadmin%2Farticles%2Farticle%2F%3Fq%3Dx"
    shown = thief.post(answer["Location"], {"code": authenticator_app.code(secret)})
    assert shown["Location"] == f"{DESK}articles/article/?q=x"
    assert thief.get(shown["Location"]).status_code == 200


def test_the_desk_closes_with_the_last_factor(client: Client, required: None) -> None:
    user = ModeratorFactory(password=PASSWORD)
    confirm(user)
    log_in(client, user)
    set_up_app(client)
    client.post(f"{FACTORS}totp/deactivate/")
    assert client.get(DESK).status_code == 403


def test_readers_are_led_to_the_login_as_ever(client: Client, required: None) -> None:
    assert client.get(DESK, follow=True).request["PATH_INFO"] == "/accounts/login/"
    client.force_login(UserFactory())
    assert client.get(DESK, follow=True).status_code == 403


def test_a_demo_s_desk_opens_by_the_password_alone(client: Client) -> None:
    user = EditorFactory(password=PASSWORD)
    log_in(client, user)
    assert client.get(DESK).status_code == 200


GARBAGE = [
    "",
    "null",
    "[]",
    '"x"',
    "{}",
    '{"response": null}',
    '{"id": "x", "rawId": "x", "type": "public-key", "response": {"userHandle": 5}}',
    '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"clientDataJSON": "!", "attestationObject": "oA"}}',
    '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AAAA", "userHandle": "MQ"}}',
    "[" * 15_000,
    "9" * 30_000,
    "\x00",
    '{"a": "\\u0000"}',
]


def test_a_form_without_a_code_is_answered_as_one_with_an_empty_code(
    client: Client, reader: User, secret: str
) -> None:
    log_in(client, reader)
    said = [client.post(SECOND, sent).context["form"].errors for sent in ({}, {"code": ""})]
    assert said[0] == said[1] and "code" in said[0]


@pytest.mark.parametrize("answer", GARBAGE)
def test_a_browser_s_answer_may_be_anything(client: Client, reader: User, secret: str, answer: str) -> None:
    for path in (f"{FACTORS}webauthn/login/", SECOND):
        if path == SECOND:
            log_in(client, reader)
        page = client.post(path, {"credential": answer}, follow=True)
        assert page.status_code == 200 and not is_in(client)
        assert "The browser&#x27;s answer can&#x27;t be read" in page.text or "That passkey" in page.text
    client.post(SECOND, {"code": authenticator_app.code(secret)})
    page = client.post(f"{FACTORS}webauthn/add/", {"name": "My phone", "credential": answer})
    assert "The browser&#x27;s answer can&#x27;t be read" in page.text and 'value="My phone"' in page.text
    assert not Authenticator.objects.filter(type="webauthn").exists()


@pytest.mark.parametrize(
    ("act", "sent"),
    [("hide", {"reason": "insult"}), ("restore", {}), ("reject", {}), ("pick", {"value": "1"})],
)
def test_what_staff_do_on_the_page_asks_for_it_too(
    client: Client, required: None, act: str, sent: dict[str, str]
) -> None:
    comment = CommentFactory()
    user = ModeratorFactory(password=PASSWORD)
    confirm(user)
    thief = Client()
    log_in(thief, user)
    path = f"/comments/{comment.pk}/{act}/"
    assert thief.post(path, sent).status_code == 403
    assert thief.post(path, sent, headers={"accept": "application/json"}).json() == {"login": FACTORS}
    log_in(client, user)
    secret = set_up_app(client)
    answer = thief.post(path, sent)
    assert answer["Location"].startswith(f"{FACTORS}reauthenticate/?next=%2Fcomments%2F{comment.pk}%2F")
    told = thief.post(path, sent, headers={"accept": "application/json"})
    assert told.status_code == 401 and told.json() == {"login": answer["Location"]}
    assert not ModerationEntry.objects.exists()
    thief.post(answer["Location"], {"code": authenticator_app.code(secret)})
    assert thief.post(path, sent).status_code == 303


def test_readers_are_asked_for_none_when_they_comment_and_vote(client: Client, required: None) -> None:
    comment = CommentFactory()
    client.force_login(UserFactory())
    assert client.post(f"/comments/{comment.pk}/vote/", {"value": "1"}).status_code == 303


CHANGE = "/accounts/password/change/"


def test_the_password_is_not_changed_by_itself_where_there_is_a_factor(client: Client, reader: User) -> None:
    thief, new = Client(), f"{PASSWORD}-new"
    log_in(thief, reader)
    secret = set_up_app(client)
    typed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    answer = thief.post(CHANGE, typed)
    assert answer["Location"] == CHANGE
    asked = thief.get(CHANGE)["Location"]
    assert asked.startswith(f"{FACTORS}reauthenticate/")
    # Nor does what was typed lie in the database meanwhile.
    assert new not in str(dict(thief.session))
    reader.refresh_from_db()
    assert reader.check_password(PASSWORD)
    shown = thief.post(asked, {"code": authenticator_app.code(secret)})
    assert shown["Location"] == CHANGE and thief.post(CHANGE, typed).status_code == 302
    reader.refresh_from_db()
    assert reader.check_password(new)


def test_a_first_password_that_comes_too_late_is_not_kept_either(client: Client, reader: User) -> None:
    reader.set_unusable_password()
    reader.save()
    client.force_login(reader)
    path = "/accounts/password/set/"
    answer = client.post(path, {"password1": f"{PASSWORD}-new", "password2": f"{PASSWORD}-new"})
    assert answer["Location"] == path and PASSWORD not in str(dict(client.session))
    assert client.get(path)["Location"].startswith("/accounts/reauthenticate/")


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
