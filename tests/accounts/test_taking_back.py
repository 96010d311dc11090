"""“It wasn't me”: the link in a mail about a change gives the account back to who had it, whatever was done since."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.core import signing
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import erasing
from accounts.models import Recovery, User
from tests.accounts.entrance import confirm, is_in, log_in, set_up_app
from tests.accounts.mails import code_in, text_of
from tests.accounts.theft import (
    EVIL,
    NEW_PASSWORD,
    OLD,
    change_address,
    change_password,
    choose_password,
    links,
)
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_opening_the_link_changes_nothing(thief: Client, mails: Any) -> None:
    change_password(thief)
    (link,) = links(mails, OLD)
    page = Client().get(link)
    assert page.status_code == 200 and "It wasn't me" in page.text and OLD in page.text
    assert is_in(thief) and not Recovery.objects.exists() and len(mails()) == 1


def test_the_button_logs_everybody_out_and_locks_the_account_to_a_new_password(
    thief: Client, user: User, mails: Any
) -> None:
    change_password(thief)
    page = Client(enforce_csrf_checks=True).post(links(mails, OLD)[0])
    assert "The account is locked" in page.text and OLD in page.text
    told = text_of(mails()[-1])
    assert "The account" in told and "is locked" in told and "is chosen" in told
    assert "asked for a new password" not in told and "your password stays" not in told
    assert not is_in(thief) and not thief.get("/accounts/email/").context
    for password in (PASSWORD, NEW_PASSWORD):
        log_in(thief, user, password)
        assert not is_in(thief)
    choose_password(mails)
    owner = Client()
    log_in(owner, user)
    assert is_in(owner)


def test_a_link_works_once(thief: Client, mails: Any) -> None:
    change_password(thief)
    (link,) = links(mails, OLD)
    Client().post(link)
    choose_password(mails)
    page = Client().post(link)
    assert page.status_code == 404 and "no longer works" in page.text
    assert User.objects.get().has_usable_password()


def test_pressed_twice_at_once_it_works_once(thief: Client, mails: Any) -> None:
    change_password(thief)
    (link,) = links(mails, OLD)
    start, statuses = threading.Barrier(2), []

    def press() -> None:
        start.wait()
        statuses.append(Client().post(link).status_code)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 404] and Recovery.objects.count() == 1


@pytest.mark.parametrize(("hours", "works"), [(71, True), (73, False)])
def test_it_stands_for_three_days(thief: Client, mails: Any, hours: int, works: bool) -> None:
    change_password(thief)
    (link,) = links(mails, OLD)
    with time_machine.travel(time.time() + hours * 3600):
        assert (Client().get(link).status_code == 200) is works
        Client().post(link)
    assert User.objects.get().has_usable_password() is not works


def test_whoever_was_kept_out_does_not_come_back_by_a_link_of_theirs(
    thief: Client, user: User, mails: Any
) -> None:
    change_address(thief, mails)
    set_up_app(thief)
    (owner_s,), (thief_s,) = links(mails, OLD), links(mails, EVIL)
    Client().post(owner_s)
    assert Client().post(thief_s).status_code == 404
    assert EmailAddress.objects.get(user=user).email == OLD


def test_the_owner_s_link_works_though_the_other_was_quicker(thief: Client, user: User, mails: Any) -> None:
    change_address(thief, mails)
    set_up_app(thief)
    (owner_s,), (thief_s,) = links(mails, OLD), links(mails, EVIL)
    Client().post(thief_s)
    assert EmailAddress.objects.get(user=user).email == EVIL
    choose_password(mails)
    assert Client().post(owner_s).status_code == 200
    assert EmailAddress.objects.get(user=user).email == OLD and not User.objects.get().has_usable_password()


def test_links_sent_afterwards_work_again(thief: Client, user: User, mails: Any) -> None:
    change_password(thief)
    Client().post(links(mails, OLD)[0])
    choose_password(mails)
    link = links(mails, OLD)[-1]
    assert Client().post(link).status_code == 200


def test_a_code_that_waits_at_the_other_address_opens_nothing(thief: Client, user: User, mails: Any) -> None:
    change_address(thief, mails)
    thief.post("/accounts/logout/")
    thief.post("/accounts/login/code/", {"email": EVIL})
    code = code_in(mails()[-1])
    Client().post(links(mails, OLD)[0])
    thief.post("/accounts/login/code/confirm/", {"code": code})
    assert not is_in(thief)


def test_an_address_that_another_account_has_by_now_is_told_and_the_account_locked(
    thief: Client, user: User, mails: Any
) -> None:
    change_address(thief, mails)
    (link,) = links(mails, OLD)
    confirm(UserFactory(username="again", email=OLD))
    page = Client().post(link)
    assert "another account" in page.text and not is_in(thief)
    user.refresh_from_db()
    assert user.email == "" and not EmailAddress.objects.filter(user=user).exists()
    assert not user.has_usable_password()


def test_an_address_that_was_only_claimed_meanwhile_comes_back(thief: Client, user: User, mails: Any) -> None:
    change_address(thief, mails)
    (link,) = links(mails, OLD)
    Client().post("/accounts/signup/", {"email": OLD, "username": "squatter", "password1": PASSWORD})
    Client().post(link)
    assert EmailAddress.objects.get(email=OLD).user == user
    assert User.objects.get(username="squatter").email == ""


def test_an_erasure_that_has_begun_is_not_left_half_done(thief: Client, user: User, mails: Any) -> None:
    """The account is closed by then, and more of it gone with each batch."""
    change_password(thief)
    other = UserFactory(username="bea", email="bea@example.com", password=PASSWORD)
    claim = EmailAddress.objects.create(user=other, email=other.email, primary=True)
    ways_back = [
        links(mails, OLD)[0],
        reverse("account_confirm_email", args=[EmailConfirmationHMAC(claim).key]),
    ]
    begun = timezone.now() - timedelta(minutes=1)
    User.objects.update(is_active=False, erasure_due_at=begun)
    for way in ways_back:
        assert "This link no longer works" in Client().post(way, follow=True).text
    assert set(User.objects.values_list("erasure_due_at", flat=True)) == {begun}
    erasing.erase_due()
    assert not User.objects.exists()


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "é", "a" * 5000])
def test_a_forged_link_is_told_to_be_none(client: Client, token: str) -> None:
    for answer in (client.get(f"/accounts/not-me/{token}/"), client.post(f"/accounts/not-me/{token}/")):
        assert answer.status_code == 404


@pytest.mark.parametrize(
    "content", [[], [1], {"a": 1}, "x", [1, "a@example.com", "y"], ["x", "y", 1.0], [1, 2, 3, 4]]
)
def test_a_link_of_another_kind_is_none_either(client: Client, user: User, content: Any) -> None:
    for salt in ("accounts.taking_back", "accounts.alerts.end"):
        token = signing.dumps(content, salt=salt)
        assert client.post(f"/accounts/not-me/{token}/").status_code == 404
