"""Stopping mails by the link in one: no login, no question asked twice."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from comments.models import ReaderSettings
from comments.unsubscribing import CHOICES, Subscription, subscription
from tests.comments.pages import words
from tests.factories import CommentFactory, UserFactory
from tests.mails import mails, reader_with_mail
from tests.worker import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def kelpie() -> User:
    return reader_with_mail(username="Kelpie")


def path(reader: User, kind: str, settings: Any) -> str:
    return Subscription(reader, kind).url.removeprefix(settings.SITE_URL)


def wants(reader: User) -> tuple[str, bool, bool, bool]:
    row = ReaderSettings.objects.of(reader)
    return row.mails, row.mails_replies, row.mails_mentions, row.mails_followed


@pytest.mark.parametrize(
    ("kind", "left"),
    [
        ("reply", ("at_once", False, True, True)),
        ("mention", ("at_once", True, False, True)),
        ("followed", ("at_once", True, True, False)),
        ("all", ("never", True, True, True)),
    ],
)
def test_opening_the_link_shows_one_button_and_pressing_it_stops_these_mails(
    kelpie: User, settings: Any, kind: str, left: Any
) -> None:
    client = Client(enforce_csrf_checks=True)
    shown = client.get(path(kelpie, kind, settings))
    assert "Stop these mails?" in shown.text and "Kelpie" in shown.text
    assert shown.text.partition("<main")[2].partition("</main>")[0].count("<button") == 1
    assert wants(kelpie) == ("at_once", True, True, True)
    done = client.post(path(kelpie, kind, settings))
    assert done.status_code == 200 and "gets no more" in words(done.text)
    assert wants(kelpie) == left


def test_a_mail_program_stops_them_with_one_post_and_no_cookie_and_again(kelpie: User, settings: Any) -> None:
    for _ in range(2):
        client = Client(enforce_csrf_checks=True)
        answer = client.post(path(kelpie, "all", settings), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    CommentFactory(text="@Kelpie")
    work()
    assert mails() == [] and wants(kelpie)[0] == "never"


@pytest.mark.parametrize("stopped", ["reply", "all"])
def test_opened_again_the_link_says_that_they_are_stopped(
    client: Client, kelpie: User, settings: Any, stopped: str
) -> None:
    client.post(path(kelpie, stopped, settings), {"List-Unsubscribe": "One-Click"})
    shown = client.get(path(kelpie, "reply", settings)).text
    assert "gets no more" in words(shown) and "Stop these mails?" not in shown
    assert "Stop these mails?" not in client.get(path(kelpie, stopped, settings)).text
    other = client.get(path(kelpie, "mention", settings)).text
    assert ("Stop these mails?" in other) is (stopped == "reply")


def test_other_choices_stay(kelpie: User, settings: Any) -> None:
    ReaderSettings.objects.choose(by=kelpie, sort="best", mails="daily", mails_replies=False)
    Client().post(path(kelpie, "mention", settings))
    assert ReaderSettings.objects.of(kelpie).sort == "best"
    assert wants(kelpie) == ("daily", False, False, True)


def test_who_made_a_link_up_or_changed_one_gets_nowhere(client: Client, kelpie: User, settings: Any) -> None:
    address, other = path(kelpie, "all", settings), UserFactory()
    token = address.rstrip("/").rpartition("/")[2]
    signature = token.partition(".")[2]
    for wrong in (f"{other.pk}-all.{signature}", f"{kelpie.pk}-reply.{signature}", "x", token[:-1]):
        assert client.post(f"/notifications/unsubscribe/{wrong}/").status_code == 404
    assert wants(kelpie)[0] == wants(other)[0] == "at_once"


def test_the_link_of_a_reader_who_is_gone_is_not_found(client: Client, kelpie: User, settings: Any) -> None:
    address = path(kelpie, "all", settings)
    kelpie.delete()
    assert client.get(address).status_code == client.post(address).status_code == 404


def test_whoever_is_signed_in_it_stops_the_mails_of_who_got_it(
    client: Client, kelpie: User, settings: Any
) -> None:
    client.force_login(other := UserFactory())
    client.post(path(kelpie, "all", settings))
    assert wants(kelpie)[0] == "never" and wants(other)[0] == "at_once"


def test_every_kind_of_mail_has_its_words(kelpie: User) -> None:
    for kind in CHOICES:
        token = Subscription(kelpie, kind).url.rstrip("/").rpartition("/")[2]
        found = subscription(token)
        assert found and found.words.startswith("mails about")
