"""Signed-out pages are rendered once per change, and what must be gone is gone with the very next answer."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Announcement, Article
from comments.models import VoteWindow
from newsportal import stored_pages
from newsportal.wsgi import application
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    CommentFactory,
    EditorFactory,
    ModeratorFactory,
    UserFactory,
)
from tests.memory import forget

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keep_the_connection() -> Iterator[None]:
    """A request closes old connections around it; the test's own, with its transaction, must stay (as in Client)."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def get(
    path: str, *, method: str = "GET", cookie: str = "", **headers: str
) -> tuple[str, dict[str, str], bytes]:
    """Through WSGI, as the server calls it."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "HTTP_HOST": "testserver",
        "HTTP_COOKIE": cookie,
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
        **headers,
    }
    begun: list[Any] = []
    body = b"".join(application(environ, lambda status, headers: begun.extend([status, dict(headers)])))
    return begun[0], begun[1], body


def queries(path: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        get(path)
    return len(counted)


@pytest.fixture
def article() -> Article:
    return ArticleFactory(authors=[AuthorFactory()])


def test_a_page_that_stands_costs_one_query(article: Article) -> None:
    path = article.get_absolute_url()
    assert queries(path) > 1
    assert queries(path) == 1


def test_a_page_of_which_nothing_is_known_costs_eight_queries_at_most(article: Article) -> None:
    reply = CommentFactory(parent=CommentFactory(article=article))
    forget()
    assert 4 < queries(reply.discussion.article.get_absolute_url()) <= 8


def test_it_has_the_same_headers_whether_stored_or_fresh(article: Article) -> None:
    first, second = get(article.get_absolute_url()), get(article.get_absolute_url())
    assert first == second
    headers = second[1]
    assert "default-src 'none'" in headers["Content-Security-Policy"] and headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"].startswith("public") and "s-maxage=" in headers["Cache-Control"]
    assert headers["Vary"] == "Accept-Encoding, Cookie, Accept-Language" and "Set-Cookie" not in headers
    assert int(headers["Content-Length"]) == len(second[2])


def test_it_holds_no_token_and_sets_no_cookie(article: Article) -> None:
    _status, headers, body = get(article.get_absolute_url())
    assert b"csrfmiddlewaretoken" not in body and "Set-Cookie" not in headers


@pytest.mark.parametrize("encoding", ["br", "gzip", ""])
def test_each_form_has_its_own_length(article: Article, encoding: str) -> None:
    for _ in range(2):
        _status, headers, body = get(article.get_absolute_url(), HTTP_ACCEPT_ENCODING=encoding)
        assert headers.get("Content-Encoding", "") == encoding and int(headers["Content-Length"]) == len(body)


def test_who_has_it_gets_304_without_body_or_length(article: Article) -> None:
    etag = get(article.get_absolute_url())[1]["ETag"]
    status, headers, body = get(article.get_absolute_url(), HTTP_IF_NONE_MATCH=etag)
    assert status.startswith("304") and body == b"" and "Content-Length" not in headers


def test_a_head_request_has_no_body(article: Article) -> None:
    get(article.get_absolute_url())
    assert get(article.get_absolute_url(), method="HEAD")[2] == b""


def test_a_new_comment_shows_with_the_next_answer(article: Article) -> None:
    assert b"0 Comments" in get(article.get_absolute_url())[2]
    CommentFactory(article=article, text="Here at once")
    body = get(article.get_absolute_url())[2]
    assert b"Here at once" in body and b"1 Comment" in body


def test_a_hidden_comment_is_gone_with_the_next_answer(article: Article) -> None:
    comment = CommentFactory(article=article, text="Soon to be hidden")
    assert b"Soon to be hidden" in get(article.get_absolute_url())[2]
    comment.hide(by=ModeratorFactory(), reason="rude")
    assert b"Soon to be hidden" not in get(article.get_absolute_url())[2]


def test_an_edit_of_whatever_shows_is_seen_with_the_next_answer(article: Article) -> None:
    get(article.get_absolute_url())
    article.ordered_authors[0].__class__.objects.update(name="Renamed Writer")
    assert b"Renamed Writer" in get(article.get_absolute_url())[2]
    Announcement.objects.create(text="The hall opens tonight")
    assert b"The hall opens tonight" in get(article.get_absolute_url())[2]


def test_an_unpublished_article_is_gone_with_the_next_answer(article: Article) -> None:
    get(article.get_absolute_url()), get("/")
    article.unpublish(by=EditorFactory())
    assert get(article.get_absolute_url())[0].startswith("410")
    assert article.headline.encode() not in get("/")[2]


def test_a_deleted_article_is_gone_with_the_next_answer(article: Article) -> None:
    get(article.get_absolute_url()), get("/")
    article.delete()
    assert get(article.get_absolute_url())[0].startswith("404")
    assert article.headline.encode() not in get("/")[2]


def test_a_scheduled_article_is_public_when_its_time_has_come() -> None:
    at = timezone.now() + timedelta(hours=1)
    article = ArticleFactory(published_at=at)
    assert (
        get(article.get_absolute_url())[0].startswith("404") and article.headline.encode() not in get("/")[2]
    )
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now())
    assert get(article.get_absolute_url())[0].startswith("200") and article.headline.encode() in get("/")[2]


def test_a_page_stands_no_longer_than_until_the_clock_changes_it(article: Article) -> None:
    Announcement.objects.create(text="Only until noon", ends_at=timezone.now() + timedelta(minutes=5))
    CommentFactory(article=article)
    VoteWindow.objects.update(opened_at=timezone.now() - timedelta(minutes=1))
    assert b"Only until noon" in get(article.get_absolute_url())[2]
    with time_machine.travel(timezone.now() + timedelta(minutes=4)):
        assert queries(article.get_absolute_url()) == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert queries(article.get_absolute_url()) > 1


def test_votes_show_at_the_latest_after_five_seconds(article: Article) -> None:
    comment = CommentFactory(article=article)
    VoteWindow.objects.update(opened_at=timezone.now() - timedelta(minutes=1))
    assert b"( +0 / -0 )" in get(article.get_absolute_url())[2]
    comment.vote(by=UserFactory(), value=1)
    with time_machine.travel(timezone.now() + timedelta(seconds=6)):
        assert b"( +1 / -0 )" in get(article.get_absolute_url())[2]


def test_a_quiet_page_stands_for_hours(article: Article) -> None:
    CommentFactory(article=article)
    VoteWindow.objects.update(opened_at=timezone.now() - timedelta(minutes=1))
    get(article.get_absolute_url())
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        assert queries(article.get_absolute_url()) == 1


def test_a_signed_in_reader_gets_a_page_of_their_own(client: Client, article: Article) -> None:
    get(article.get_absolute_url())
    client.force_login(UserFactory(username="hedda"))
    page = client.get(article.get_absolute_url())
    assert "hedda" in page.text and page["Cache-Control"] == "private, no-store"
    assert b"hedda" not in get(article.get_absolute_url())[2]


def test_a_forged_host_is_refused_and_stored_nowhere(article: Article) -> None:
    for _ in range(2):
        assert get(article.get_absolute_url(), HTTP_HOST="evil.example")[0].startswith("400")


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_have_it_rendered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from newsportal.pages import article as page

    path, rendered = ArticleFactory().get_absolute_url(), []
    read = page.read_thread
    monkeypatch.setattr(
        page, "read_thread", lambda *args, **kwargs: rendered.append(1) or read(*args, **kwargs)
    )

    def ask(_: int) -> str:
        try:
            return get(path)[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(ask, range(24))) == {"200 OK"}
    assert len(rendered) == 1


@pytest.mark.parametrize(
    "name",
    [
        "/",
        "/harbour/",
        "/feed/",
        "/harbour/feed/",
        "/sitemap.xml",
        "/sitemap-articles.xml",
        "/news-sitemap.xml",
        "/search/",
    ],
)
def test_every_public_page_is_stored(article: Article, name: str) -> None:
    assert get(name)[0].startswith("200") and queries(name) == 1


def test_what_is_found_is_stored_too_and_gone_with_the_next_answer(article: Article) -> None:
    asked = {"QUERY_STRING": "q=ferry"}
    found = f'<a href="{article.get_absolute_url()}">'.encode()
    status, headers, body = get("/search/", **asked)
    assert status.startswith("200") and found in body
    assert headers["Cache-Control"].startswith("public") and "Set-Cookie" not in headers
    article.unpublish(by=EditorFactory())
    assert found not in get("/search/", **asked)[2]


def test_a_readers_page_which_they_can_close_is_kept_by_no_cache(article: Article) -> None:
    comment = CommentFactory(article=article, text="Soon to be hidden")
    path = comment.author.get_absolute_url()
    _status, headers, body = get(path)
    assert b"Soon to be hidden" in body and headers["Cache-Control"] == "private, no-store"
    comment.hide(by=ModeratorFactory(), reason="rude")
    assert b"Soon to be hidden" not in get(path)[2]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/robots.txt", "/search/?q=ferry", "/search/"])
def test_the_small_pages_answer(client: Client, article: Article, path: str) -> None:
    assert client.get(path).status_code == 200


def test_lists_take_the_same_queries_for_few_and_for_many() -> None:
    taken = []
    for count in (15, 30):
        for article in ArticleFactory.create_batch(count, authors=[AuthorFactory()]):
            CommentFactory(article=article)
        stored_pages.store.clear()
        taken.append((queries("/"), queries("/harbour/")))
    assert taken[0] == taken[1]
