"""The editors' list of articles asks nothing that grows with their number."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.admin.long_list import LongListPaginator
from tests.factories import ArticleFactory, EditorFactory

pytestmark = pytest.mark.django_db


def test_the_list_counts_no_further_than_it_pages_and_sorts_by_an_index(client: Client) -> None:
    client.force_login(EditorFactory())
    newest = ArticleFactory.create_batch(3)[-1]
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/admin/articles/article/").content.decode()
    asked = [query["sql"] for query in queries if 'FROM "articles_article"' in query["sql"]]
    # What waits in review is few.
    counts = [sql for sql in asked if "COUNT(" in sql and "GROUP BY" not in sql and "in_review" not in sql]
    assert counts and all("LIMIT" in sql for sql in counts), counts
    assert any('ORDER BY "articles_article"."id" DESC' in sql for sql in asked), asked
    assert not any("DATE_TRUNC" in sql or "MIN(" in sql for sql in asked)
    assert newest.headline in page and "3 articles" in page


def test_more_than_it_counts_are_said_to_be_so_many(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LongListPaginator, "MOST", 2)
    client.force_login(EditorFactory())
    ArticleFactory.create_batch(3)
    assert "2 articles" in client.get("/admin/articles/article/").content.decode()
