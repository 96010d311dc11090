"""Pages that say what was just done say it to whom it was done for, not to whoever follows a stranger's link to them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.accounts.entrance import LOGIN, confirm, is_in, log_in
from tests.accounts.mails import link_in
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
RESET, SENT = "/accounts/password/reset/", "/accounts/password/reset/done/"
NEW = "a-much-longer-password-2"


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        (SENT, RESET),
        ("/accounts/password/reset/key/done/", LOGIN),
        ("/accounts/confirm-email/", "/accounts/email/"),
        ("/accounts/inactive/", LOGIN),
        ("/accounts/3rdparty/login/cancelled/", LOGIN),
        ("/accounts/3rdparty/login/error/", LOGIN),
    ],
)
@pytest.mark.parametrize("is_signed_in", [False, True])
def test_where_nothing_was_done_nothing_is_said_to_be(path: str, leads_to: str, is_signed_in: bool) -> None:
    client = Client()
    if is_signed_in:
        client.force_login(UserFactory())
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, leads_to)


def test_whoever_asked_for_a_link_is_told_that_it_comes_also_when_they_look_again() -> None:
    client = Client()
    assert client.post(RESET, {"email": "nobody@example.com"})["Location"] == SENT
    assert all("a link is on its way" in client.get(SENT).text for _ in range(2))
    assert Client().get(SENT).status_code == 302


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_whoever_chose_a_new_password_is_told_so_where_they_can_go_on(mails: Any, is_signed_in: bool) -> None:
    user = UserFactory(username="ada", email="ada@example.com", password=PASSWORD)
    confirm(user)
    client = Client()
    if is_signed_in:
        log_in(client, user)
    client.post(RESET, {"email": "ada@example.com"})
    form = client.get(link_in(mails()[-1]), follow=True).request["PATH_INFO"]
    page = client.post(form, {"password1": NEW, "password2": NEW}, follow=True)
    assert page.redirect_chain[0] == (LOGIN, 302) and "Your password is changed." in page.text
    assert not is_in(client)
    assert "Your password is changed." not in client.get("/accounts/login/", follow=True).text


def test_whose_account_is_closed_is_told_so_in_answer_to_the_login() -> None:
    user = UserFactory(username="gone", is_active=False, password=PASSWORD)
    client = Client()
    page = log_in(client, user)
    assert page.status_code == 403 and "This account is closed" in page.text and not is_in(client)
