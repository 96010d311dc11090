"""The versions that the database moves with every change that readers must see, read in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from django.db import OperationalError, connection
from psycopg.rows import tuple_row

from comments.models import Discussion

_BY_ID = "%s::bigint"
_BY_ADDRESS = """(
    SELECT article.id FROM articles_article article JOIN articles_section section ON section.id = article.section_id
     WHERE section.slug = %s AND article.slug = %s)"""
# What a page tells of the discussion, beside its comments.
_DISCUSSION = ("opened_at", *Discussion.SWITCHES)
_VERSIONS = f"""
    SELECT e.version, a.id, d.version, w.opened_at, d.comment_count, {", ".join(f"d.{name}" for name in _DISCUSSION)}
      FROM articles_edition e
      LEFT JOIN articles_article a ON a.id = {{article}}
      LEFT JOIN comments_discussion d ON d.article_id = a.id
      LEFT JOIN comments_votewindow w ON w.discussion_id = a.id
"""  # noqa: S608 (our own names)


@dataclass(frozen=True, slots=True)
class Versions:
    """What the database says now of all that a page depends on. `discussion_row` holds what _DISCUSSION
    names of the discussion."""

    edition: int
    article: int | None = None
    discussion: int | None = None
    voting_since: datetime | None = None
    comment_count: int | None = None
    discussion_row: tuple[Any, ...] = ()

    def read_discussion(self, article_id: int) -> Discussion:
        """The discussion of the article. Its row is made with the first comment; until then it is open and empty."""
        if self.discussion is None:
            return Discussion(article_id=article_id)
        fields = dict(zip(_DISCUSSION, self.discussion_row, strict=True))
        return Discussion(
            article_id=article_id,
            version=self.discussion,
            comment_count=self.comment_count or 0,
            **fields,
        )


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
            row = counted.fetchone()
            return _versions(row)
    with psycopg.Cursor(connection.connection, row_factory=tuple_row) as cursor:
        row = cursor.execute(query, parameters).fetchone()
    return _versions(row)


def _versions(row: Any) -> Versions:
    edition, article, discussion, voting_since, comment_count, *others = row
    return Versions(edition, article, discussion, voting_since, comment_count, tuple(others))
