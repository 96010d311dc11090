"""The versions that the database moves with every change that readers must see, read in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from django.db import OperationalError, connection
from psycopg.rows import tuple_row

from comments.models import Discussion

# What a page tells of the discussion, beside its comments.
_DISCUSSION = ("opened_at", *Discussion.SWITCHES)
_VERSIONS = f"""
    SELECT e.version, a.id, d.version, w.opened_at, d.comment_count, {", ".join(f"d.{name}" for name in _DISCUSSION)}
      FROM articles_edition e
      LEFT JOIN articles_article a ON a.id = (
           SELECT article.id FROM articles_article article JOIN articles_section section ON section.id = article.section_id
            WHERE section.slug = %s AND article.slug = %s)
      LEFT JOIN comments_discussion d ON d.article_id = a.id
      LEFT JOIN comments_votewindow w ON w.discussion_id = a.id
"""  # noqa: S608 (our own names)
# As little as tells whether a page stands, for this is asked at every request. An article that is changed or deleted
# moves the edition's version, and so needn't be looked up.
_MOVING = """
    SELECT e.version, d.version, w.opened_at
      FROM articles_edition e
      LEFT JOIN comments_discussion d ON d.article_id = %s::bigint
      LEFT JOIN comments_votewindow w ON w.discussion_id = d.article_id
"""


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


def read_versions(address: tuple[str, str] | None) -> Versions:
    """The versions, with those of the article at (section slug, slug), in one indexed query."""
    edition, article, discussion, voting_since, comment_count, *row = _read(
        _VERSIONS, address or (None, None)
    )
    return Versions(edition, article, discussion, voting_since, comment_count, tuple(row))


def read_moving(article: int | None) -> Versions:
    """The same for an article by its id, as far as they tell whether a page that was made from others stands: without the
    discussion's count and row."""
    edition, discussion, voting_since = _read(_MOVING, (article,))
    return Versions(edition, article, discussion, voting_since)


def _read(query: str, parameters: tuple[Any, ...]) -> Any:
    """The row. Asks a second time where the connection had gone stale, as after a restart of the database."""
    try:
        return _ask(query, parameters)
    except (OperationalError, psycopg.OperationalError):
        connection.close()
        return _ask(query, parameters)


def _ask(query: str, parameters: tuple[Any, ...]) -> Any:
    """Straight to psycopg, as a prepared statement (see DATABASES)."""
    connection.ensure_connection()
    if connection.force_debug_cursor:
        # Where queries are being counted this one must be among them.
        with connection.cursor() as counted:
            counted.execute(query, parameters)
            return counted.fetchone()
    with psycopg.Cursor(connection.connection, row_factory=tuple_row) as cursor:
        return cursor.execute(query, parameters).fetchone()
