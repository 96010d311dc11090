"""Nobody is called like those who write the articles: whichever way the author came about, and whichever way the name is asked for."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from accounts.models import Name, User
from articles.models import Author
from newsportal.exchange import people
from tests.accounts.forms import SOCIAL_FORM, beside_name, change_in_admin, register
from tests.accounts.social import ADA, PLACE, come_by
from tests.factories import AuthorFactory, EditorFactory, UserFactory
from tests.oidc.server import OidcServer

pytestmark = pytest.mark.django_db

SENTENCE = "Somebody writes articles here under this name."


def at_the_desk(_folder: Path) -> None:
    editor = Client()
    editor.force_login(EditorFactory())
    editor.post("/admin/articles/author/add/", {"name": "Jane Doe", "slug": "jane-doe", "bio": ""})


def by_loading(folder: Path) -> None:
    record = {"headline": "Tides", "section": "harbour", "authors": ["Jane Doe"], "body": ["High."]}
    (folder / "one.json").write_text(json.dumps(record))
    call_command("load", str(folder / "one.json"), stdout=StringIO())


def many_at_once(_folder: Path) -> None:
    Author.objects.bulk_create([Author(name="Jane Doe", slug="jane-doe"), Author(name="AP", slug="ap")])


def by_a_new_name(_folder: Path) -> None:
    author = AuthorFactory(name="Jane")
    author.name = "Jane Doe"
    author.save()


@pytest.mark.parametrize("make", [at_the_desk, by_loading, many_at_once, by_a_new_name])
def test_a_byline_is_kept_from_who_registers(make: Any, tmp_path: Path) -> None:
    make(tmp_path)
    assert Author.objects.filter(name="Jane Doe").exists()
    for name in ("JaneDoe", "jane_doe", "Jáne-D0e"):
        page = register(name)
        assert SENTENCE in beside_name(page) and f'value="{name}"' in page.text
    assert register("JaneDoering").status_code == 302


def test_it_stays_so_when_the_author_is_gone(tmp_path: Path) -> None:
    AuthorFactory(name="Jane Doe").delete()
    assert SENTENCE in beside_name(register("JaneDoe"))


def test_it_is_kept_from_who_changes_the_name_and_from_who_comes_by_another_site(
    client: Client, example_id: OidcServer
) -> None:
    AuthorFactory(name="Jane Doe")
    with pytest.raises(ValidationError, match="writes articles"):
        UserFactory().rename("JaneDoe", by=User.objects.get())
    answer = come_by(client, example_id, ADA | {"preferred_username": "JaneDoe"})
    assert answer["Location"] == SOCIAL_FORM
    assert SENTENCE in beside_name(client.post(SOCIAL_FORM, {"username": "jane.doe"}))
    assert client.post(SOCIAL_FORM, {"username": "Jane"})["Location"] == PLACE


def test_the_house_and_whom_the_desk_knows_may_be_called_so(client: Client) -> None:
    AuthorFactory(name="Jane Doe")
    AuthorFactory(name="Zora Neale")
    EditorFactory(username="ines").rename("JaneDoe", by=User.objects.get())
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    guest = UserFactory(username="guest-of-ours")
    assert change_in_admin(client, guest, username="zora_neale").status_code == 302
    assert set(User.objects.values_list("username", flat=True)) >= {"JaneDoe", "zora_neale"}


def test_who_was_called_so_before_stays_so_and_comes_back_to_it() -> None:
    reader = UserFactory(username="JaneDoe")
    AuthorFactory(name="Jane Doe")
    reader.rename("Selkie", by=reader)
    reader.rename("JaneDoe", by=EditorFactory())
    reader.refresh_from_db()
    assert reader.username == "JaneDoe" and Name.objects.get(name="JaneDoe").bearer == reader


def test_an_imported_comment_keeps_the_name_that_it_came_with() -> None:
    AuthorFactory(name="Jane Doe")
    people.named(["JaneDoe"])
    assert User.objects.filter(username="JaneDoe").exists()
