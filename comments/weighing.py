"""What reports weigh: the more, the more often their reporter was right; and those of accounts that act together as one.

Where they weigh enough, the comment is held until a moderator has seen it. Nobody is accused: who is counted with others is
heard like everybody else, only not several times.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.languages import writing_to
from comments import rulebook
from comments.models.claim import Claim
from comments.models.comment import Comment
from comments.rules import Held, reports
from comments.ruling import note_held

# So many decided reports of a reader say how often they are right: enough to judge by, and to be forgiven.
LATEST = 50
# Accounts act together that reported the same so often, each time within an hour, where a moderator has not found them right:
# good readers meet where something is wrong.
MEETINGS, MEETS_WITHIN = 3, timedelta(hours=1)
# How many of their last reports are looked at for that.
LOOKED_AT = 100
# Or that were made within an hour of each other, and less than a week ago: so is a bag of accounts for one purpose.
MADE_WITHIN, IS_FRESH = timedelta(hours=1), timedelta(days=7)
# More than so many reporters are a crowd; comparing each with each would take long.
CROWD = 200

_RECORDS = """
    SELECT r.id, count(*) FILTER (WHERE outcome = 'upheld'), count(outcome)
      FROM unnest(%(reporters)s::bigint[]) AS r (id)
      LEFT JOIN LATERAL (
            SELECT outcome FROM comments_report
             WHERE reporter_id = r.id AND outcome IN ('upheld', 'rejected') ORDER BY id DESC LIMIT %(latest)s
           ) decided ON true
     GROUP BY r.id
"""
_OPEN = """
    SELECT r.id, r.reporter_id, r.weight, r.network, u.date_joined
      FROM comments_report r JOIN accounts_user u ON u.id = r.reporter_id
     WHERE r.comment_id = %(comment)s AND r.outcome = 'open' ORDER BY r.id DESC LIMIT %(crowd)s
"""
_MET = """
    WITH reported AS MATERIALIZED (
        SELECT r.* FROM unnest(%(reporters)s::bigint[]) AS reporter (id)
         CROSS JOIN LATERAL (
            SELECT reporter_id, comment_id, created_at FROM comments_report
             WHERE reporter_id = reporter.id AND outcome <> 'upheld' ORDER BY id DESC LIMIT %(looked_at)s
         ) r
         WHERE r.comment_id <> %(comment)s
    )
    SELECT one.reporter_id, other.reporter_id
      FROM reported one JOIN reported other USING (comment_id)
     WHERE one.reporter_id < other.reporter_id
       AND one.created_at BETWEEN other.created_at - %(within)s AND other.created_at + %(within)s
     GROUP BY 1, 2 HAVING count(*) >= %(meetings)s
"""

_COUNT = """
    UPDATE comments_report r SET counted = n.counted
      FROM unnest(%(reports)s::bigint[], %(counted)s::int[]) AS n (id, counted)
     WHERE r.id = n.id AND r.counted <> n.counted
"""


class Record(NamedTuple):
    """How many of a reader's last decided reports were upheld."""

    right: int
    decided: int

    @property
    def weight(self) -> float:
        """The chance that the next one is right by the rule of succession (Laplace, 1774), doubled, so that a report by
        somebody of whom nothing is known weighs 1."""
        return 2 * (self.right + 1) / (self.decided + 2)


class Weighed(NamedTuple):
    """An open report as it is weighed."""

    report: int
    reporter: int
    weight: float
    network: str
    joined: datetime


@dataclass(frozen=True, slots=True)
class Weighing:
    """What the open reports of a comment weigh together. `groups` are the reporters that count once, each group by itself;
    `counted` the hundredths that each report adds, by its id."""

    total: float
    groups: list[frozenset[int]]
    counted: dict[int, int]


def records_of(reporters: Iterable[int]) -> dict[int, Record]:
    """How often each of these readers was right, in one query."""
    rows = _rows(_RECORDS, reporters=list(reporters), latest=LATEST)
    return {pk: Record(right, decided) for pk, right, decided in rows}


