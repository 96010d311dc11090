"""Requests that no page of ours sends: each gets a clear answer, none a failure of ours, none takes a second of our time, and
what was typed is not lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from articles.models import Article
from comments.models import Comment
from tests.comments.pages import post_address, typed
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory
from tests.newsportal.sending import client_of, send

pytestmark = pytest.mark.django_db

# What can be asked of a comment: by which method, with what.
ACTS: dict[str, tuple[str, dict[str, str]]] = {
    "": ("GET", {}),
    "vote/": ("POST", {"value": "1"}),
    "replies/": ("GET", {}),
    "reply/": ("GET", {}),
    "quote/": ("GET", {}),
    "edit/": ("GET", {}),
    "edits/": ("GET", {}),
    "delete/": ("GET", {}),
    "report/": ("GET", {}),
}
WRITING = {
    "edit/": {"text": "Other words.", "key": "k1"},
    "delete/": {},
    "report/": {"reason": "spam", "words": "Look at this.", "key": "k2"},
}
UNKNOWN = ["0", "999999999", str(2**31), str(2**63 - 1), str(2**63), "9" * 40]


@pytest.fixture
def article() -> Article:
    return ArticleFactory()


@pytest.fixture
def reader() -> User:
    return UserFactory()


@pytest.fixture
def client(reader: User) -> Client:
    return client_of(reader)


def bare(answer: Any) -> tuple[int, str]:
    """The answer without the token of its forms, which is never the same twice."""
    return answer.status_code, re.sub(r'(name="csrfmiddlewaretoken" value=")\w+', r"\1", answer.text)


def comments_that_are_not_there(article: Article, reader: User) -> dict[str, Comment]:
    moderator = ModeratorFactory()
    found = {
        "hidden": CommentFactory(article=article),
        "hidden, answered": CommentFactory(article=article),
        "one's own, hidden": CommentFactory(article=article, by=reader),
        "held": CommentFactory(article=article),
        "deleted": CommentFactory(article=article),
        "deleted, answered": CommentFactory(article=article),
        "unpublished": CommentFactory(article=ArticleFactory()),
    }
    for name, comment in found.items():
        if "answered" in name:
            CommentFactory(parent=comment)
        if "hidden" in name:
            comment.hide(by=moderator, reason="rude")
        if "deleted" in name:
            comment.withdraw(by=comment.author)
    Comment.objects.filter(pk=found["held"].pk).update(state=Comment.State.HELD)
    Article.objects.filter(pk=found["unpublished"].discussion_id).update(state=Article.State.DRAFT)
    return found


def test_a_comment_that_may_not_be_seen_is_answered_to_the_byte_as_one_that_never_was(
    client: Client, article: Article, reader: User
) -> None:
    absent = comments_that_are_not_there(article, reader)
    for act, (method, fields) in ACTS.items():
        missing = bare(send(client, method, f"/comments/999999999/{act}", fields))
        assert missing[0] == 404
        for name, comment in absent.items():
            assert bare(send(client, method, f"/comments/{comment.pk}/{act}", fields)) == missing, (name, act)
    for act, fields in WRITING.items():
        missing = bare(send(client, "POST", f"/comments/999999999/{act}", fields))
        assert missing[0] == 404
        for name, comment in absent.items():
            assert bare(send(client, "POST", f"/comments/{comment.pk}/{act}", fields)) == missing, (name, act)


def test_scripts_are_told_no_more_than_pages(client: Client, article: Article, reader: User) -> None:
    absent = comments_that_are_not_there(article, reader)
    json = {"headers": {"accept": "application/json"}}
    for act, fields in {**WRITING, "vote/": {"value": "1"}}.items():
        missing = bare(send(client, "POST", f"/comments/999999999/{act}", fields, **json))
        for name, comment in absent.items():
            answer = bare(send(client, "POST", f"/comments/{comment.pk}/{act}", fields, **json))
            assert answer == missing, (name, act)


def test_anothers_comment_is_to_be_changed_and_deleted_as_little_as_one_that_never_was(
    client: Client, article: Article
) -> None:
    others = CommentFactory(article=article, text="Mine alone.")
    for act in ("edit/", "delete/"):
        for method in ("GET", "POST"):
            missing = bare(send(client, method, f"/comments/999999999/{act}", WRITING[act]))
            assert bare(send(client, method, f"/comments/{others.pk}/{act}", WRITING[act])) == missing
    assert missing[0] == 404 and Comment.objects.get().text == "Mine alone."


@pytest.mark.parametrize("signed_in", [True, False])
@pytest.mark.parametrize("pk", UNKNOWN)
def test_an_id_that_nothing_has_is_not_found(
    client: Client, article: Article, pk: str, signed_in: bool
) -> None:
    asker = client if signed_in else client_of()
    for act, (method, fields) in ACTS.items():
        status = send(asker, method, f"/comments/{pk}/{act}", fields).status_code
        assert status == 404 or (status == 302 and not signed_in), act
    assert send(asker, "GET", f"/alerts/{pk}/").status_code == 404
    assert send(asker, "POST", f"/accounts/warnings/{pk}/read/").status_code == (404 if signed_in else 302)
    for field in ("thread", "from", "until"):
        assert send(asker, "GET", f"{article.get_absolute_url()}?{field}={pk}").status_code in {200, 404}
    if signed_in:
        page = send(asker, "POST", post_address(article), {"text": "My words.", "parent": pk})
        assert page.status_code == 422 and typed(page.text) == "My words."


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_a_method_that_nothing_takes_is_answered_with_those_that_are_taken(
    reader: User, article: Article, method: str
) -> None:
    # Without a token, for nobody who sends such a thing has one.
    client = client_of(reader, enforce_csrf_checks=True)
    comment = CommentFactory(article=article)
    paths = [
        *(f"/comments/{comment.pk}/{act}" for act in (*ACTS, "hide/", "restore/", "pick/", "reject/")),
        article.get_absolute_url(),
        post_address(article),
        f"{article.get_absolute_url()}follow/",
        f"{article.get_absolute_url()}comments/count/",
        f"/users/{comment.author.username}/",
        f"/users/{comment.author.username}/mute/",
        "/",
        "/search/",
        "/notifications/",
        "/notifications/read/",
        "/accounts/settings/",
        "/accounts/name/",
        "/accounts/reports/",
        "/accounts/muted/",
        "/accounts/sessions/",
    ]
    for path in paths:
        answer = send(client, method, path)
        assert answer.status_code == 405 and "GET" in answer["Allow"] + "GET", path
        assert re.fullmatch(r"(GET, HEAD|POST|GET, HEAD, POST|GET, POST)", answer["Allow"]), (
            path,
            answer["Allow"],
        )


@pytest.mark.parametrize(
    ("path", "field"),
    [("{article}comments/", "text"), ("/comments/{pk}/edit/", "text"), ("/comments/{pk}/report/", "words")],
)
def test_without_the_token_nothing_is_done_and_nothing_lost(
    reader: User, article: Article, path: str, field: str
) -> None:
    comment = CommentFactory(article=article, by=reader if "edit" in path else UserFactory())
    client = client_of(reader, enforce_csrf_checks=True)
    address = path.format(article=article.get_absolute_url(), pk=comment.pk)
    for token in ({}, {"csrfmiddlewaretoken": "x" * 64}, {"csrfmiddlewaretoken": "\x00" * 9000}):
        page = send(client, "POST", address, {field: "All my words.", "reason": "spam", **token})
        assert page.status_code == 403 and "All my words." in page.text
    assert Comment.objects.get() == comment and not comment.reports.exists()


TOO_MUCH, READ_AS_IT_IS, UNREADABLE = {413}, {200, 302, 303, 422}, {400}
FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"
TEN_MB = b"x" * 10_000_000


def part(content: bytes, more: bytes = b"") -> bytes:
    return (
        b'--b\r\nContent-Disposition: form-data; name="text"'
        + more
        + b"\r\n\r\n"
        + content
        + b"\r\n--b--\r\n"
    )


BODIES: dict[str, tuple[str, bytes, set[int]]] = {
    "10 MB": (FORM, b"text=" + TEN_MB, TOO_MUCH),
    "10 MB in parts": (PARTS, part(TEN_MB), TOO_MUCH),
    "100,000 fields": (FORM, b"&".join(b"f%d=1" % number for number in range(100_000)), TOO_MUCH),
    "a file of 10 MB": (PARTS, part(TEN_MB, b'; filename="a"'), READ_AS_IT_IS),
    "10 MB of JSON": ("application/json", b'{"text": "' + TEN_MB + b'"}', READ_AS_IT_IS | UNREADABLE),
    "an end too early": (PARTS, b"--b\r\nContent-Dis", READ_AS_IT_IS),
    "parts without a boundary": ("multipart/form-data", b"x" * 1000, UNREADABLE),
    "a made-up charset": (f"{FORM}; charset=none-such", b"text=hello", UNREADABLE | READ_AS_IT_IS),
    "UTF-16": (f"{FORM}; charset=utf-16", b"\xff\xfet\x00", UNREADABLE | READ_AS_IT_IS),
    "UTF-7": (f"{FORM}; charset=utf-7", b"text=+ADw-", UNREADABLE | READ_AS_IT_IS),
    "no UTF-8": (FORM, b"text=%ff%fe%ed%a0%80\xff&key=%c0&seen=%ff&parent=%ff", READ_AS_IT_IS),
    "no UTF-8 in parts": (PARTS, part(b"\xff\xfe\xed\xa0\x80"), READ_AS_IT_IS),
    "NUL": (FORM, b"text=a%00b&key=%00&seen=%00&parent=%00&base=%00&use=%00&value=%00", READ_AS_IT_IS),
}


@pytest.mark.parametrize("signed_in", [True, False])
@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("path", ["post", "edit/", "report/", "vote/", "settings", "name", "login", "signup"])
def test_a_body_that_cannot_be_taken_is_told_so(
    client: Client, reader: User, article: Article, path: str, body: str, signed_in: bool
) -> None:
    comment = CommentFactory(
        article=article, by=reader if path == "edit/" else UserFactory(), text="As it was."
    )
    accounts = {name: f"/accounts/{name}/" for name in ("settings", "name", "login", "signup")}
    address = {"post": post_address(article), **accounts}.get(path, f"/comments/{comment.pk}/{path}")
    kind, content, answers = BODIES[body]
    asker = client if signed_in else client_of()
    answer = send(asker, "POST", address, content, content_type=kind)
    # Whoever is signed out is sent to the login unread; whoever is signed in, away from it.
    assert answer.status_code in answers | {302}, answer.status_code
    if answer.status_code == 413:
        assert "Nothing was done with it." in answer.text
        assert ("xxxxx" in answer.text) == (body == "10 MB")


@pytest.mark.parametrize("body", BODIES)
def test_a_page_that_is_none_is_not_found_whatever_is_sent_to_it(client: Client, body: str) -> None:
    kind, content, _answers = BODIES[body]
    answer = send(client, "POST", "/accounts/2fa/reauthenticate/nowhere/", content, content_type=kind)
    assert answer.status_code in {404, 413}, answer.status_code


@pytest.mark.parametrize("query", ["%ff", "%ed%a0%80", "%00", "%c3%28", "%"])
def test_addresses_that_are_not_utf_8_are_pages_or_not_found(
    client: Client, article: Article, query: str
) -> None:
    paths = [
        f"{article.get_absolute_url()}?sort={query}&thread={query}&from={query}",
        f"/users/{query}/",
        f"/topics/{query}/",
        f"/search/?q={query}",
        f"/harbour/{query}/",
        f"/accounts/login/?next={query}",
        f"/accounts/muted/?before={query}",
        f"{article.get_absolute_url()}comments/names/?begins={query}",
    ]
    for path in paths:
        assert send(client, "GET", path).status_code in {200, 302, 400, 404}, path
