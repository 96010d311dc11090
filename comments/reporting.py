"""Reporting a comment to the moderators, and telling those who did what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import mailing
from comments.limits import barred
from comments.models.comment import Comment
from comments.models.notification import Notification
from comments.models.report import Report
from comments.models.sanction import Sanction
from comments.refusal import Refusal
from comments.weighing import count_anew, hold_if_due, records_of

if TYPE_CHECKING:
    from accounts.models import User


# Characters of all that a reader tells of one comment.
MOST = 500

# Written out, for every decision asks it.
_SETTLE = """
    WITH was AS (SELECT id, outcome, decided_at FROM comments_report
                  WHERE comment_id = ANY(%(comments)s::bigint[]) AND outcome = ANY(%(of)s))
    UPDATE comments_report r SET outcome = %(to)s, decided_at = %(now)s FROM was WHERE r.id = was.id
    RETURNING r.comment_id, r.id, was.outcome, was.decided_at
"""
_PUT_BACK = """
    UPDATE comments_report r SET outcome = b.outcome, decided_at = b.decided_at
      FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[]) AS b (id, outcome, decided_at) WHERE r.id = b.id
"""


def report(comment: Comment, *, by: User, reason: str, words: str = "", network: str = "") -> bool:
    """See Comment.report. The comment's row is locked, so that none comes in behind a decision, and the text that is kept
    is the one that stands."""
    if reason not in Report.Reason.values:
        raise Refusal(_("Choose what is wrong with the comment."), code="reason")
    words = words.strip()
    if len(words) > MOST or "\x00" in words:
        raise Refusal(_("Tell it in at most 500 characters."), code="words")
    if comment.author_id == by.pk:
        raise Refusal(_("You can't report your own comment."), code="own")
    if Sanction.objects.filter(reader=by).barring(timezone.now()).exists():
        raise barred(by)
    with transaction.atomic():
        locked = Comment.objects.select_for_update(no_key=True).only("state", "text").get(pk=comment.pk)
        if locked.state not in (Comment.State.PUBLIC, Comment.State.HELD):
            raise Refusal(_("This comment is no longer there to report."), code="gone")
        earlier = Report.objects.filter(comment=comment, reporter=by).first()
        if earlier is not None:
            _add(earlier, reason, words, by=by)
            return False
        Report.objects.create(
            comment=comment,
            reporter=by,
            reason=reason,
            words=words,
            text=locked.text,
            weight=records_of([by.pk])[by.pk].weight,
            network=network,
        )
        count_anew(comment.pk)
    hold_if_due(comment.pk)
    return True


def _add(earlier: Report, reason: str, words: str, *, by: User) -> None:
    """Puts what is reported again into the report that waits; the same once more changes nothing."""
    if not earlier.is_open:
        raise Refusal(earlier.again(by), code="decided")
    if words and words not in earlier.words:
        words = "\n\n".join(filter(None, (earlier.words, words)))
    else:
        words = earlier.words
    if len(words) > MOST:
        raise Refusal(
            _(
                "With what you wrote before, that is more than 500 characters. There is room for %(left)d more."
            )
            % {"left": max(0, MOST - len(earlier.words) - 2)},
            code="words",
        )
    Report.objects.filter(pk=earlier.pk).update(reason=reason, words=words)


def settle(
    comments: Collection[int],
    outcome: Report.Outcome,
    *,
    of: Collection[Report.Outcome] = (Report.Outcome.OPEN,),
) -> dict[int, list[Any]]:
    """Give the reports of these comments whose outcome is one `of` those the new one. Called in the transaction that
    locked the comments, so that no report comes in meanwhile. Returns how they were, for `put_back`, by the comment's id."""
    values: dict[str, Any] = {
        "comments": list(comments),
        "of": [one.value for one in of],
        "to": outcome.value,
        "now": timezone.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, values)
        reports = cursor.fetchall()
    before: dict[int, list[Any]] = defaultdict(list)
    for comment, pk, was, decided_at in sorted(reports):
        before[comment].append([pk, was, decided_at and decided_at.isoformat()])
    return dict(before)


def put_back(reports: Iterable[Any]) -> None:
    """Undo `settle`: each of `reports` is as it was."""
    before = list(map(list, zip(*reports, strict=True)))
    if before:
        with connection.cursor() as cursor:
            cursor.execute(_PUT_BACK, before)


def author_deleted(comments: Collection[int]) -> None:
    """What was reported of these comments is gone, and who reported it is told so: also where a decision on it waited to
    be told, for it is no longer true that the comment stays."""
    waiting = Report.objects.on(comments).filter(Q(outcome=Report.Outcome.OPEN) | ~Q(told=F("outcome")))
    waiting.update(outcome=Report.Outcome.GONE, decided_at=timezone.now())
    tell_outcomes(comments)


def tell_outcomes(comments: Collection[int]) -> None:
    """Tell who reported these comments what became of it, unless they know already. Called in a transaction that locked
    the comments."""
    now = timezone.now()
    reports = list(Report.objects.on(comments).untold().select_related("comment").order_by("pk"))
    if not reports:
        return
    Report.objects.filter(pk__in=[report.pk for report in reports]).update(told=F("outcome"))
    told = [
        Notification(
            recipient_id=report.reporter_id,
            kind=Notification.Kind.REPORT,
            comment=report.comment,
            discussion_id=report.comment.discussion_id,
            words=report.outcome,
            created_at=now,
        )
        for report in reports
        if report.outcome != Report.Outcome.OPEN
    ]
    # Who hasn't read an earlier decision yet need not learn that there was one.
    earlier = Notification.objects.unread().filter(kind=Notification.Kind.REPORT, comment__in=comments)
    earlier.filter(recipient__in=[one.recipient_id for one in told]).delete()
    Notification.objects.bulk_create(told)
    mailing.schedule([one.recipient_id for one in told])