def weigh(comment: int) -> Weighing:
    """What the open reports of the comment with this id weigh, in two queries."""
    found = [Weighed(*row) for row in _rows(_OPEN, comment=comment, crowd=CROWD)]
    groups = _groups(found, _together(comment, found))
    by_reporter, counted, total = {one.reporter: one for one in found}, {one.report: 0 for one in found}, 0.0
    for group in groups:
        # The heaviest of a group speaks for all of it; of equals the first that came.
        heaviest = max((by_reporter[pk] for pk in group), key=lambda one: (one.weight, -one.report))
        counted[heaviest.report] = round(100 * heaviest.weight)
        total += heaviest.weight
    return Weighing(round(total, 2), [group for group in groups if len(group) > 1], counted)


def count_anew(comment: int) -> None:
    """Note at each open report of the comment with this id what it adds, by which the desk sorts. Called where one came or went,
    in the transaction that did that."""
    counted = weigh(comment).counted
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"reports": list(counted), "counted": list(counted.values())})


def hold_if_due(comment: int) -> bool:
    """Hold the comment with this id where its reports weigh enough and no moderator has seen it, or is looking at it. Called
    when a report has been stored: what was decided under the lock meanwhile stands."""
    settings = rulebook.current().settings(reports.RULE)
    if not settings.is_on or _most(comment) < settings.weight:
        return False
    with transaction.atomic():
        # Discussions are locked before comments, as in deciding.
        if not Comment.objects.filter(pk=comment).lock(Comment.State.PUBLIC):
            return False
        found = Comment.objects.select_related("author").get(pk=comment)
        if not _may_be_held(found) or weigh(comment).total < settings.weight:
            return False
        Comment.objects.filter(pk=comment).update(state=Comment.State.HELD)
        found.state = Comment.State.HELD
        note_held(found, Held(reports.RULE, _told(found)), before=Comment.State.PUBLIC)
    return True


# ---------------------------------------------------------------------- the parts


def _most(comment: int) -> float:
    """What they would weigh if all acted alone: most comments are far from it, and then nothing else is asked."""
    ((total,),) = _rows(
        "SELECT coalesce(sum(weight), 0) FROM comments_report WHERE comment_id = %(comment)s AND outcome = 'open'",
        comment=comment,
    )
    return float(total)


def _may_be_held(comment: Comment) -> bool:
    """What a moderator let stand readers can't take away, unless its author has changed it since. And what the house says
    nobody silences by a number of accounts: whoever runs the site decides on that."""
    if comment.author is not None and comment.author.is_staff:
        return False
    if Claim.objects.live(timezone.now()).filter(comment=comment).exists():
        return False
    changed = comment.edited_at is not None and comment.looked_at is not None
    return comment.looked_at is None or (changed and comment.edited_at > comment.looked_at)  # type: ignore[operator]


def _told(comment: Comment) -> str:
    """To its author, in their language; how many reported it, and who, is nobody's business but the moderators'."""
    if comment.author is None:
        return _words()
    with writing_to(comment.author):
        return _words()


def _words() -> str:
    return _("Readers have reported it. A moderator looks at it before it appears again.")


def _together(comment: int, found: list[Weighed]) -> Iterable[tuple[int, int]]:
    """Pairs of reporters that act together."""
    yield from _rows(
        _MET,
        comment=comment,
        reporters=[one.reporter for one in found],
        looked_at=LOOKED_AT,
        within=MEETS_WITHIN,
        meetings=MEETINGS,
    )
    fresh = timezone.now() - IS_FRESH
    for place, one in enumerate(found):
        for other in found[:place]:
            is_one_network = one.network != "" and one.network == other.network
            are_fresh = one.joined > fresh and other.joined > fresh
            if is_one_network or (are_fresh and abs(one.joined - other.joined) < MADE_WITHIN):
                yield one.reporter, other.reporter


def _groups(found: list[Weighed], pairs: Iterable[tuple[int, int]]) -> list[frozenset[int]]:
    """The reporters, those together that are joined by pairs, be it over others."""
    group_of = {one.reporter: frozenset({one.reporter}) for one in found}
    for one, other in pairs:
        joined = group_of[one] | group_of[other]
        group_of.update(dict.fromkeys(joined, joined))
    return list(dict.fromkeys(group_of.values()))


def _rows(query: str, **values: Any) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()
