"""The lists of a topic and an author are planned for as many stories as they have, be they half of the paper."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client

from articles.models import Topic
from tests.factories import ArticleFactory, AuthorFactory
from tests.memory import forget

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("more", ["", "feed/", "?before=2999-01-01T00:00:00%2B00:00_1"])
@pytest.mark.parametrize("noun", ["topic", "author"])
def test_whose_stories_are_asked_for_stands_in_the_statement_itself(
    client: Client, noun: str, more: str
) -> None:
    author, topic = AuthorFactory(), Topic.objects.create(name="Ferries", slug="ferries")
    article = ArticleFactory(authors=[author])
    article.topics.add(topic)
    of = topic if noun == "topic" else author
    column = '"articles_articletopic"."topic_id"' if noun == "topic" else '"articles_byline"."author_id"'
    forget()
    # As they are sent: what is given beside a statement is planned for whatever it may be, after the fifth time.
    sent: list[str] = []
    with connection.execute_wrapper(lambda execute, sql, *rest: (sent.append(sql), execute(sql, *rest))[1]):
        assert client.get(of.get_absolute_url() + more).status_code == 200
    [list_of_stories] = [sql for sql in sent if column in sql and "ORDER BY" in sql and "LIMIT" in sql]
    assert re.search(rf"{re.escape(column)} = \(?{of.pk}\)?(?!\d)", list_of_stories)
