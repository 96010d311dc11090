"""The invitation to the news alerts: sent once after a sign-up from elsewhere, and nobody is subscribed but by pressing."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core import signing
from django.test import Client
from django.utils import timezone

from accounts.models import AlertSubscription, User
from accounts.models.alert_subscription import CONFIRM
from tests.accounts.entrance import confirm, log_in
from tests.accounts.mails import text_of
from tests.accounts.social import ADA, come_by
from tests.accounts.theft import change_address
from tests.factories import PASSWORD, UserFactory
from tests.oidc.server import OidcServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation(mails: Any) -> Any:
    AlertSubscription.objects.invite(UserFactory(username="ada", email="ada@example.com"))
    (mail,) = mails()
    return mail


def links(mail: Any) -> list[str]:
    """The paths of the mail's links: the one that begins, the one that ends."""
    found = re.findall(rf"^{re.escape(django_settings.SITE_URL)}(/\S+)$", text_of(mail), re.MULTILINE)
    assert len(found) == 2
    return found


def subscription() -> AlertSubscription:
    return AlertSubscription.objects.get()


def test_who_comes_from_elsewhere_is_invited_once_and_not_subscribed(
    example_id: OidcServer, mails: Any
) -> None:
    come_by(Client(), example_id, ADA)
    come_by(Client(), example_id, ADA)
    (mail,) = mails()
    assert mail["To"] == "ada@example.com" and "news alerts" in mail["Subject"]
    assert subscription().reader == User.objects.get() and not AlertSubscription.objects.active().exists()


def test_who_is_asked_for_more_first_is_invited_at_the_end(
    client: Client, example_id: OidcServer, mails: Any
) -> None:
    come_by(client, example_id, {"sub": "x"})
    assert mails() == []
    client.post("/accounts/3rdparty/signup/", {"username": "ada", "email": "ada@example.com"})
    assert [mail["To"] for mail in mails() if "alerts" in mail["Subject"]] == ["ada@example.com"]


def test_who_registers_here_or_only_connects_is_not_invited(client: Client, example_id: OidcServer) -> None:
    client.force_login(UserFactory())
    come_by(client, example_id, ADA, process="connect")
    Client().post(
        "/accounts/signup/",
        {"email": "bea@example.com", "username": "Bea", "password1": "seven-herons-wade-at-dusk"},
    )
    assert User.objects.count() == 2 and not AlertSubscription.objects.exists()


def test_the_link_asks_and_the_button_subscribes_without_a_login(client: Client, invitation: Any) -> None:
    begin, _end = links(invitation)
    page = client.get(begin)
    assert "Send me news alerts" in page.text and not subscription().is_active
    assert "ada@example.com" in page.text and not page.cookies
    page = Client(enforce_csrf_checks=True).post(begin, follow=True)
    assert "News alerts are on" in page.text and AlertSubscription.objects.active().exists()


def test_pressing_again_changes_nothing(client: Client, invitation: Any) -> None:
    begin, _end = links(invitation)
    client.post(begin)
    first = subscription().confirmed_at
    client.post(begin)
    assert subscription().confirmed_at == first


