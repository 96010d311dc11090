"""A name is one account's, and so is every name that looks like it: whichever way it comes about, at whichever moment."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Name, User
from newsportal.exchange import people
from tests.accounts.entrance import LOGIN
from tests.accounts.forms import SOCIAL_FORM, beside_name, change_in_admin, register
from tests.accounts.social import ADA, PLACE, come_by
from tests.at_once import at_once
from tests.factories import PASSWORD, CommentFactory, EditorFactory, UserFactory
from tests.oidc.server import OidcServer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("standing", "name", "sentence"),
    [
        ("Paul", "paul", "is taken"),
        ("Paul", "PauI", "looks like"),
        ("paypal", "раураӏ", "looks like"),
        ("anne-b", "anne_b", "looks like"),
        ("NellieBrook", "Nellie-Brook", "looks like"),
        ("nellie_brook", "NellieBrook", "looks like"),
        ("alice", "Al1ce", "looks like"),
        ("writer", "wrlter", "looks like"),
        ("Wrlter", "writer", "looks like"),
        ("ВОВ", "bob", "looks like"),
        ("محمد", "محمّد", "looks like"),
        ("Watson", "vvatson", "looks like"),
        ("andrew", "anclrew", "looks like"),
        ("Dockwork", "clockwork", ""),
    ],
)
def test_registering_under_what_looks_like_anothers_name_is_refused(
    standing: str, name: str, sentence: str
) -> None:
    UserFactory(username=standing)
    page = register(name)
    assert sentence in beside_name(page) and (page.status_code == 200) == bool(sentence)
    assert not sentence or f'value="{name}"' in page.text


def test_nobody_can_look_like_staff() -> None:
    EditorFactory(username="Ines")
    assert "looks like" in beside_name(register("lnes"))


def test_whatever_writes_a_user_claims_the_name() -> None:
    User.objects.create(username="Kelpie")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="KeIpie")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(username="Kelple"), User(username="KelpIe")])
    other = User.objects.create(username="Selkie")
    other.username = "KeIpie"
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()
    assert User.objects.count() == 2


@pytest.mark.parametrize(("name", "email"), [("admin!", None), ("a b", None), ("KeIpie", None)])
def test_the_command_for_superusers_keeps_the_rule(name: str, email: str | None) -> None:
    UserFactory(username="Kelpie")
    with pytest.raises(CommandError):
        call_command("createsuperuser", username=name, email="a@example.com", interactive=False)
    call_command(
        "createsuperuser", username="admin", email="a@example.com", interactive=False, stdout=StringIO()
    )
    assert User.objects.get(username="admin").is_superuser


def test_the_desk_keeps_the_rule_but_calls_staff_what_they_are(client: Client) -> None:
    UserFactory(username="Kelpie")
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    typed = {"usable_password": "false", "email": ""}
    for name in ("KeIpie", "two words", "moderator"):
        page = client.post("/admin/accounts/user/add/", typed | {"username": name})
        assert page.status_code == 200 and page.context["adminform"].form.errors["username"]
    client.post("/admin/accounts/user/add/", typed | {"username": "moderator", "is_staff": "on"})
    assert User.objects.get(username="moderator").is_staff


def test_at_the_desk_a_name_is_put_right_and_stays_its_bearers(client: Client) -> None:
    kelpie = UserFactory(username="Kelpie")
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert change_in_admin(client, kelpie, username="Selkie").status_code == 302
    assert "looks like" in beside_name(register("KeIpie")) and "looks like" in beside_name(register("SeIkie"))
    assert "Kelpie" in client.get(f"/admin/accounts/user/{kelpie.pk}/change/").text


def test_imported_names_are_kept_as_they_are_and_kept_from_others(client: Client) -> None:
    odd = ["Ferry Fan 99", "admin", "pаypal", "voter-1*", "ab", "x" * 150, "Paul", "PauI", "раul"]
    UserFactory(username="Selkie")
    people.named([*odd, "SeIkie"])
    people.named(odd)
    assert set(User.objects.values_list("username", flat=True)) == {*odd, "Selkie", "SeIkie"}
    for name in ("paul", "seIkie"):
        assert "taken" in beside_name(register(name)), name
    # At the desk one is put to rest without being told to change its name.
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    for name in ("Ferry Fan 99", "PauI"):
        user = User.objects.get(username=name)
        assert change_in_admin(client, user, is_active="").status_code == 302
        user.refresh_from_db()
        assert not user.is_active and user.username == name


def test_a_name_of_an_erased_account_tells_nothing_and_is_nobody_elses() -> None:
    UserFactory(username="Kelpie").delete()
    assert "looks like" in beside_name(register("kelpie"))
    assert set(Name.objects.values_list("name", "bearer")) == {("", None)}


def test_a_name_from_another_site_that_looks_taken_is_asked_for(
    client: Client, example_id: OidcServer
) -> None:
    UserFactory(username="Pau1")
    answer = come_by(client, example_id, ADA | {"preferred_username": "Paul"})
    assert answer["Location"] == SOCIAL_FORM
    page = client.post(SOCIAL_FORM, {"username": "PAUI"})
    assert "looks like" in beside_name(page) and 'value="PAUI"' in page.text
    assert client.post(SOCIAL_FORM, {"username": "Paula"})["Location"] == PLACE


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("one", "other"), [("Kelpie", "kelpie"), ("Kelpie", "KeIpie"), ("Kelpie", "Kelpie")])
def test_of_two_who_register_at_once_one_has_the_name_and_one_a_sentence(one: str, other: str) -> None:
    for turn in range(5):
        User.objects.all().delete()
        Name.objects.all().delete()
        pages: list[Any] = at_once(
            lambda: register(one), lambda: register(other, password=f"another-{PASSWORD}")
        )
        first, second = sorted(pages, key=lambda page: -page.status_code)
        assert (first.status_code, second.status_code) == (302, 200), turn
        assert re.search("is taken|looks like", beside_name(second)) and User.objects.count() == 1
        assert 'value="new@example.com"' in second.text


@pytest.mark.django_db(transaction=True)
def test_who_registers_while_the_name_is_being_given_away_gets_a_sentence(
    client: Client, example_id: OidcServer
) -> None:
    """The check of the form has passed, and the database is the one that refuses; by either way of registering."""
    come_by(client, example_id, ADA | {"preferred_username": None})

    def pressed(press: Callable[[], Any]) -> Any:
        try:
            return press()
        finally:
            connection.close()

    for press in (lambda: register("KeIpie"), lambda: client.post(SOCIAL_FORM, {"username": "KeIpie"})):
        with ThreadPoolExecutor(1) as threads:
            with transaction.atomic():
                UserFactory(username="Kelpie")
                waiting = threads.submit(pressed, press)
                with pytest.raises(TimeoutError):
                    waiting.result(1.5)
            page = waiting.result(10)
        assert "looks like" in beside_name(page) and 'value="KeIpie"' in page.text
        User.objects.all().delete()
        Name.objects.all().delete()


def test_looking_a_name_up_takes_the_index(client: Client) -> None:
    CommentFactory(by=UserFactory(username="Kelpie"))
    reader = Client()
    reader.force_login(UserFactory())
    with CaptureQueriesContext(connection) as queries:
        client.get("/users/KELPIE/")
        client.post(LOGIN, {"login": "KELPIE", "password": "wrong"})
        register("KELPIE")
        reader.post("/users/KELPIE/mute/", {"value": "1"})
    assert not [query["sql"] for query in queries if "UPPER(" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + str(User.objects.bearing("x").query).replace("LOWER(x)", "LOWER('x')"))
        assert "user_name_unique" in str(cursor.fetchall())
    with pytest.raises(ValidationError):
        User.objects.create_user("KELPIE")
