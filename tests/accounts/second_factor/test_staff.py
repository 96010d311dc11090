"""Editors and moderators need a second factor before they act; readers don't."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from comments.models import ModerationEntry
from tests import authenticator_app
from tests.accounts.entrance import DESK, FACTORS, confirm, log_in, set_up_app
from tests.factories import PASSWORD, CommentFactory, EditorFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db


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
