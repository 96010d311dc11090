"""The versions that the database moves with every change that readers must see, read in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from django.db import OperationalError, connection
from psycopg.rows import tuple_row

_BY_ID = "%s::bigint"
_BY_ADDRESS = """(
    SELECT article.id FROM articles_article article JOIN articles_section section ON section.id = article.section_id
     WHERE section.slug = %s AND article.slug = %s)"""
_VERSIONS = """
    SELECT e.version, a.id, d.version, w.opened_at, d.state, d.comment_count
      FROM articles_edition e
      LEFT JOIN articles_article a ON a.id = {article}
      LEFT JOIN comments_discussion d ON d.article_id = a.id
      LEFT JOIN comments_votewindow w ON w.discussion_id = a.id
"""


@dataclass(frozen=True, slots=True)
class Versions:
    """What the database says now of all that a page depends on."""

    edition: int
    article: int | None = None
    discussion: int | None = None
    voting_since: datetime | None = None
    discussion_state: str | None = None
    comment_count: int | None = None


def read_versions(article_id: int | None = None, *, address: tuple[str, str] | None = None) -> Versions:
    """The versions, with those of one article by id or by (section slug, slug), in one indexed query.

    Asks a second time where the connection had gone stale, as after a restart of the database.
    """
    query = _VERSIONS.format(article=_BY_ADDRESS if address else _BY_ID)
    parameters = address or (article_id,)
    try:
        return _ask(query, parameters)
    except (OperationalError, psycopg.OperationalError):
        connection.close()
        return _ask(query, parameters)


def _ask(query: str, parameters: tuple[Any, ...]) -> Versions:
    """Straight to psycopg, as a prepared statement (see DATABASES): this one query is asked at every request."""
    connection.ensure_connection()
    if connection.force_debug_cursor:
        # Where queries are being counted this one must be among them.
        with connection.cursor() as counted:
            counted.execute(query, parameters)
            return Versions(*counted.fetchone())
    with psycopg.Cursor(connection.connection, row_factory=tuple_row) as cursor:
        row = cursor.execute(query, parameters).fetchone()
    return Versions(*row)  # type: ignore[misc]
