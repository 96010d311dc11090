"""Counts anew what the triggers keep, in the database itself, and compares or repairs.

Each comparison is one statement, so it sees one moment of a site that people are posting and voting on.
"""

# ruff: noqa: S608 -- nothing of a reader's comes into these statements
from __future__ import annotations

from typing import NamedTuple

from django.db import connection, transaction


class Wrong(NamedTuple):
    """A total that isn't what the rows say: `kept` is what stands in row `pk`, `counted` what should."""

    what: str
    pk: int
    kept: int
    counted: int


# Whether a vote counts follows from the hold that it waits under.
_COUNTING = "counting of a vote"

# Walked from the roots down. OFFSET 0 keeps each step of a walk a look into an index: a plan that reads the whole table
# at each level would need hours for a chain of ten thousand replies.
_PLACED = """
    WITH RECURSIVE placed (id, root_id, depth) AS (
        SELECT id, NULL::bigint, 0 FROM comments_comment WHERE parent_id IS NULL
        UNION ALL
        SELECT reply.id, coalesce(p.root_id, p.id), p.depth + 1
          FROM placed p
         CROSS JOIN LATERAL (SELECT id FROM comments_comment WHERE parent_id = p.id OFFSET 0) reply
    )"""

# What stands in its thread, climbed from each public comment: a removed one stands where a reply below it does.
_STANDING = """
    WITH RECURSIVE standing (id, parent_id) AS (
        SELECT id, parent_id FROM comments_comment WHERE state = 'public'
        UNION
        SELECT above.id, above.parent_id
          FROM standing s
         CROSS JOIN LATERAL (
            SELECT id, parent_id FROM comments_comment WHERE id = s.parent_id AND state <> 'public' OFFSET 0
         ) above
    )"""


def _votes(total: str, value: int) -> str:
    return f"""
    SELECT c.id, c.{total}, coalesce(v.votes, 0)
      FROM comments_comment c
      LEFT JOIN (SELECT comment_id, count(*) AS votes FROM comments_vote WHERE counts AND value = {value} GROUP BY comment_id) v
        ON v.comment_id = c.id
     WHERE c.{total} <> coalesce(v.votes, 0)"""


# (id, kept, counted) of each difference, and the column that a repair writes; none where somebody must look.
_DIFFERENCES: dict[str, tuple[str, str]] = {
    # First, for the totals are counted by it.
    _COUNTING: (
        """
        SELECT v.id, v.counts::int, coalesce(h.state = 'counted', true)::int
          FROM comments_vote v LEFT JOIN comments_votehold h ON h.id = v.hold_id
         WHERE v.counts <> coalesce(h.state = 'counted', true)""",
        "counts",
    ),
    "depth": (
        f"{_PLACED} SELECT c.id, c.depth, p.depth FROM comments_comment c JOIN placed p USING (id) WHERE c.depth <> p.depth",
        "depth",
    ),
    "root": (
        f"""{_PLACED} SELECT c.id, c.root_id, p.root_id FROM comments_comment c JOIN placed p USING (id)
             WHERE c.root_id IS DISTINCT FROM p.root_id""",
        "root_id",
    ),
    "votes up": (_votes("up", 1), "up"),
    "votes down": (_votes("down", -1), "down"),
    "reports that wait": (
        """
        SELECT c.id, c.open_reports, coalesce(r.reports, 0)
          FROM comments_comment c
          LEFT JOIN (SELECT comment_id, count(*) AS reports FROM comments_report WHERE outcome = 'open' GROUP BY comment_id) r
            ON r.comment_id = c.id
         WHERE c.open_reports <> coalesce(r.reports, 0)""",
        "open_reports",
    ),
    "weight of the reports that wait": (
        """
        SELECT c.id, c.reports_weigh, coalesce(r.counted, 0)
          FROM comments_comment c
          LEFT JOIN (SELECT comment_id, sum(counted) AS counted FROM comments_report WHERE outcome = 'open' GROUP BY comment_id) r
            ON r.comment_id = c.id
         WHERE c.reports_weigh <> coalesce(r.counted, 0)""",
        "reports_weigh",
    ),
    "replies": (
        f"""{_STANDING}, counted (id, replies) AS (
                SELECT parent_id, count(*) FROM standing WHERE parent_id IS NOT NULL GROUP BY parent_id
            )
            SELECT c.id, c.reply_count, coalesce(r.replies, 0) FROM comments_comment c LEFT JOIN counted r USING (id)
             WHERE c.reply_count <> coalesce(r.replies, 0)""",
        "reply_count",
    ),
    "comments of a discussion": (
        """
        SELECT d.article_id, d.comment_count, coalesce(c.comments, 0)
          FROM comments_discussion d
          LEFT JOIN (
            SELECT discussion_id, count(*) AS comments FROM comments_comment WHERE state = 'public' GROUP BY discussion_id
          ) c ON c.discussion_id = d.article_id
         WHERE d.comment_count <> coalesce(c.comments, 0)""",
        "comment_count",
    ),
    "discussion of a reply": (
        """
        SELECT c.id, c.discussion_id, p.discussion_id
          FROM comments_comment c JOIN comments_comment p ON p.id = c.parent_id
         WHERE c.discussion_id <> p.discussion_id""",
        "",
    ),
    "circle of replies through": (
        f"""{_PLACED} SELECT c.id, c.parent_id, 0 FROM comments_comment c LEFT JOIN placed p USING (id)
             WHERE p.id IS NULL""",
        "",
    ),
}


