"""Counts anew what the triggers keep, in the database itself, and compares or repairs."""

from __future__ import annotations

from django.db import connection, transaction

# Each yields (what, id, kept, counted) for every difference. Depth and root are walked from the roots down.
_DIFFERENCES = {
    "votes up": """
        SELECT c.id, c.up, count(v.id) FILTER (WHERE v.value = 1)
          FROM comments_comment c LEFT JOIN comments_vote v ON v.comment_id = c.id
         GROUP BY c.id HAVING c.up <> count(v.id) FILTER (WHERE v.value = 1)""",
    "votes down": """
        SELECT c.id, c.down, count(v.id) FILTER (WHERE v.value = -1)
          FROM comments_comment c LEFT JOIN comments_vote v ON v.comment_id = c.id
         GROUP BY c.id HAVING c.down <> count(v.id) FILTER (WHERE v.value = -1)""",
    "replies": """
        SELECT c.id, c.reply_count, coalesce(s.standing, 0)
          FROM comments_comment c LEFT JOIN recounted_replies s ON s.id = c.id
         WHERE c.reply_count <> coalesce(s.standing, 0)""",
    "comments of a discussion": """
        SELECT d.article_id, d.comment_count, count(c.id) FILTER (WHERE c.state = 'public')
          FROM comments_discussion d LEFT JOIN comments_comment c ON c.discussion_id = d.article_id
         GROUP BY d.article_id HAVING d.comment_count <> count(c.id) FILTER (WHERE c.state = 'public')""",
    "place in the thread": """
        SELECT c.id, c.depth, p.depth + 1
          FROM comments_comment c JOIN comments_comment p ON p.id = c.parent_id
         WHERE c.depth <> p.depth + 1 OR c.root_id <> coalesce(p.root_id, p.id) OR c.discussion_id <> p.discussion_id""",
}

_REPAIRS = {
    "votes up": "UPDATE comments_comment SET up = %s WHERE id = %s",
    "votes down": "UPDATE comments_comment SET down = %s WHERE id = %s",
    "replies": "UPDATE comments_comment SET reply_count = %s WHERE id = %s",
    "comments of a discussion": "UPDATE comments_discussion SET comment_count = %s, version = version + 1 WHERE article_id = %s",
}

# Replies that stand, counted from the deepest up: a removed comment stands only where a reply below it does, so each
# round adds those that the round before brought to stand. Public comments stand at once; there are as many rounds as
# removed comments hang below each other.
_STANDING = """
DO $$
DECLARE found bigint;
BEGIN
    CREATE TEMPORARY TABLE recounted_standing AS
        SELECT id, parent_id FROM comments_comment WHERE state = 'public';
    CREATE UNIQUE INDEX ON recounted_standing (id);
    LOOP
        INSERT INTO recounted_standing
            SELECT DISTINCT p.id, p.parent_id
              FROM recounted_standing s JOIN comments_comment p ON p.id = s.parent_id
             WHERE p.state <> 'public' AND NOT EXISTS (SELECT FROM recounted_standing k WHERE k.id = p.id);
        GET DIAGNOSTICS found = ROW_COUNT;
        EXIT WHEN found = 0;
    END LOOP;
    CREATE TEMPORARY TABLE recounted_replies AS
        SELECT parent_id AS id, count(*) AS standing FROM recounted_standing WHERE parent_id IS NOT NULL GROUP BY parent_id;
END $$
"""


def recount(*, repair: bool = False) -> list[tuple[str, int, int, int]]:
    """(what, id, kept, counted) of all that is wrong; puts it right where `repair` is asked for.

    A place in the thread that is wrong is told but not repaired: it doesn't drift, so somebody must look.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        # Posting and voting wait: a total must not move between being counted and being compared.
        cursor.execute(
            "LOCK TABLE comments_comment, comments_vote, comments_discussion IN SHARE ROW EXCLUSIVE MODE"
        )
        cursor.execute(_STANDING)
        wrong = []
        for what, query in _DIFFERENCES.items():
            cursor.execute(query)
            wrong += [(what, pk, kept, counted) for pk, kept, counted in cursor.fetchall()]
        cursor.execute("DROP TABLE recounted_standing, recounted_replies")
        if repair:
            for what, pk, _kept, counted in wrong:
                if what in _REPAIRS:
                    cursor.execute(_REPAIRS[what], [counted, pk])
    return wrong
