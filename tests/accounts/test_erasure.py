"""The end of an account: asked for with proof of who one is, told by mail, and taken back until the day has come."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts import erasing, taking_back
from accounts.models import User
from accounts.roles import MODERATORS
from tests.accounts.entrance import log_in
from tests.comments.pages import words
from tests.factories import PASSWORD, AuthorFactory, EditorFactory, UserFactory
from tests.mails import html, mails, reader_with_mail, text
from tests.worker import work

pytestmark = pytest.mark.django_db
PAGE = "/accounts/erasure/"
AGAIN = "/accounts/reauthenticate/"


@pytest.fixture
def kelpie() -> User:
    return reader_with_mail(username="Kelpie", password=PASSWORD)


@pytest.fixture
def reader(client: Client, kelpie: User) -> Client:
    """A browser that has just logged in by the form, which is proof enough."""
    log_in(client, kelpie)
    return client


def ask(client: Client, comments: str = "anonymous") -> str:
    answer = client.post(PAGE, {"comments": comments}, follow=True)
    return words(answer.text)


def due(user: User) -> bool:
    user.refresh_from_db()
    return user.erasure_due_at is not None


def is_there(user: User) -> bool:
    return User.objects.filter(pk=user.pk, is_active=True).exists()


def link(user: User) -> str:
    found = re.search(r"/accounts/erasure/[^/\s\"]+/", text(mails()[0]))
    assert found
    return found[0]


def test_it_is_due_in_two_weeks_and_says_so_on_every_page_of_the_account(
    reader: Client, kelpie: User
) -> None:
    assert "This account is erased on" in ask(reader)
    kelpie.refresh_from_db()
    assert kelpie.erasure_due_at
    assert timedelta(days=13, hours=23) < kelpie.erasure_due_at - timezone.now() <= timedelta(days=14)
    for page in (
        "/accounts/",
        "/accounts/settings/",
        "/accounts/sessions/",
        "/accounts/email/",
        "/accounts/2fa/",
    ):
        assert "This account is erased on" in words(reader.get(page).text), page


def test_who_hasnt_shown_who_they_are_lately_is_asked_and_then_it_is_done(
    client: Client, kelpie: User
) -> None:
    client.force_login(kelpie)
    answer = client.post(PAGE, {"comments": "removed"})
    assert answer.status_code == 302 and answer["Location"].startswith(AGAIN)
    assert not due(kelpie)
    # The form needn't be filled in again.
    client.post(answer["Location"], {"password": PASSWORD, "next": PAGE})
    assert due(kelpie) and kelpie.erasure_removes


def test_a_form_without_a_choice_is_refused_beside_the_field(reader: Client, kelpie: User) -> None:
    for wrong in ({}, {"comments": "sold"}, {"comments": "\x00"}):
        answer = reader.post(PAGE, wrong)
        assert answer.status_code == 422
        assert "Choose what is to become of your comments." in words(answer.text)
    assert not due(kelpie)


def test_asked_again_the_choice_changes_and_the_day_stays(reader: Client, kelpie: User) -> None:
    ask(reader)
    kelpie.refresh_from_db()
    day = kelpie.erasure_due_at
    ask(reader, "removed")
    kelpie.refresh_from_db()
    assert kelpie.erasure_removes and kelpie.erasure_due_at == day
    work()
    assert len(mails()) == 1


def test_the_mail_has_a_link_that_keeps_the_account_without_a_login(reader: Client, kelpie: User) -> None:
    ask(reader)
    work()
    [mail] = mails()
    assert mail["To"] == kelpie.email and mail["Subject"].endswith("Your account is erased in two weeks")
    assert link(kelpie) in html(mail)
    stranger = Client()
    assert "Otherwise Kelpie is erased on" in words(stranger.get(link(kelpie)).text)
    assert due(kelpie), "opening a link must not do anything: mail programs open them"
    assert "Your account stays" in words(stranger.post(link(kelpie)).text)
    assert not due(kelpie)
    assert stranger.get(link(kelpie)).status_code == stranger.post(link(kelpie)).status_code == 404


def test_the_page_the_mail_and_the_page_behind_its_link_name_one_time_by_the_readers_clock(
    reader: Client, kelpie: User
) -> None:
    kelpie.choose(language="", time_zone="Europe/Berlin")
    # In Tokyo it is the next day.
    with time_machine.travel(datetime(2026, 11, 30, 20, 3, tzinfo=UTC)):
        log_in(reader, kelpie)
        told = "erased on Dec. 14, 2026 09:03 pm CET"
        assert told in ask(reader)
        work()
        assert told in " ".join(text(mails()[0]).split()) and told in words(html(mails()[0]))
        assert told in words(Client().get(link(kelpie)).text)
        reader.logout()
        answer = reader.post("/accounts/login/", {"login": "Kelpie", "password": PASSWORD}, follow=True)
        assert told in words(answer.text)


def test_a_link_of_an_earlier_time_does_not_keep_it_from_the_next(reader: Client, kelpie: User) -> None:
    ask(reader)
    work()
    old = link(kelpie)
    reader.post(PAGE, {"keep": "1"})
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        kelpie.refresh_from_db()
        kelpie.ask_erasure(removes=False)
        assert Client().post(old).status_code == 404
    assert due(kelpie)
    assert Client().get(f"{old[:-4]}xyz/").status_code == 404


def test_it_is_taken_back_by_one_press_without_proof_after_a_login_that_says_so(
    reader: Client, kelpie: User
) -> None:
    ask(reader)
    other = Client()
    answer = other.post("/accounts/login/", {"login": "Kelpie", "password": PASSWORD}, follow=True)
    assert "This account is erased on" in words(answer.text)
    other.force_login(kelpie)
    assert "Your account stays." in words(other.post(PAGE, {"keep": "1"}, follow=True).text)
    assert not due(kelpie)


def test_it_is_taken_back_with_the_account_by_who_did_not_ask_for_it(reader: Client, kelpie: User) -> None:
    token = taking_back.link_to(kelpie, kelpie.email).rsplit("/", 2)[1]
    ask(reader)
    taking_back.take_back(token)
    assert not due(kelpie)


def test_what_is_taken_back_is_not_erased_and_what_is_not_due_either(kelpie: User) -> None:
    kelpie.ask_erasure(removes=False)
    with time_machine.travel(timezone.now() + timedelta(days=13, hours=23)):
        erasing.erase_due()
        assert is_there(kelpie)
    kelpie.take_back_erasure()
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        erasing.erase_due()
        assert is_there(kelpie)


def test_staff_are_told_why_theirs_cannot_be_and_what_to_do() -> None:
    client, editor = Client(), EditorFactory(username="Ed", password=PASSWORD)
    log_in(client, editor)
    assert "Have an administrator take its rights away first" in words(client.get(PAGE).text)
    answer = client.post(PAGE, {"comments": "removed"})
    assert answer.status_code == 422 and "belongs to the newsroom" in words(answer.text)
    assert not due(editor)


def test_an_author_is_told_that_articles_keep_their_name(reader: Client, kelpie: User) -> None:
    AuthorFactory(name="Ada Kelp", user=kelpie)
    assert "Articles keep Ada Kelp as their author." in words(reader.get(PAGE).text)


def test_the_desk_uses_the_same_verb_and_cannot_delete(kelpie: User) -> None:
    desk, boss = Client(), UserFactory(is_staff=True, is_superuser=True)
    desk.force_login(boss)
    moderator = UserFactory(is_staff=True)
    moderator.groups.add(Group.objects.get(name=MODERATORS))
    chosen = {"_selected_action": [kelpie.pk, moderator.pk]}
    told = desk.post("/admin/accounts/user/", {"action": "erase_with_words", **chosen}, follow=True)
    assert "belongs to the newsroom" in words(told.text)
    assert due(kelpie) and kelpie.erasure_removes and not due(moderator)
    desk.post("/admin/accounts/user/", {"action": "keep", **chosen})
    assert not due(kelpie)
    assert desk.post(f"/admin/accounts/user/{kelpie.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=kelpie.pk).exists()