def recount() -> list[Wrong]:
    """All that is wrong; changes and locks nothing."""
    wrong = []
    with connection.cursor() as cursor:
        # Right after a large load the planner still takes the tables for empty, and would compare each row with each. A table
        # that Postgres itself looks at just then isn't waited for.
        tables = "comments_discussion, comments_comment, comments_vote, comments_report"
        cursor.execute(f"ANALYZE (SKIP_LOCKED) {tables}")
        for what, (query, _column) in _DIFFERENCES.items():
            cursor.execute(query)
            wrong += [Wrong(what, *row) for row in cursor.fetchall()]
    return wrong


def repair() -> tuple[list[Wrong], list[Wrong]]:
    """Puts right what is wrong; returns what was, and what still is because somebody must look.

    Pages that showed a wrong total are made anew.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        # Posting and voting wait: a total must not move between being counted and being written.
        cursor.execute(
            "LOCK TABLE comments_discussion, comments_comment, comments_vote, comments_votehold, comments_report "
            "IN SHARE ROW EXCLUSIVE MODE"
        )
        wrong = recount()
        found = {one.what for one in wrong}
        if _COUNTING in found:
            # As votes come to count or cease to, the triggers move totals that may have been right.
            found |= {"votes up", "votes down"}
        for what, (query, column) in _DIFFERENCES.items():
            if column and what in found:
                table, pk = _table(what)
                counted = "wrong.counted::boolean" if what == _COUNTING else "wrong.counted"
                cursor.execute(
                    f"UPDATE {table} SET {column} = {counted} "
                    f"FROM ({query}) AS wrong (id, kept, counted) WHERE {table}.{pk} = wrong.id"
                )
        _show(wrong)
        return wrong, recount() if wrong else []


def _table(what: str) -> tuple[str, str]:
    if what == "comments of a discussion":
        return "comments_discussion", "article_id"
    if what == _COUNTING:
        return "comments_vote", "id"
    return "comments_comment", "id"


def _show(wrong: list[Wrong]) -> None:
    """Moves the version of each discussion that `wrong` is about."""
    discussions = [one.pk for one in wrong if one.what == "comments of a discussion"]
    comments = [one.pk for one in wrong if one.what not in ("comments of a discussion", _COUNTING)]
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE comments_discussion SET version = version + 1 WHERE article_id = ANY(%s) OR article_id IN
                (SELECT discussion_id FROM comments_comment WHERE id = ANY(%s))""",
            [discussions, comments],
        )
