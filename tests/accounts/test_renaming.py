"""Another name: once in 30 days, told when again; the one before stays kept, and leads to who bore it."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.accounts.entrance import log_in
from tests.accounts.forms import beside_name, register
from tests.at_once import at_once
from tests.clients import signed_in
from tests.factories import PASSWORD, CommentFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/accounts/name/"


@pytest.fixture
def kelpie() -> User:
    return UserFactory(username="Kelpie")


def rename(user: User, to: str) -> Any:
    return signed_in(user).post(PAGE, {"username": to})


def test_a_reader_changes_the_name_and_it_stands_beside_all_they_wrote(client: Client, kelpie: User) -> None:
    article = CommentFactory(by=kelpie).discussion.article.get_absolute_url()
    assert "Kelpie" in client.get(article).text and "Kelpie" in client.get(article).text
    assert rename(kelpie, "Selkie").status_code == 303
    page = client.get(article).text
    assert "Selkie" in page and "Kelpie" not in page


def test_the_name_before_is_kept_from_others_and_leads_to_who_bore_it(client: Client, kelpie: User) -> None:
    rename(kelpie, "Selkie")
    for name in ("Kelpie", "KELPIE", "KeIpie"):
        assert "taken" in beside_name(register(name)) and "taken" in beside_name(rename(UserFactory(), name))
    for address in ("Kelpie", "kelpie"):
        assert client.get(f"/users/{address}/")["Location"] == "/users/Selkie/"
    assert client.get("/users/Selkie/").status_code == 200
    assert client.get("/users/Nobody/").status_code == 404


def test_who_finds_a_browser_left_open_renames_nobody(client: Client) -> None:
    ada = UserFactory(username="ada", password=PASSWORD)
    log_in(client, ada)
    with time_machine.travel(time.time() + 301):
        answer = client.post(PAGE, {"username": "Selkie"})
        assert answer["Location"].startswith("/accounts/reauthenticate/")
        ada.refresh_from_db()
        assert ada.username == "ada"
        # What was typed is done once it is shown that it is they.
        client.post(answer["Location"], {"password": PASSWORD}, follow=True)
        ada.refresh_from_db()
        assert ada.username == "Selkie"


def test_a_page_that_is_older_than_the_name_still_mutes(kelpie: User) -> None:
    reader = UserFactory()
    rename(kelpie, "Selkie")
    signed_in(reader).post("/users/Kelpie/mute/", {"value": "1"})
    assert reader.mutes.get().muted == kelpie
    assert signed_in(reader).post("/users/Nobody/mute/", {"value": "1"}).status_code == 404


def test_again_in_30_days_and_the_page_says_when(kelpie: User) -> None:
    with time_machine.travel("2026-03-01 12:00 +0900", tick=False):
        rename(kelpie, "Selkie")
    with time_machine.travel("2026-03-31 11:59 +0900", tick=False):
        page = rename(kelpie, "Undine")
        assert page.status_code == 422
        assert "March 31, 2026 12:00 pm JST" in beside_name(page) and 'value="Undine"' in page.text
        assert "March 31, 2026 12:00 pm JST" in signed_in(kelpie).get(PAGE).text
        assert "<bdi>Selkie</bdi>" in page.text
    with time_machine.travel("2026-03-31 12:00 +0900", tick=False):
        assert rename(kelpie, "Undine").status_code == 303


def test_the_same_name_again_is_no_change_but_another_case_is(kelpie: User) -> None:
    rename(kelpie, "Kelpie")
    rename(kelpie, " Kelpie ")
    kelpie.refresh_from_db()
    assert kelpie.renamed_at is None
    rename(kelpie, "KELPIE")
    kelpie.refresh_from_db()
    assert kelpie.username == "KELPIE" and kelpie.renamed_at


def test_one_can_go_back_to_a_name_one_had(client: Client, kelpie: User) -> None:
    rename(kelpie, "Selkie")
    User.objects.update(renamed_at=timezone.now() - timedelta(days=31))
    assert rename(kelpie, "Kelpie").status_code == 303
    assert client.get("/users/Selkie/")["Location"] == "/users/Kelpie/"
    assert client.get("/users/Kelpie/").status_code == 200


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "required"),
        ("ab", "3 to 30"),
        ("x" * 200, "3 to 30"),
        ("Kel\x00pie", "Null"),
        ("Moderator", "kept for the house"),
        ("kelpie@example.com", "email address"),
        ("Kеlpie", "different scripts"),
        ("\u2066Kelpie", "nobody sees"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_kept(kelpie: User, typed: str, sentence: str) -> None:
    page = rename(kelpie, typed)
    assert page.status_code == 422 and sentence in beside_name(page)
    kelpie.refresh_from_db()
    assert kelpie.username == "Kelpie"


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_one_counts(kelpie: User) -> None:
    answers: list[Any] = at_once(lambda: rename(kelpie, "Selkie"), lambda: rename(kelpie, "Undine"))
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    refused = next(answer for answer in answers if answer.status_code == 422)
    assert "once in 30 days" in beside_name(refused) and refused.text.count("once in 30 days") == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_to_one_name_at_once_one_has_it(kelpie: User) -> None:
    other = UserFactory()
    answers: list[Any] = at_once(lambda: rename(kelpie, "Selkie"), lambda: rename(other, "SeIkie"))
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    assert "taken" in beside_name(next(answer for answer in answers if answer.status_code == 422))
