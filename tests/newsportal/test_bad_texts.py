"""Texts made to do harm, and forms sent again after the logout: each is taken or refused with a sentence, none takes long, and what
was typed is still in its box."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from accounts.models import User
from articles.models import Article
from comments.models import Comment
from comments.text import MAX_LENGTH
from tests.comments.pages import post_address, typed
from tests.factories import PASSWORD, ArticleFactory, CommentFactory, UserFactory
from tests.newsportal.sending import client_of, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return ArticleFactory()


@pytest.fixture
def reader() -> User:
    return UserFactory(password=PASSWORD)


@pytest.fixture
def client(reader: User) -> Client:
    return client_of(reader)


TEXTS = {
    "nested quotes": ">" * 10_000 + " deep",
    "nested quotes in lines": "\n".join(">" * n for n in range(1, 140)),
    "spaced quotes": "> " * 5_000,
    "links": "http://a.example/ " * 10_000,
    "links within the limit": "http://a.b " * 900,
    "markdown links": "[a](http://b.c)" * 660,
    "open brackets": "[" * MAX_LENGTH,
    "open links": "[a](" * 2_500,
    "angles": "<http://a" * 1_100,
    "stars": "*" * MAX_LENGTH,
    "starred": "*a **b " * 1_400,
    "backticks": "`" * MAX_LENGTH,
    "ever more backticks": "".join("`" * n + "a" for n in range(1, 140)),
    "lists": "- " * 5_000,
    "indented lists": "\n".join(" " * n + "- a" for n in range(140)),
    "mentions": "@abc " * 2_000,
    "one mention": "@" + "a" * 9_990,
    "at signs": "@" * MAX_LENGTH,
    "fences": "```\n" * 2_500,
    "escapes": "\\" * MAX_LENGTH,
    "entities": "&amp;" * 2_000,
    "heaps of marks": "a" + "\u0301" * 9_000,
    "no spaces": "\u200b" * 9_000 + "a",
    "much too much": "x" * 2_000_000,
    "much too much of another script": "あ" * 600_000,
    "new lines": "\n" * 9_000 + "a",
}


@pytest.mark.parametrize("way", ["post", "preview", "save", "edit/", "report/"])
@pytest.mark.parametrize("text", TEXTS)
def test_any_text_is_taken_or_refused_with_a_sentence_and_still_in_the_box(
    client: Client, reader: User, article: Article, text: str, way: str
) -> None:
    comment = CommentFactory(article=article, by=reader if way == "edit/" else UserFactory())
    address = post_address(article) if way in {"post", "preview", "save"} else f"/comments/{comment.pk}/{way}"
    fields = {"words" if way == "report/" else "text": TEXTS[text], "reason": "spam", "key": "k"}
    if way in {"preview", "save"}:
        fields[way] = "1"
    answer = send(client, "POST", address, fields)
    if answer.status_code == 303:
        return
    # A preview says what posting would say of the length, and refuses nothing else.
    is_taken = way == "save" or (way == "preview" and len(TEXTS[text].strip()) <= MAX_LENGTH)
    assert answer.status_code == (200 if is_taken else 422)
    box = re.search(r'<textarea name="(?:text|words)"[^>]*>\n?(.*?)</textarea>', answer.text, re.DOTALL)
    assert box and unescape(box[1]).strip() == TEXTS[text].strip()


def test_forms_sent_again_after_the_logout_lead_to_the_login_with_what_was_typed(
    reader: User, article: Article
) -> None:
    comment = CommentFactory(article=article, by=reader, text="As it was.")
    client = client_of(reader, enforce_csrf_checks=True)
    page = client.get(article.get_absolute_url())
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token
    forms: dict[str, dict[str, str]] = {
        post_address(article): {"text": "Words of the first form."},
        f"/comments/{comment.pk}/edit/": {"text": "Words of the second form."},
        f"/comments/{comment.pk}/vote/": {"value": "1"},
        f"/comments/{comment.pk}/delete/": {},
        f"/users/{UserFactory(username='Selkie').username}/mute/": {"value": "1"},
        "/accounts/settings/": {"sort": "newest"},
        "/accounts/name/": {"username": "Undine"},
    }
    client.post("/accounts/logout/", {"csrfmiddlewaretoken": token[1]})
    for path, fields in forms.items():
        answer = send(client, "POST", path, {**fields, "csrfmiddlewaretoken": token[1]})
        assert answer.status_code == 302 and answer["Location"].startswith("/accounts/login/?next="), path
    assert Comment.objects.get().text == "As it was."
    client.post("/accounts/login/", {"login": reader.username, "password": PASSWORD, **token_of(client)})
    assert typed(client.get(article.get_absolute_url()).text) == "Words of the first form."
    assert typed(client.get(f"/comments/{comment.pk}/edit/").text) == "Words of the second form."


def token_of(client: Client) -> dict[str, str]:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/accounts/login/").text)
    assert found
    return {"csrfmiddlewaretoken": found[1]}
