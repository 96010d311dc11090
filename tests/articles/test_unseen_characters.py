"""A character that nobody sees and no feed or dump can hold, pasted along from a slide or a terminal, is a space wherever words are typed."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from articles.models import Article, Note, Section, Suggestion, Topic
from tests.articles.desk_form import change_page, opened
from tests.clients import signed_in
from tests.factories import ArticleFactory, EditorFactory, UserFactory

pytestmark = pytest.mark.django_db
TYPED = "\x1bNight\x0bferry\ufffe"


@pytest.fixture
def editor() -> Client:
    return signed_in(EditorFactory())


def test_in_an_article_so_that_what_is_dumped_can_be_loaded(editor: Client) -> None:
    article: Article = ArticleFactory()
    named = ("headline", "standfirst", "source_notice", "site_notice")
    typed = opened(editor, article) | dict.fromkeys(named, TYPED) | {"_continue": ""}
    assert editor.post(change_page(article), typed).status_code == 302
    article.refresh_from_db()
    assert {getattr(article, name) for name in named} == {"Night ferry"}
    out = StringIO()
    call_command("dump", stdout=out)
    record = json.loads(out.getvalue().splitlines()[-1])
    assert "Night ferry" in json.dumps(record)


def test_a_line_of_nothing_else_is_none_and_nul_is_refused(editor: Client) -> None:
    article: Article = ArticleFactory(headline="Stands")
    for typed, told in (
        ("\x0b\x0c", "This field is required."),
        ("A\x00B", "Null characters are not allowed."),
    ):
        answer = editor.post(change_page(article), opened(editor, article) | {"headline": typed, "_save": ""})
        assert told in answer.text
    article.refresh_from_db()
    assert article.headline == "Stands"


@pytest.mark.parametrize(
    ("noun", "model", "more"),
    [("section", Section, {"position": 1, "description": TYPED}), ("topic", Topic, {})],
)
def test_in_names(editor: Client, noun: str, model: Any, more: dict[str, Any]) -> None:
    typed = {"name": TYPED, "slug": "night-ferry", **more}
    assert editor.post(f"/admin/articles/{noun}/add/", typed).status_code == 302
    assert model.objects.get(slug="night-ferry").name == "Night ferry"


def test_in_what_people_say_about_an_article() -> None:
    article, editor = ArticleFactory(), EditorFactory()
    assert (
        Note.objects.write(article, by=editor, words=f"{TYPED}\r\n\tsails").words == "Night ferry \n\tsails"
    )
    assert article.correct(by=editor, words=TYPED).words == "Night ferry"


@pytest.mark.parametrize(("over", "told"), [(1, "1 character too many"), (2, "2 characters too many")])
def test_what_is_too_long_is_told_by_how_much(over: int, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Suggestion.objects.make(ArticleFactory(), by=UserFactory(), words="x" * (Suggestion.MOST + over))
