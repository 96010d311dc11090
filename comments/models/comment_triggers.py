"""The triggers that keep a discussion's count and version and each comment's count of replies.

They are statement-level: a few updates a statement, however many rows it touched. `manage.py recount --check` proves
them. The verbs lock the discussion's row before they change its comments, so that no two acts can deadlock.
"""

import pgtrigger

# What readers can see of a comment. Votes and the counts themselves update this table too, and must not move the version.
_SEEN = "id, state, html, author_id, edited_at, picked_at"

# Written without joining the old rows to the new: the plan is kept from the first call, and one made for a single row
# would compare each with each in a bulk.
_PUBLIC_NEW = "SELECT discussion_id, (state = 'public')::int AS step FROM new_rows"
_PUBLIC_OLD = "SELECT discussion_id, -(state = 'public')::int AS step FROM old_rows"
_STANDING_NEW = "SELECT parent_id AS id, (state = 'public' OR reply_count > 0)::int AS step FROM new_rows"
_STANDING_OLD = "SELECT parent_id AS id, -(state = 'public' OR reply_count > 0)::int AS step FROM old_rows"


def _count(public: str, standing: str) -> str:
    """A function body that adds up two lists of changes.

    `public` (discussion_id, step) is what readers count. `standing` (id, step) names the parents of comments that came
    to stand in their thread (+1) or fell out of it (-1). A comment stands while it is public or has a standing reply,
    so a removed parent may come or go with its replies: the loop climbs until nothing changes above.
    """
    return f"""
    UPDATE comments_discussion d
       SET comment_count = d.comment_count + c.step, version = d.version + 1
      FROM (SELECT discussion_id, sum(step) AS step FROM ({public}) x GROUP BY discussion_id) c
     WHERE d.article_id = c.discussion_id;
    SELECT array_agg(id), array_agg(step) INTO parents, steps
      FROM (SELECT id, sum(step)::int AS step FROM ({standing}) x WHERE id IS NOT NULL GROUP BY id) y WHERE step <> 0;
    WHILE parents IS NOT NULL LOOP
        WITH changed AS (
            UPDATE comments_comment p
               SET reply_count = p.reply_count + c.step
              FROM (SELECT id, sum(step)::int AS step FROM unnest(parents, steps) AS x (id, step) GROUP BY id) c
             WHERE p.id = c.id AND c.step <> 0
            RETURNING p.parent_id, p.state, p.reply_count, c.step
        )
        SELECT array_agg(parent_id), array_agg(CASE WHEN reply_count > 0 THEN 1 ELSE -1 END) INTO parents, steps
          FROM changed
         WHERE state <> 'public' AND (reply_count > 0) <> (reply_count - step > 0) AND parent_id IS NOT NULL;
    END LOOP;
    RETURN NULL;
    """  # noqa: S608 (our own words only)


_DECLARE = [("parents", "bigint[]"), ("steps", "int[]")]

COMMENT_TRIGGERS = [
    pgtrigger.Trigger(
        name="count_posted",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        declare=_DECLARE,
        func=_count(_PUBLIC_NEW, _STANDING_NEW),
    ),
    pgtrigger.Trigger(
        name="count_changed",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
        declare=_DECLARE,
        func=f"""
        IF NOT EXISTS (SELECT {_SEEN} FROM new_rows EXCEPT SELECT {_SEEN} FROM old_rows) THEN
            RETURN NULL;
        END IF;
        """  # noqa: S608 (our own words only)
        + _count(f"{_PUBLIC_NEW} UNION ALL {_PUBLIC_OLD}", f"{_STANDING_NEW} UNION ALL {_STANDING_OLD}"),
    ),
    pgtrigger.Trigger(
        name="count_erased",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Delete,
        referencing=pgtrigger.Referencing(old="old_rows"),
        declare=_DECLARE,
        func=_count(_PUBLIC_OLD, _STANDING_OLD),
    ),
]
