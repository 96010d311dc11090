"""An author at the desk: joined to an account by its user name, for editors see no list of users."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from articles.models import Author
from tests.articles.desk_form import fields_of
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import AuthorFactory, EditorFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return signed_in(EditorFactory())


def save(editor: Client, author: Author, **typed: Any) -> Any:
    url = f"/admin/articles/author/{author.pk}/change/"
    sent = fields_of(editor.get(url).text, "author_form") | typed
    return editor.post(url, sent)


def test_an_account_is_named_in_any_case_and_shown_as_it_is_called(editor: Client) -> None:
    author, user = AuthorFactory(name="Ada Wills"), UserFactory(username="Kelpie")
    assert save(editor, author, user=" kelpie ").status_code == 302
    page = editor.get(f"/admin/articles/author/{author.pk}/change/").text
    assert fields_of(page, "author_form")["user"] == "Kelpie" and "/admin/accounts/user/" not in page
    assert save(editor, author, name="Ada W. Wills").status_code == 302
    author.refresh_from_db()
    assert (author.user, author.name) == (user, "Ada W. Wills")
    save(editor, author, user="")
    author.refresh_from_db()
    assert author.user is None


def test_who_is_nobody_is_told_and_so_is_an_account_that_another_author_has(editor: Client) -> None:
    author = AuthorFactory(name="Ada Wills")
    AuthorFactory(user=UserFactory(username="Selkie"))
    answer = save(editor, author, user="kelpie")
    assert "Nobody is called so." in words(answer.text) and 'value="kelpie"' in answer.text
    answer = save(editor, author, user="selkie")
    assert "already exists" in words(answer.text) and 'value="selkie"' in answer.text
    author.refresh_from_db()
    assert author.user is None
