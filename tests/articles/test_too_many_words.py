"""What is pasted into a box of the desk and is too long is told, and stays to be shortened: no browser cuts off its end unseen."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from articles.models import Article, Correction, Suggestion
from tests.articles.desk_form import change_page, opened
from tests.clients import signed_in
from tests.factories import ArticleFactory, EditorFactory, UserFactory

pytestmark = pytest.mark.django_db
DESK = "/admin/articles"


@pytest.fixture
def editor() -> Client:
    return signed_in(EditorFactory())


@pytest.fixture
def article() -> Article:
    return ArticleFactory()


def boxes(page: str) -> str:
    return "".join(re.findall(r"<(?:input|textarea)[^>]*>", page))


@pytest.mark.parametrize(("name", "most"), [("headline", 200), ("standfirst", 500), ("source_notice", 150)])
def test_in_an_article(editor: Client, article: Article, name: str, most: int) -> None:
    told = editor.post(change_page(article), opened(editor, article) | {name: "x" * (most + 1), "_save": ""})
    assert f"at most {most} characters (it has {most + 1})" in told.text and "x" * (most + 1) in told.text
    assert not re.search(rf'name="{name}"[^>]*maxlength', boxes(told.text))


def test_in_a_correction_and_in_a_note(editor: Client, article: Article) -> None:
    for page, most in (("corrections", 1000), ("notes", 2000)):
        told = editor.post(f"{DESK}/article/{article.pk}/{page}/", {"words": "x" * (most + 1)})
        assert told.status_code == 422 and "x" * (most + 1) in told.text
        assert "maxlength" not in boxes(told.text)
    assert not Correction.objects.exists()


def test_in_what_comes_of_a_suggestion(editor: Client, article: Article) -> None:
    made, _is_new = Suggestion.objects.make(article, by=UserFactory(), words="It is wrong.")
    typed = {"words": "x" * 1001, "answer": "y" * 501, "_accept": ""}
    told = editor.post(f"{DESK}/suggestion/{made.pk}/change/", typed)
    assert "x" * 1001 in told.text and "y" * 501 in told.text and "maxlength" not in boxes(told.text)
    assert not Correction.objects.exists()


def test_in_an_announcement(editor: Client) -> None:
    told = editor.post(f"{DESK}/announcement/add/", {"text": "x" * 201})
    assert "(it has 201)" in told.text and not re.search(r'name="text"[^>]*maxlength', boxes(told.text))
