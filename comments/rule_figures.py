"""How the rules fare: what each did of late, and how often moderators decided otherwise; from the log."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from comments.rules import ORDER

# Of each rule the last so many decisions are looked at: what it did under other settings, long ago, says little.
LATEST = 1000

# The last decision by a person after the rule's, but for one that was undone.
_FIGURES = """
    SELECT asked.rule,
           count(*) FILTER (WHERE did.act = 'hold'),
           count(*) FILTER (WHERE did.act = 'refuse'),
           count(*) FILTER (WHERE decided.act IN ('approve', 'restore')),
           count(*) FILTER (WHERE decided.act = 'hide')
      FROM unnest(%(rules)s::text[]) AS asked (rule)
     CROSS JOIN LATERAL (
            SELECT id, act, comment_id FROM comments_moderationentry
             WHERE rule = asked.rule AND act IN ('hold', 'refuse') ORDER BY id DESC LIMIT %(latest)s
           ) did
      LEFT JOIN LATERAL (
            SELECT act FROM comments_moderationentry later
             WHERE later.comment_id = did.comment_id AND later.id > did.id AND later.act IN ('approve', 'restore', 'hide')
               AND NOT EXISTS (SELECT FROM comments_moderationentry undoing WHERE undoing.undoes_id = later.id)
             ORDER BY later.id DESC LIMIT 1
           ) decided ON did.act = 'hold'
     GROUP BY asked.rule
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the rule's last LATEST decisions: how many comments it held and refused, and of the held ones how many moderators
    let in after all (`overturned`) or hid (`upheld`); the rest waits, or its author took it back."""

    held: int = 0
    refused: int = 0
    overturned: int = 0
    upheld: int = 0

    @property
    def share(self) -> int | None:
        """Per cent of the decisions that were overturned; None before there is one."""
        decided = self.overturned + self.upheld
        return round(100 * self.overturned / decided) if decided else None


def figures() -> dict[str, Figures]:
    """Those of each rule, by its code."""
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, {"rules": [rule.code for rule in ORDER], "latest": LATEST})
        found = {rule: Figures(*counts) for rule, *counts in cursor.fetchall()}
    return {rule.code: found.get(rule.code, Figures()) for rule in ORDER}
