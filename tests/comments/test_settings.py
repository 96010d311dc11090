"""The reader's own settings: what is chosen there holds, and nobody else's does."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from comments.models import ReaderSettings
from tests.comments.pages import page, words
from tests.factories import ArticleFactory, CommentFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/accounts/settings/"
ALL_OFF = {"sort": "best", "mails": "never"}


@pytest.fixture
def reader(client: Client) -> User:
    reader = UserFactory()
    client.force_login(reader)
    return reader


def chosen(reader: User) -> tuple[Any, ...]:
    row = ReaderSettings.objects.of(reader)
    return row.sort, row.mails, row.follows_own, row.has_keys, row.is_public


def test_who_has_chosen_nothing_sees_the_defaults(client: Client, reader: User) -> None:
    html = client.get(PAGE).text
    assert 'value="oldest" selected' in html
    assert html.count(" checked") == 6  # at once, about all three, keys, public
    assert not ReaderSettings.objects.exists()


def test_what_is_chosen_is_kept_shown_and_said(client: Client, reader: User) -> None:
    answer = client.post(PAGE, {**ALL_OFF, "follows_own": "on"}, follow=True)
    assert "Your settings are saved." in words(answer.text)
    assert chosen(reader) == ("best", "never", True, False, False)
    assert 'value="best" selected' in answer.text
    client.post(PAGE, {**ALL_OFF, "has_keys": "on", "is_public": "on"})
    assert chosen(reader) == ("best", "never", False, True, True)


def test_the_order_chosen_here_is_that_of_every_thread(client: Client, reader: User) -> None:
    article = ArticleFactory()
    first, second = (CommentFactory(article=article) for _ in range(2))
    client.post(PAGE, {"sort": "newest", "mails": "daily"})
    html = page(client, article)
    assert html.index(f"comment-{second.pk}") < html.index(f"comment-{first.pk}")


def test_the_order_chosen_above_a_thread_stands_here_and_changes_nothing_else(
    client: Client, reader: User
) -> None:
    client.post(PAGE, ALL_OFF)
    page(client, CommentFactory().discussion.article, "?sort=controversial")
    assert chosen(reader) == ("controversial", "never", False, False, False)
    assert 'value="controversial" selected' in client.get(PAGE).text


@pytest.mark.parametrize(
    "wrong", [{"sort": "random"}, {"mails": "hourly"}, {"mails": ""}, {"sort": "b\x00est"}]
)
def test_what_cannot_be_chosen_is_refused_and_changes_nothing(
    client: Client, reader: User, wrong: dict[str, str]
) -> None:
    answer = client.post(PAGE, {**ALL_OFF, **wrong})
    assert answer.status_code == 422
    assert "field-errors" in answer.text
    assert not ReaderSettings.objects.exists()


def test_one_readers_choice_is_not_anothers(client: Client, reader: User) -> None:
    other = UserFactory()
    client.post(PAGE, ALL_OFF)
    assert chosen(other) == ("oldest", "at_once", False, True, True)


def test_the_page_is_private_and_cheap(client: Client, reader: User) -> None:
    client.post(PAGE, ALL_OFF)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(PAGE)
    assert answer["Cache-Control"] == "private, no-store"
    assert len(queries) <= 8
