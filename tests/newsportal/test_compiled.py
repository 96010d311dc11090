"""Querysets that are compiled once answer as the querysets themselves do, each time for the values of that call."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import FieldFetchBlocked
from django.db import connection, transaction
from django.db.models import FETCH_RAISE, BigIntegerField, CharField, Count
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from articles.models import Byline
from comments.models import Comment
from newsportal.compiled import Compiled, Parameter, fill, first
from tests.factories import ArticleFactory, AuthorFactory, CommentFactory, UserFactory

pytestmark = pytest.mark.django_db

NAME = Parameter("name", CharField())
NUMBER = Parameter("number", BigIntegerField())


def test_each_call_is_answered_for_its_own_values() -> None:
    ada, ben = UserFactory(username="ada"), UserFactory(username="ben")
    named = Compiled(lambda: User.objects.filter(username=NAME))
    assert [named(name=name) for name in ("ada", "ben", "cy", "ada")] == [[ada], [ben], [], [ada]]


def test_rows_change_between_calls() -> None:
    named = Compiled(lambda: User.objects.filter(username=NAME))
    assert first(named(name="ada")) is None
    ada = UserFactory(username="ada")
    assert first(named(name="ada")) == ada
    User.objects.update(is_active=False)
    (now,) = named(name="ada")
    assert now.is_active is False


def test_a_value_is_never_read_as_sql() -> None:
    UserFactory(username="ada")
    named = Compiled(lambda: User.objects.filter(username=NAME))
    assert named(name="' OR true --") == [] and named(name="%s") == []


def test_what_is_no_parameter_stands_in_the_statement_as_the_word_that_it_is() -> None:
    odd = [UserFactory(username=f"{number}' OR %s {number}%") for number in range(2)]
    named = Compiled(lambda: User.objects.filter(username="0' OR %s 0%", is_active=True).exclude(pk=NUMBER))
    assert named(number=0) == odd[:1] and named(number=odd[0].pk) == []
    state = Compiled(lambda: Comment.objects.filter(state=Comment.State.HELD))
    assert state() == []
    with CaptureQueriesContext(connection) as queries:
        state()
    assert "'held'" in queries[0]["sql"]


def test_related_rows_and_annotations_come_along_and_nothing_is_fetched_later(
    django_assert_num_queries: object,
) -> None:
    comment = CommentFactory()
    reply = CommentFactory(article=comment.discussion.article, parent=comment)
    replies = Compiled(
        lambda: (
            Comment.objects.filter(parent=Parameter("parent", BigIntegerField()))
            .select_related("author")
            .annotate(votes_cast=Count("votes"))
            .defer("text")
            .fetch_mode(FETCH_RAISE)
        )
    )
    with django_assert_num_queries(1):  # type: ignore[operator]
        (found,) = replies(parent=comment.pk)
        assert (found.pk, found.author.username, found.votes_cast) == (reply.pk, reply.author.username, 0)
    with pytest.raises(FieldFetchBlocked):
        found.text  # noqa: B018


def test_a_list_of_values_comes_as_values() -> None:
    UserFactory(username="ada")
    names = Compiled(lambda: User.objects.filter(username=NAME).values_list("username", flat=True))
    assert names(name="ada") == ["ada"]


@pytest.mark.django_db(transaction=True)
def test_no_lock_is_taken_where_there_is_no_transaction_to_hold_it() -> None:
    ada = UserFactory(username="ada")
    locked = Compiled(lambda: User.objects.filter(username=NAME).select_for_update())
    with transaction.atomic():
        assert locked(name="ada") == [ada]
    with pytest.raises(TransactionManagementError):
        locked(name="ada")


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_over_its_own_connection() -> None:
    names = [f"reader-{number}" for number in range(8)]
    for name in names:
        UserFactory(username=name)
    named = Compiled(lambda: User.objects.filter(username=NAME))

    def ask(name: str) -> list[str]:
        try:
            return [user.username for _ in range(20) for user in named(name=name)]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(names)) as threads:
        assert list(threads.map(ask, names)) == [[name] * 20 for name in names]


def test_rows_that_are_put_in_place_are_not_asked_for_again(django_assert_num_queries: object) -> None:
    article = ArticleFactory()
    Byline.objects.create(article=article, author=AuthorFactory())
    bylines = list(Byline.objects.filter(article=article).select_related("author"))
    fill(article, "bylines", bylines)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert list(article.bylines.all()) == bylines
