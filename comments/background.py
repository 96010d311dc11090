"""What a moderator is shown beside a comment: what brought it to the desk, what was decided on it, and what is known here of
who wrote it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection, models
from django.utils import timezone
from django.utils.text import capfirst

from comments.models import Comment, ModerationEntry, Report, Sanction
from comments.rules import BY_CODE, name_of
from comments.seeing import sight
from comments.weighing import Record, records_of, weigh
from newsportal.compiled import Compiled, Parameter

if TYPE_CHECKING:
    from accounts.models import User

# So much of the past is looked at: enough to judge by, and the same cost for who has written a hundred thousand comments.
LATELY = 200
# Of what stands beside a comment; the rest is in the log.
SHOWN = 20

_ACTS = ModerationEntry.Act
# What tells something of a reader: what was taken away, refused, or said to them.
_TELLING_ACTS = [
    *(_ACTS.HIDE, _ACTS.RESTORE, _ACTS.HOLD, _ACTS.APPROVE, _ACTS.REFUSE),
    *(_ACTS.WARN, _ACTS.SUSPEND, _ACTS.BAN, _ACTS.LIFT),
]
# The newest decision on each comment, the rule that held it last, and how often it was reported for what. One statement
# for a page: `seeing.sights` asks for the first in the words of querysets.
_CAUSES = """
    SELECT c.id,
           (SELECT max(id) FROM comments_moderationentry
             WHERE comment_id = c.id AND (act = ANY(%(decisions)s) OR act = 'undo' AND undoes_id IS NOT NULL)),
           hold.rule, hold.reason,
           ARRAY(SELECT reason FROM comments_report WHERE comment_id = c.id AND outcome = 'open'
                  GROUP BY reason ORDER BY count(*) DESC, reason),
           ARRAY(SELECT count(*) FROM comments_report WHERE comment_id = c.id AND outcome = 'open'
                  GROUP BY reason ORDER BY count(*) DESC, reason)
      FROM unnest(%(comments)s::bigint[]) AS c (id)
      LEFT JOIN LATERAL (
            SELECT rule, reason FROM comments_moderationentry
             WHERE comment_id = c.id AND act = 'hold' ORDER BY id DESC LIMIT 1
           ) hold ON true
"""
_STATES = f"""
    SELECT state, count(*) FROM (
        SELECT state FROM comments_comment WHERE author_id = %s ORDER BY id DESC LIMIT {LATELY}
    ) lately GROUP BY state
"""  # noqa: S608 (our own number)
_ID = models.BigIntegerField()
_COMMENT, _READER = Parameter("comment", _ID), Parameter("reader", _ID)
_entries = Compiled(
    lambda: ModerationEntry.objects.filter(comment=_COMMENT).select_related("actor", "undone_by")[:SHOWN]
)
_reports = Compiled(lambda: Report.objects.filter(comment=_COMMENT).select_related("reporter")[:SHOWN])
_past = Compiled(
    lambda: (
        ModerationEntry.objects.filter(reader=_READER, act__in=_TELLING_ACTS, undone_by=None)
        .exclude(comment=_COMMENT)
        .select_related("actor", "undone_by")[:SHOWN]
    )
)
_sanctions = Compiled(
    lambda: Sanction.objects.filter(reader=_READER).in_force(Parameter("now", models.DateTimeField()))
)


class Hold(NamedTuple):
    """By which rule a comment waits, and in which words its author was told."""

    rule: str
    words: str

    @property
    def name(self) -> str:
        return name_of(self.rule)


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a comment is at the desk. `sight` is how it stood when that was looked up (`seeing.py`)."""

    sight: str
    hold: Hold | None
    reasons: list[tuple[str, int]]

    @property
    def words(self) -> str:
        """In a few words."""
        parts = [f"{reason} ×{count}" if count > 1 else reason for reason, count in self.reasons]
        if self.hold:
            parts.append(self.hold.words or self.hold.name)
        return " · ".join(parts)

    @property
    def suggestion(self) -> str:
        """The reason that hiding it would have, as far as it shows."""
        if self.reasons:
            return self.reasons[0][0]
        # What is only read first, as newcomers are, is not wrong for that.
        rule = BY_CODE.get(self.hold.rule) if self.hold else None
        return str(rule.name) if rule and rule.is_about_content else ""


class Reported(NamedTuple):
    """A report, how often its reader was right, and with how many others it counts once."""

    report: Report
    record: Record
    others: int


class Reports(NamedTuple):
    """The reports of a comment, and what those that wait weigh together (weighing.py)."""

    rows: list[Reported]
    weight: float


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of a reader: their last `LATELY` comments by state, what was decided on them, what holds now."""

    states: dict[str, int]
    entries: list[ModerationEntry]
    sanctions: list[Sanction]

    @property
    def total(self) -> int:
        return sum(self.states.values())

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many are in each state, named, the common first."""
        return [(str(label), self.states.get(state, 0)) for state, label in Comment.State.choices]

    @property
    def is_long(self) -> bool:
        return self.total >= LATELY


def causes(comments: Collection[Comment]) -> dict[int, Cause]:
    """Of each of these, by its id; in one query."""
    labels = {reason: str(capfirst(label)) for reason, label in Report.Reason.choices}
    standing = {one.pk: one for one in comments}
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(_CAUSES, {"comments": list(standing), "decisions": list(ModerationEntry.DECISIONS)})
        for pk, newest, rule, reason, reasons, counts in cursor.fetchall():
            comment = standing[pk]
            is_held = comment.state == Comment.State.HELD and rule is not None
            told = [(labels[name], count) for name, count in zip(reasons, counts, strict=True)]
            found[pk] = Cause(sight(comment, newest), Hold(rule, reason) if is_held else None, told)
    return found


def log_of(comment: Comment) -> list[ModerationEntry]:
    """What was done to it, the newest first."""
    return _entries(comment=comment.pk)


def reports_of(comment: Comment) -> Reports:
    """Decided on or not, the newest first; in four queries, without any in one."""
    found = _reports(comment=comment.pk)
    if not found:
        return Reports([], 0)
    records, weighed = records_of({one.reporter_id for one in found}), weigh(comment.pk)
    together = {reporter: len(group) - 1 for group in weighed.groups for reporter in group}
    rows = [
        Reported(one, records[one.reporter_id], together.get(one.reporter_id, 0) if one.is_open else 0)
        for one in found
    ]
    return Reports(rows, weighed.total)


def past(reader: User, *, but: Comment) -> Past:
    """What is known of `reader` beside this comment; in three queries."""
    with connection.cursor() as cursor:
        cursor.execute(_STATES, [reader.pk])
        states = dict(cursor.fetchall())
    entries = _past(reader=reader.pk, comment=but.pk)
    return Past(states, entries, _sanctions(reader=reader.pk, now=timezone.now()))
