"""Who took a comment away from readers, when and why: what moderators, and nobody else, read beside it on the article's page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from accounts.characters import set_apart
from accounts.stamps import stamp
from comments import reasons
from comments.models import Comment, Reason
from comments.rules import name_of

# Two columns of the statement that reads a reader's own part: of the comments `%(removed)s` that are hidden or held the newest
# entry that made them so and wasn't undone, and the reasons in their languages.
COLUMNS = """
    (SELECT json_agg(r) FROM (
         SELECT c.id AS comment, e.rule, e.reason, e.created_at AS at, u.username AS by
           FROM comments_comment c CROSS JOIN LATERAL (
                    SELECT * FROM comments_moderationentry e
                     WHERE comment_id = c.id AND act = CASE c.state WHEN 'hidden' THEN 'hide' ELSE 'hold' END
                       AND NOT EXISTS (SELECT FROM comments_moderationentry WHERE undoes_id = e.id)
                     ORDER BY id DESC LIMIT 1
                ) e
           LEFT JOIN accounts_user u ON u.id = e.actor_id
          WHERE c.id = ANY(%(removed)s)
    ) r),
    (SELECT json_agg(r) FROM (
         SELECT words, words_ja FROM comments_reason WHERE cardinality(%(removed)s::bigint[]) > 0
    ) r)
"""


class Removal(NamedTuple):
    """`by` is empty where a rule did it, and where whoever did is gone."""

    by: str
    rule: str
    at: datetime
    reason: str

    @property
    def told(self) -> str:
        parts = {"name": set_apart(self.by), "rule": name_of(self.rule), "time": stamp(self.at)}
        if self.by:
            who = _("By %(name)s, %(time)s") % parts
        else:
            who = _("By the rule “%(rule)s”, %(time)s") % parts if self.rule else parts["time"]
        return _("%(who)s: %(reason)s") % {"who": who, "reason": self.reason} if self.reason else who


def removed(comments: Collection[Comment]) -> list[int]:
    """The ids of those that readers don't see."""
    return [one.pk for one in comments if one.state in (Comment.State.HIDDEN, Comment.State.HELD)]


def read(rows: list[dict[str, Any]] | None, listed: list[dict[str, Any]] | None) -> dict[int, Removal]:
    """What the COLUMNS hold, by the comment's id."""
    known = [Reason(**row) for row in listed or ()]
    return {
        row["comment"]: Removal(
            row["by"] or "",
            row["rule"] if row["by"] is None else "",
            datetime.fromisoformat(row["at"]),
            reasons.shown(row["reason"], known),
        )
        for row in rows or ()
    }
