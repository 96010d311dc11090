"""Nobody fills a stranger's mailbox: so many mails of a kind a day go to an address, and the pages say the same as ever."""

from __future__ import annotations

import re
import time
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.test import Client
from django_tasks_db.models import DBTaskResult

from accounts.mail_limits import A_DAY, may_go
from accounts.models import AlertSubscription, User
from tests.accounts.entrance import SIGNUP, confirm, is_in, log_in
from tests.accounts.mails import code_in, text_of
from tests.at_once import at_once
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

RESET, CODE, EMAIL = "/accounts/password/reset/", "/accounts/login/code/", "/accounts/email/"
ADDRESS = "ada@example.com"


def ask(path: str, minutes: float) -> str:
    """What a browser of its own is shown that asks so many minutes from now."""
    client = Client()
    with time_machine.travel(time.time() + minutes * 60):
        page = client.post(path, {"email": ADDRESS}, follow=True)
    assert page.status_code == 200
    # But for its tokens, and for the date above it: midnight may lie between two of them.
    return re.sub(r'value="[^"]{30,}"|<p class="today">.*?</p>', "", page.text)


@pytest.mark.parametrize("path", [CODE, RESET])
def test_an_address_gets_so_many_a_day_and_the_page_says_the_same(path: str, mails: Any) -> None:
    confirm(UserFactory(username="ada", email=ADDRESS))
    pages = {ask(path, minutes) for minutes in range(0, 3 * (A_DAY + 2), 3)}
    assert len(pages) == 1 and "at most ten such mails" in pages.pop() and len(mails()) == A_DAY
    with time_machine.travel(time.time() + 25 * 3600):
        ask(path, 0)
        assert len(mails()) == A_DAY + 1


def test_what_is_one_too_many_is_the_same_work(mails: Any) -> None:
    confirm(UserFactory(username="ada", email=ADDRESS))
    for minutes in range(0, 3 * A_DAY, 3):
        ask(CODE, minutes)
    mails()
    before = DBTaskResult.objects.count()
    ask(CODE, 3 * A_DAY)
    assert DBTaskResult.objects.count() == before + 1


def test_who_asks_for_all_codes_of_a_day_keeps_its_owner_from_no_other_way(mails: Any) -> None:
    user = UserFactory(username="ada", email=ADDRESS, password=PASSWORD)
    confirm(user)
    for minutes in range(0, 3 * (A_DAY + 1), 3):
        ask(CODE, minutes)
    client = Client()
    with time_machine.travel(time.time() + 60 * 60):
        client.post(RESET, {"email": ADDRESS})
        log_in(client, user)
    assert is_in(client) and "/password/reset/" in text_of(mails()[-1])
    assert code_in(mails()[A_DAY - 1])


def test_who_registers_again_and_again_fills_nobodys_mailbox(mails: Any) -> None:
    for number in range(A_DAY + 2):
        with time_machine.travel(time.time() + number * 120):
            typed = {"email": ADDRESS, "username": f"kelpie{number}", "password1": PASSWORD}
            Client().post(SIGNUP, typed)
    assert User.objects.count() == A_DAY + 2 and len(mails()) == A_DAY


@pytest.mark.parametrize("network", ["192.0.2.7", "127.0.0.1"])
def test_who_registers_with_an_address_keeps_its_owner_from_no_link_to_confirm_it(
    mails: Any, network: str
) -> None:
    owner = Client()
    owner.post(SIGNUP, {"email": ADDRESS, "username": "ada", "password1": PASSWORD})
    for number in range(4):
        stranger = Client(REMOTE_ADDR=network)
        stranger.post(SIGNUP, {"email": ADDRESS, "username": f"kelpie{number}", "password1": PASSWORD})
        stranger.post(EMAIL, {"email": ADDRESS, "action_send": ""})
    before = len(mails())
    page = owner.post(EMAIL, {"email": ADDRESS, "action_send": ""}, follow=True)
    assert "Links were just sent" not in page.text and len(mails()) == before + 1
    assert "ada" in text_of(mails()[-1])


@pytest.mark.parametrize(("confirmed", "most"), [(False, A_DAY), (True, A_DAY + 2)])
def test_changes_are_always_told_where_the_address_is_confirmed(
    confirmed: bool, most: int, mails: Any
) -> None:
    user = UserFactory(username="ada", email=ADDRESS, password=PASSWORD)
    if confirmed:
        confirm(user)
    else:
        user.emailaddress_set.create(email=ADDRESS, primary=True)
    client = Client()
    log_in(client, user)
    words = [PASSWORD, *(f"{PASSWORD}-{number}" for number in range(A_DAY + 2))]
    for number, (old, new) in enumerate(pairwise(words)):
        with time_machine.travel(time.time() + number * 60):
            client.post(
                "/accounts/password/change/", {"oldpassword": old, "password1": new, "password2": new}
            )
    user.refresh_from_db()
    assert user.check_password(words[-1]) and len(mails()) == most


def test_many_accounts_together_ask_no_more_about_alerts(mails: Any) -> None:
    for number in range(A_DAY + 2):
        user = UserFactory(username=f"kelpie{number}", email=ADDRESS)
        user.emailaddress_set.create(email=ADDRESS, primary=True)
        AlertSubscription.objects.begin(user)
    assert Counter(mail["To"] for mail in mails()) == {ADDRESS: A_DAY}


def test_of_many_at_once_no_more_are_counted() -> None:
    went = sum(bool(one) for one in at_once(*[lambda: may_go("code", ADDRESS)] * (A_DAY + 5)))
    while may_go("code", ADDRESS.upper()):
        went += 1
    assert went == A_DAY
