"""Where an account is logged in, and how one is logged out there; noted without a write for each page."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import devices
from accounts.models import User
from tests import authenticator_app
from tests.accounts.entrance import confirm, is_in, log_in, recovery_codes, set_up_app
from tests.factories import PASSWORD, ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db

PAGE = "/accounts/sessions/"
PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def user() -> User:
    return UserFactory(username="ada", password=PASSWORD)


@pytest.fixture
def device(user: User) -> Callable[[str], Client]:
    def logged_in(user_agent: str = FIREFOX) -> Client:
        client = Client(headers={"User-Agent": user_agent})
        log_in(client, user)
        assert is_in(client)
        return client

    return logged_in


def names(client: Client) -> list[str]:
    return [
        " ".join(re.sub("<[^>]+>", "", name).split())
        for name in re.findall(r'class="holding-name">(.*?)</p>', client.get(PAGE).text, re.DOTALL)
    ]


def number_of(client: Client) -> int:
    return UserSession.objects.get(session_key=client.session.session_key).pk


def test_each_place_is_named_last_used_first(device: Callable[..., Client]) -> None:
    device(PHONE)
    here = device(FIREFOX)
    assert names(here) == ["Firefox on Linux this device", "Chrome on Android"]
    assert "127.0.0.1" in here.get(PAGE).text


def test_one_other_is_logged_out(device: Callable[..., Client]) -> None:
    phone, tablet, here = device(PHONE), device(), device()
    here.post(PAGE, {"session": number_of(phone)})
    assert not phone.get(PAGE).context and tablet.get(PAGE).context and here.get(PAGE).context
    assert not is_in(phone) and is_in(tablet)


@pytest.mark.parametrize("typed", [{"session": "123456"}, {"session": "x"}, {"others": "1"}, {}])
def test_nothing_is_said_to_be_logged_out_that_was_not(
    device: Callable[..., Client], typed: dict[str, str]
) -> None:
    page = device().post(PAGE, typed, follow=True).text
    assert "Logged out there" not in page and "had ended already" in page


def test_all_others_are_logged_out_at_once(device: Callable[..., Client]) -> None:
    others, here = [device() for _ in range(3)], device()
    page = here.post(PAGE, {"others": "1"}, follow=True)
    assert "Logged out there" in page.text and not any(is_in(other) for other in others)
    assert names(here) == ["Firefox on Linux this device"] and "everywhere else" not in page.text
    assert Session.objects.count() == 1


def test_nobody_logs_out_another(device: Callable[..., Client]) -> None:
    here = device()
    stranger = Client()
    log_in(stranger, UserFactory(username="eve", password=PASSWORD))
    for typed in (
        {"session": str(number_of(here))},
        {"others": "1"},
        {"session": "x"},
        {"session": "9" * 30},
        {},
    ):
        assert stranger.post(PAGE, typed).status_code == 302
    assert is_in(here) and is_in(stranger)


def test_this_device_is_not_logged_out_by_its_number(device: Callable[..., Client]) -> None:
    here = device()
    here.post(PAGE, {"session": number_of(here)})
    assert is_in(here)


def test_logging_out_takes_a_place_off_the_list(device: Callable[..., Client]) -> None:
    phone, here = device(PHONE), device()
    phone.post("/accounts/logout/")
    assert names(here) == ["Firefox on Linux this device"] and UserSession.objects.count() == 1


def test_a_session_that_has_expired_is_not_listed(device: Callable[..., Client]) -> None:
    phone, here = device(PHONE), device()
    Session.objects.filter(session_key=phone.session.session_key).update(expire_date="2020-01-01T00:00Z")
    assert len(names(here)) == 1


def test_a_new_password_logs_out_everywhere_else(device: Callable[..., Client], user: User) -> None:
    phone, here = device(PHONE), device()
    new = {"oldpassword": PASSWORD, "password1": PASSWORD + "!", "password2": PASSWORD + "!"}
    here.post("/accounts/password/change/", new)
    assert is_in(here) and not is_in(phone)
    assert names(here) == ["Firefox on Linux this device"]


def test_a_password_changed_at_the_desk_leaves_none_on_the_list(
    device: Callable[..., Client], user: User
) -> None:
    device(PHONE)
    user.set_password("another-password-of-ours")
    user.save()
    here = Client(headers={"User-Agent": FIREFOX})
    log_in(here, user, "another-password-of-ours")
    assert len(names(here)) == 1


@pytest.mark.parametrize("seconds", [0, 600, 3500])
def test_reading_notes_nothing_within_the_hour(device: Callable[..., Client], seconds: int) -> None:
    here = device()
    path = ArticleFactory().get_absolute_url()
    with time_machine.travel(time.time() + seconds), CaptureQueriesContext(connection) as queries:
        assert "ada" in here.get(path).text
    assert not any("usersessions" in query["sql"] for query in queries)
    assert not any('UPDATE "django_session"' in query["sql"] for query in queries)


def test_after_an_hour_it_is_noted_once_with_where_from(device: Callable[..., Client]) -> None:
    here = device()
    with time_machine.travel(time.time() + 3700):
        here.get("/", REMOTE_ADDR="203.0.113.9")
        with CaptureQueriesContext(connection) as queries:
            here.get("/", REMOTE_ADDR="203.0.113.10")
    assert not any("usersessions" in query["sql"] for query in queries)
    one = UserSession.objects.get()
    assert one.ip == "203.0.113.9" and (one.last_seen_at - one.created_at).total_seconds() > 3600


def test_signed_out_readers_get_no_session(client: Client) -> None:
    assert not client.get("/").cookies and not Session.objects.exists()


def test_the_page_and_the_login_cost_the_same_with_many_places(
    device: Callable[..., Client], user: User
) -> None:
    def cost() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as at_login:
            here = device()
        with CaptureQueriesContext(connection) as on_page:
            here.get(PAGE)
        return len(at_login), len(on_page)

    few = cost()
    for _ in range(12):
        device(PHONE)
    assert cost() == few and few[1] <= 8


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (PHONE, "Chrome on Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("", "a browser"),
        ("\x00<script>" * 100, "a browser"),
    ],
)
def test_a_device_is_named_as_its_owner_would(user_agent: str, words: str) -> None:
    assert devices.in_words(user_agent) == words


def test_a_browser_may_call_itself_anything(user: User) -> None:
    client = Client(headers={"User-Agent": "<b>" + "\x00x" * 300})
    log_in(client, user)
    page = client.get(PAGE)
    assert page.status_code == 200 and "<b>" not in page.text


@pytest.mark.parametrize("by", ["code", "recovery"])
def test_each_way_in_is_noted(user: User, by: str) -> None:
    confirm(user)
    first = Client()
    log_in(first, user)
    secret = set_up_app(first)
    code = authenticator_app.code(secret) if by == "code" else recovery_codes(first)[0]
    second = Client()
    log_in(second, user)
    assert UserSession.objects.count() == 1
    second.post("/accounts/2fa/authenticate/", {"code": code})
    assert is_in(second) and UserSession.objects.count() == 2
