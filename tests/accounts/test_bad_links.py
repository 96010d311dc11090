"""Links in mails that were used, are too old, belong to another, or were made up: each says so, and does nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, quote

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.test import Client
from django.utils import timezone

from accounts.models import AlertSubscription, User
from tests.accounts.entrance import SIGNUP, confirm, is_in, log_in
from tests.accounts.forms import beside
from tests.accounts.mails import code_in, link_in
from tests.accounts.theft import NEW_PASSWORD
from tests.comments import pages
from tests.factories import PASSWORD, UserFactory
from tests.newsportal.sending import client_of

pytestmark = pytest.mark.django_db(transaction=True)

NO_MORE = "This link no longer works"
CODE = "/accounts/login/code/"


def made(name: str) -> User:
    user: User = UserFactory(username=name, email=f"{name}@example.com", password=PASSWORD)
    confirm(user)
    return user


def later(**much: float) -> Any:
    return time_machine.travel(timezone.now() + timedelta(**much))


@pytest.fixture
def reset_link(mails: Any) -> str:
    made("ada")
    client_of().post("/accounts/password/reset/", {"email": "ada@example.com"})
    return str(link_in(mails()[-1]))


def choose(client: Client, link: str) -> Any:
    """Opens the link and sends the form behind it."""
    page = client.get(link, follow=True)
    address = page.request["PATH_INFO"]
    hidden = {
        "onward": pages.field(page.text, "onward"),
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
    }
    return client.post(address, hidden, follow=True)


def test_a_link_to_a_new_password_works_once_for_one_account_for_three_days(reset_link: str) -> None:
    bea = made("bea")
    key = reset_link.partition("/key/")[2].partition("-")[2]
    of_another = f"/accounts/password/reset/key/{user_pk_to_url_str(bea)}-{key}"
    for link in (of_another, "/accounts/password/reset/key/x-y/", reset_link.replace("-", "-0", 1)):
        assert NO_MORE in choose(client_of(), link).text
    with later(days=4):
        assert NO_MORE in choose(client_of(), reset_link).text
    client = client_of()
    assert NO_MORE not in choose(client, reset_link).text
    assert NO_MORE in choose(client, reset_link).text and NO_MORE in choose(client_of(), reset_link).text
    assert User.objects.get(username="ada").check_password(NEW_PASSWORD) and bea.check_password(PASSWORD)


def onward(client: Client, link: str) -> list[str]:
    """Where the page behind `link` leads to by the login, when the new password is chosen."""
    page = choose(client, link)
    assert page.request["PATH_INFO"] == "/accounts/login/"
    return parse_qs(page.request["QUERY_STRING"]).get("next", [])


def test_whoever_was_on_the_way_to_somewhere_gets_there_by_the_link(mails: Any) -> None:
    made("ada")
    way = "/harbour/night-ferry/?sort=newest#composer"
    asked = {"email": "ada@example.com", "next": way}
    answer = client_of().post("/accounts/password/reset/", asked, follow=True)
    assert f'href="/accounts/login/?next={quote(way, safe="")}"' in answer.text.replace("&amp;", "&")
    # Words of whoever asks have no place in a mail to somebody.
    for kind in ("plain", "html"):
        assert "ferry" not in mails()[-1].get_body((kind,)).get_content()
    # Opened on another device.
    assert onward(client_of(), str(link_in(mails()[-1]))) == [way]


@pytest.mark.parametrize(
    "way", ["https://evil.example/", "//evil.example/", "/x/" * 500, "javascript:alert(1)"]
)
def test_the_link_leads_to_no_other_site_and_nowhere_without_end(mails: Any, way: str) -> None:
    made("ada")
    client_of().post("/accounts/password/reset/", {"email": "ada@example.com", "next": way})
    link = str(link_in(mails()[-1]))
    assert "?" not in link and onward(client_of(), link) == []


@pytest.mark.parametrize(
    "made_up", ["next=/harbour/", "onward=/harbour/", "onward=%22/harbour/%22:x:y", "onward=%00"]
)
def test_what_is_added_to_the_link_leads_nowhere(reset_link: str, made_up: str) -> None:
    assert onward(client_of(), f"{reset_link}?{made_up}") == []


def test_behind_the_link_what_is_wrong_with_a_password_is_said_beside_it(reset_link: str) -> None:
    client = client_of()
    address = client.get(reset_link, follow=True).request["PATH_INFO"]
    for password, field in (
        ("", "password1"),
        ("short", "password1"),
        ("x" * 5_000, "password1"),
        ("a\x00b" * 9, "password1"),
    ):
        page = client.post(address, {"password1": password, "password2": password})
        assert page.status_code == 200 and beside(page)[field]
    assert beside(client.post(address, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD + "x"}))[
        "password2"
    ]


def test_a_link_that_confirms_works_once_and_for_three_days(mails: Any) -> None:
    client = client_of()
    client.post(SIGNUP, {"email": "new@example.com", "username": "Kelpie", "password1": NEW_PASSWORD})
    link = str(link_in(mails()[-1]))
    for made_up in ("/accounts/confirm-email/x/", link[:-2] + "x/"):
        assert NO_MORE in client.get(made_up).text and NO_MORE in client.post(made_up).text
    with later(days=4):
        assert NO_MORE in client_of().get(link).text and NO_MORE in client_of().post(link).text
    assert not EmailAddress.objects.get().verified
    assert client.post(link).status_code == 302 and EmailAddress.objects.get().verified
    again = client.post(link)
    assert again.status_code == 200 and NO_MORE in again.text


def test_all_links_in_mails_lead_to_the_site_whatever_host_was_asked(mails: Any, settings: Any) -> None:
    """A port that isn't ours is another's server under our name."""
    client = Client(headers={"Host": "testserver:6666"})
    client.post(SIGNUP, {"email": "new@example.com", "username": "Kelpie", "password1": NEW_PASSWORD})
    for path in ("/accounts/password/reset/", CODE):
        client_of().post(path, {"email": "new@example.com"}, headers={"Host": "testserver:6666"})
    sent = mails()
    assert len(sent) == 3
    for mail in sent:
        for kind in ("plain", "html"):
            links = re.findall(r"https?://[^/\s\"<]+", mail.get_body((kind,)).get_content())
            assert set(links) == {settings.SITE_URL}


def test_to_look_at_anothers_link_logs_nobody_out(mails: Any) -> None:
    client_of().post(SIGNUP, {"email": "new@example.com", "username": "Kelpie", "password1": NEW_PASSWORD})
    link = str(link_in(mails()[-1]))
    client = client_of()
    log_in(client, made("ada"))
    assert "Kelpie" in client.get(link).text and is_in(client)
    client.post(link)
    assert EmailAddress.objects.get(email="new@example.com").verified


def test_a_code_works_once_for_a_quarter_of_an_hour_where_it_was_asked_for(mails: Any) -> None:
    made("ada")
    client = client_of()
    client.post(CODE, {"email": "ada@example.com"})
    code = code_in(mails()[-1])
    stranger = client_of()
    assert stranger.post(f"{CODE}confirm/", {"code": code}).status_code == 302 and not is_in(stranger)
    for bad in ("", "x" * 5_000):
        assert beside(client.post(f"{CODE}confirm/", {"code": bad}))["code"]
    with later(minutes=16):
        client.post(f"{CODE}confirm/", {"code": code})
        assert not is_in(client)
    client.post(CODE, {"email": "ada@example.com"})
    code = code_in(mails()[-1])
    assert client.post(f"{CODE}confirm/", {"code": code})["Location"] == "/" and is_in(client)
    other = client_of()
    other.post(CODE, {"email": "ada@example.com"})
    other.post(f"{CODE}confirm/", {"code": code})
    assert not is_in(other)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "path",
    [
        "alerts/x/",
        "alerts/x/end/",
        "not-me/x/",
        "alerts/MQ:1abc:def/",
        "not-me/MQ:1abc:def/end",
        "not-me/%00/",
    ],
)
def test_a_link_that_was_made_up_says_so(method: str, path: str) -> None:
    answer = getattr(client_of(), method)(f"/accounts/{path}")
    assert answer.status_code == 404 and (NO_MORE in answer.text or path.endswith("end"))


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_stops_mails_and_was_made_up_says_so(method: str) -> None:
    answer = getattr(client_of(), method)("/notifications/unsubscribe/no-such-token/")
    assert answer.status_code == 404 and NO_MORE in answer.text


def test_a_link_that_ends_alerts_cannot_begin_them() -> None:
    ada = made("ada")
    AlertSubscription.objects.invite(ada)
    ending = AlertSubscription.objects.get().link("accounts.alerts.end").partition("/accounts/alerts/")[2]
    answer = client_of().post(f"/accounts/alerts/{ending.removesuffix('end/')}")
    assert answer.status_code == 404 and NO_MORE in answer.text
    assert not AlertSubscription.objects.get().is_active