def test_mail_programs_end_it_in_one_press(client: Client, invitation: Any) -> None:
    """RFC 8058: a POST with this body to the address in the header, without cookies, answered without a redirect."""
    subscription().confirm()
    assert invitation["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = urlsplit(invitation["List-Unsubscribe"].strip("<>")).path
    answer = Client(enforce_csrf_checks=True).post(
        address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200 and not subscription().is_active


def test_the_addresses_for_mail_programs_are_written_plainly(invitation: Any, settings: Any) -> None:
    folder = Path(settings.MAILERS["default"]["OPTIONS"]["file_path"])
    (raw,) = (file.read_text() for file in folder.iterdir())
    assert re.search(
        rf"^List-Unsubscribe: <{re.escape(settings.SITE_URL)}/accounts/alerts/\S+/end/>$", raw, re.MULTILINE
    )


def test_the_link_that_ends_asks_first(client: Client, invitation: Any) -> None:
    subscription().confirm()
    _begin, end = links(invitation)
    assert "No more alerts?" in client.get(end).text and subscription().is_active
    assert "None goes to ada@example.com any more" in client.post(end).text
    ended = subscription().ended_at
    client.post(end)
    assert subscription().ended_at == ended and ended is not None


@pytest.mark.parametrize("said_yes", [True, False])
def test_whoever_said_no_begins_by_no_link_that_was_sent_before(
    client: Client, invitation: Any, said_yes: bool
) -> None:
    begin, end = links(invitation)
    if said_yes:
        client.post(begin)
    client.post(end)
    page = client.get(begin)
    assert page.status_code == 404 and "the alerts were ended or moved" in page.text
    assert client.post(begin).status_code == 404 and not subscription().is_active
    # In the account they begin again; and ended once more the link is as void as before.
    subscription().begin_at("ada@example.com")
    assert subscription().is_active
    client.post(end)
    assert client.post(begin).status_code == 404 and not subscription().is_active


def test_a_link_of_a_site_that_did_not_name_the_end_yet_still_begins(client: Client, invitation: Any) -> None:
    token = signing.dumps([subscription().pk, "ada@example.com"], salt=CONFIRM)
    client.post(f"/accounts/alerts/{token}/")
    assert subscription().is_active


def test_who_said_no_to_the_invitation_is_never_asked_again(
    client: Client, invitation: Any, mails: Any
) -> None:
    client.post(links(invitation)[1])
    AlertSubscription.objects.invite(User.objects.get())
    assert len(mails()) == 1 and not subscription().is_active


def test_an_invitation_stands_for_thirty_days_and_the_end_for_ever(client: Client, invitation: Any) -> None:
    begin, end = links(invitation)
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        assert client.get(begin).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        page = client.post(begin)
        assert page.status_code == 404 and "This link no longer works" in page.text
        assert client.get(end).status_code == 200
    assert not subscription().is_active


def move(mails: Any) -> None:
    """Whoever has the account gives another address, and confirms it."""
    user = User.objects.get()
    user.set_password(PASSWORD)
    user.save()
    confirm(user)
    reader = Client()
    log_in(reader, user)
    change_address(reader, mails, "new@example.com")


@pytest.mark.parametrize(("said", "is_active"), [("yes", True), ("no", False), ("nothing", False)])
def test_alerts_follow_to_another_address_as_they_were_chosen(
    client: Client, invitation: Any, mails: Any, said: str, is_active: bool
) -> None:
    begin, end = links(invitation)
    if said != "nothing":
        client.post(begin if said == "yes" else end)
    move(mails)
    client.force_login(User.objects.get())
    assert (subscription().email, subscription().is_active) == ("new@example.com", is_active)
    assert subscription().is_asked is (said == "nothing")
    page = client.get("/accounts/alerts/").text
    assert ("They come to new@example.com" in page) is is_active and "instead" not in page
    # What lies in the old mailbox begins nothing any more.
    assert client.post(begin).status_code == 404 and subscription().is_active is is_active


def test_a_mail_that_went_to_the_address_before_still_ends_them_and_tells_no_other(
    client: Client, invitation: Any, mails: Any
) -> None:
    begin, end = links(invitation)
    client.post(begin)
    move(mails)
    page = client.get(end)
    assert "They go to another address by now" in page.text and "new@example.com" not in page.text
    page = client.post(end)
    assert "None comes any more" in page.text and "new@example.com" not in page.text
    assert not subscription().is_active


def test_a_link_is_for_its_purpose_its_address_and_nobody_s_making(client: Client, invitation: Any) -> None:
    begin, end = (path.split("/")[3] for path in links(invitation))
    for path in (f"/accounts/alerts/{end}/", f"/accounts/alerts/{begin}/end/", f"/accounts/alerts/{begin}x/"):
        assert client.post(path).status_code == 404, path
    AlertSubscription.objects.update(email="new@example.com")
    assert client.post(f"/accounts/alerts/{begin}/").status_code == 404
    assert not subscription().is_active
