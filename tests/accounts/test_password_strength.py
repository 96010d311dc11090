"""The strength of a password while it is typed: the form's own refusals, then an estimate; told to nobody else, kept nowhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.password_strength import readable
from tests.factories import PASSWORD, UserFactory
from tests.newsportal.sending import client_of, send

pytestmark = pytest.mark.django_db
ADDRESS = "/accounts/password/strength/"


def told(password: str, client: Client | None = None, **typed: str) -> dict[str, Any]:
    answer = send(client or client_of(), "POST", ADDRESS, {"password": password, **typed})
    assert answer.status_code == 200
    return answer.json()


def test_what_the_forms_refuse_is_told_in_their_own_sentences() -> None:
    assert told("short")["score"] == 0 and "at least 8 characters" in told("short")["words"]
    assert "too common" in told("password1")["words"] and "numeric" in told("8264019375")["words"]


def test_what_resembles_ones_name_or_address_is_refused_and_what_holds_it_is_worth_less() -> None:
    likeness = told("selkie-of-orkney", username="selkie-of-orkney", email="s@example.com")
    assert likeness["score"] == 0 and "too similar" in likeness["words"]
    kelpie: User = UserFactory(username="Kelpie-of-Orkney")
    client = Client()
    client.force_login(kelpie)
    assert told("kelpie-of-orkney", client)["score"] == 0


def test_harder_ones_are_told_to_be_better() -> None:
    passwords = ["harbour99", "harbourtrain9", "plover-train-9", "nine-plovers-land-at-noon"]
    scores = [told(password)["score"] for password in passwords]
    assert scores == sorted(scores) and scores[0] == 1 and scores[-1] == 4


@pytest.mark.parametrize(
    "password", ["", "\x00" * 9, "x" * 100_000, "🦦" * 20, "ハーバーの夜の電車", "a\ud83d"]
)
def test_any_letters_are_judged(password: str) -> None:
    typed = password.encode("utf-8", "replace").decode()
    assert told(typed)["score"] in range(5) and told(typed)["words"]


@pytest.mark.parametrize(
    ("password", "read"),
    [
        ("4@8({[<369&#!1/|0$5+7%2" * 4, "4@8({[<369&#"),
        ("0123456789-@-harbour", "0123456789-"),
        ("P@ssw0rd!2024$ by the sea in May", "P@ssw0rd!2024$ by the se"),
    ],
)
def test_of_the_signs_that_may_be_letters_no_more_are_judged_than_are_read_in_a_moment(
    password: str, read: str
) -> None:
    assert readable(password) == read
    assert told(password)["score"] >= 1


def test_it_takes_the_forms_token_and_no_flood() -> None:
    assert Client(enforce_csrf_checks=True).post(ADDRESS, {"password": "x"}).status_code == 403
    client = client_of()
    answers = [send(client, "POST", ADDRESS, {"password": "x"}).status_code for _ in range(121)]
    assert set(answers[:120]) == {200} and answers[120] == 429


@pytest.mark.parametrize("where", ["signup/", "password/change/"])
def test_where_one_is_chosen_the_page_asks_for_it(where: str) -> None:
    client = Client()
    if where != "signup/":
        client.force_login(UserFactory(password=PASSWORD))
    html = client.get(f"/accounts/{where}").text
    assert f'data-strength="{ADDRESS}"' in html and html.count("js/strength") == 1
