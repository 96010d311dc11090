"""Passkeys in real Chromium, with its virtual authenticator: set up, sign in by one alone, show one as a second factor."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts import taking_back
from accounts.models import User
from tests.accounts.entrance import confirm
from tests.browser.pages import Opener, log_in
from tests.factories import PASSWORD, EditorFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


class Device:
    """A device that holds passkeys, plugged into a page's browser."""

    def __init__(self, page: Page, *, knows_its_owner: bool = True) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": knows_its_owner,
            "isUserVerified": knows_its_owner,
        }
        added = self._session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self._name = {"authenticatorId": added["authenticatorId"]}

    @property
    def passkeys(self) -> list[Any]:
        found: list[Any] = self._session.send("WebAuthn.getCredentials", self._name)["credentials"]
        return found

    def forget(self) -> None:
        self._session.send("WebAuthn.clearCredentials", self._name)

    def stop_verifying(self) -> None:
        self._session.send("WebAuthn.setUserVerified", {**self._name, "isUserVerified": False})


@pytest.fixture
def reader() -> User:
    user: User = UserFactory(username="kelpie", password=PASSWORD)
    confirm(user)
    return user


def log_out(page: Page) -> None:
    page.get_by_role("button", name="Logout").click()
    expect(page.get_by_role("link", name="Login").first).to_be_visible()


def add_passkey(page: Page, name: str = "My phone") -> None:
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Add a passkey").click()


def with_passkey(page: Page) -> Device:
    """Logs Kelpie in on a device that has just been given a passkey of theirs."""
    device = Device(page)
    page.goto("/accounts/login/")
    log_in(page, "kelpie")
    add_passkey(page)
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    return device


@pytest.mark.parametrize("entrance", ["login", "signup"])
def test_one_signs_in_by_a_passkey_alone_and_comes_back_to_where_one_was(
    open_browser: Opener, reader: User, entrance: str
) -> None:
    page = open_browser().new_page()
    device = with_passkey(page)
    assert len(device.passkeys) == 1 and Authenticator.objects.get(type="webauthn").wrap().name == "My phone"
    log_out(page)
    page.goto(f"/accounts/{entrance}/?next=/search/%3Fq%3Dtide")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/search/?q=tide")
    expect(page.get_by_role("link", name="kelpie")).to_be_visible()


def test_a_passkey_is_the_second_factor_after_the_password(open_browser: Opener, reader: User) -> None:
    page = open_browser().new_page()
    with_passkey(page)
    log_out(page)
    page.goto("/accounts/login/")
    log_in(page, "kelpie")
    expect(page.get_by_role("heading", name="Your second factor")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("link", name="kelpie")).to_be_visible()


def test_an_editor_sets_one_up_on_the_way_to_the_desk(
    open_browser: Opener, settings: Any, tolerated: list[str]
) -> None:
    tolerated.append("403 (Forbidden)")
    settings.STAFF_MFA_REQUIRED = True
    editor = EditorFactory(username="nereid", password=PASSWORD)
    confirm(editor)
    page = open_browser().new_page()
    Device(page)
    page.goto("/accounts/login/")
    log_in(page, "nereid")
    page.goto("/admin/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Add a passkey").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download").click()
    codes = saved.value.path().read_text().split()
    assert len(codes) == 10 and all(code.isdigit() for code in codes)
    page.get_by_role("link", name="To the desk").click()
    expect(page).to_have_title("The desk | The Tidewater Post")


def test_a_device_without_a_passkey_is_told_so_and_nothing_changes(
    open_browser: Opener, reader: User
) -> None:
    page = open_browser().new_page()
    device = with_passkey(page)
    log_out(page)
    device.forget()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("No passkey was given")
    assert "/accounts/login/" in page.url


def test_the_same_device_is_not_added_twice(open_browser: Opener, reader: User) -> None:
    page = open_browser().new_page()
    with_passkey(page)
    add_passkey(page, "Again")
    expect(page.get_by_role("alert")).to_contain_text("holds a passkey of this account already")
    assert Authenticator.objects.filter(type="webauthn").count() == 1


def test_a_passkey_whose_account_has_dropped_it_lets_nobody_in(open_browser: Opener, reader: User) -> None:
    page = open_browser().new_page()
    with_passkey(page)
    page.goto("/accounts/2fa/webauthn/")
    page.get_by_role("link", name="Remove My phone").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("You have none.")).to_be_visible()
    log_out(page)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("That passkey doesn't open an account here.")).to_be_visible()


def test_a_passkey_opens_no_account_that_is_locked_to_a_new_password(
    open_browser: Opener, reader: User
) -> None:
    page = open_browser().new_page()
    with_passkey(page)
    Authenticator.objects.update(created_at=timezone.now() - timedelta(days=4))
    log_out(page)
    page.goto(taking_back.link_to(reader, reader.email).removeprefix(settings.SITE_URL))
    page.get_by_role("button", name="It wasn't me: lock the account").click()
    expect(page.get_by_role("heading", name="The account is locked")).to_be_visible()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("This account is locked until a new password is chosen")).to_be_visible()
    reader.set_password(PASSWORD)
    reader.save()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("link", name="kelpie")).to_be_visible()


def test_without_finger_face_or_pin_the_passkey_is_not_given(open_browser: Opener, reader: User) -> None:
    page = open_browser().new_page()
    device = with_passkey(page)
    log_out(page)
    device.stop_verifying()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("No passkey was given")


def test_at_a_bare_address_one_is_sent_to_the_name(open_browser: Opener, live_server: Any) -> None:
    page = open_browser().new_page()
    address = live_server.url.replace("localhost", "127.0.0.1")
    page.goto(f"{address}/accounts/login/?next=/search/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("localhost")
    page.get_by_role("alert").get_by_role("link").click()
    page.wait_for_url(f"{live_server.url}/accounts/login/?next=/search/")


def test_without_scripts_the_other_ways_stand_alone(open_browser: Opener) -> None:
    page = open_browser(java_script_enabled=False).new_page()
    page.goto("/accounts/login/")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    expect(page.get_by_role("button", name="Login", exact=True)).to_be_visible()
