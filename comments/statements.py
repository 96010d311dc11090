"""Telling readers of decisions on them: makes the statements of reasons, and the notifications that lead to them.

Called where decisions are told (telling.py), when they can't be undone any more; and for what a rule refuses at once, which its
author was told on the spot.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils import timezone

from comments import mailing, reasons
from comments.models.appeal import Appeal
from comments.models.moderation_entry import ModerationEntry
from comments.models.notification import Notification
from comments.models.reason import Reason
from comments.models.report import Report
from comments.models.statement import APPEAL_FOR, Statement

if TYPE_CHECKING:
    from accounts.models import User

_ACT = ModerationEntry.Act
SANCTIONS = (_ACT.WARN, _ACT.SUSPEND, _ACT.BAN)
# Acts against a reader or what they wrote; those that take one back.
STATED = (_ACT.HIDE, *SANCTIONS)
# What a notification of a decision that was told before says of it: besides these the outcome of an appeal.
RESTORED, LIFTED = "restored", "lifted"


def tell(entries: Collection[ModerationEntry]) -> None:
    """Tell those whom these decisions concern; each once, however often it is called."""
    _state([entry for entry in entries if entry.act in STATED and entry.reader_id])
    _tell_outcomes([entry for entry in entries if "appeal" in entry.after])
    # With the outcome of an appeal, it is said already.
    appealed = {entry.batch for entry in entries if "appeal" in entry.after}
    alone = [entry for entry in entries if entry.batch is None or entry.batch not in appealed]
    _tell_restored([entry for entry in alone if entry.act == _ACT.RESTORE])
    _tell_lifted([entry for entry in alone if entry.act == _ACT.LIFT])


def state_refused(entry: ModerationEntry, text: str, *, to: User) -> None:
    """Keep what a rule refused and why. Its author reads the words at this moment, so that nothing waits to be read."""
    now = timezone.now()
    statement = Statement.objects.create(
        entry=entry, reader=to, act=entry.act, words=entry.reason, text=text, told_at=now
    )
    _notify([(statement, "")], read_at=now)


def forget_refused(at: datetime) -> int:
    """Forget the words that were refused and that nobody can appeal for any more; returns of how many. They were never
    posted, so that there is no other reason to keep them."""
    old = Statement.objects.filter(told_at__lt=at - APPEAL_FOR).exclude(text="")
    return old.exclude(appeal__outcome=Appeal.Outcome.OPEN).update(text="")


def _state(entries: list[ModerationEntry]) -> None:
    """A statement for each of these that has none, one for all of one act on one reader."""
    if not entries:
        return
    now, listed = timezone.now(), list(Reason.objects.all())
    counts = _counts(entries)
    made: dict[Any, Statement] = {}
    for entry in entries:
        told = reasons.told(entry.reason, listed)
        act = (entry.batch or entry.pk, entry.reader_id, entry.act)
        made.setdefault(
            act,
            Statement(
                entry=entry,
                reader_id=entry.reader_id or 0,
                act=entry.act,
                batch=entry.batch,
                sanction_id=entry.after.get("sanction"),
                count=counts.get(act, 1),
                words=told.words,
                words_ja=told.words_ja,
                told_at=now,
            ),
        )
    # Many of one act may be told in several goes, by several workers: the first makes the statement.
    Statement.objects.bulk_create(made.values(), ignore_conflicts=True)
    new = Statement.objects.filter(entry__in=[one.entry_id for one in made.values()])
    _notify([(statement, "") for statement in new])


def _counts(entries: list[ModerationEntry]) -> dict[Any, int]:
    batches = {entry.batch for entry in entries if entry.batch}
    if not batches:
        return {}
    found = ModerationEntry.objects.filter(batch__in=batches, act__in=STATED).order_by()
    rows = found.values_list("batch", "reader", "act").annotate(n=Count("pk"))
    return {(batch, reader, act): n for batch, reader, act, n in rows}


def _tell_restored(entries: list[ModerationEntry]) -> None:
    """That what they were told was hidden is public again."""
    before = ModerationEntry.objects.filter(act=_ACT.HIDE).newest_on([e.comment_id or 0 for e in entries])
    hidden = before.values()
    stated = Statement.objects.filter(
        Q(entry__in=hidden) | Q(batch__in={entry.batch for entry in hidden if entry.batch}),
        act=_ACT.HIDE,
        reader__in={entry.reader_id for entry in hidden},
    )
    _notify([(statement, RESTORED) for statement in stated])


def _tell_lifted(entries: list[ModerationEntry]) -> None:
    stated = Statement.objects.filter(sanction__in=[entry.before["sanction"] for entry in entries])
    _notify([(statement, LIFTED) for statement in stated])


def _tell_outcomes(entries: list[ModerationEntry]) -> None:
    """The outcome of appeals: to who appealed, and where the decision stands to those whose report led to it. Where it is
    taken back these are told of that by the restored comment (reporting.py)."""
    appeals = Appeal.objects.filter(pk__in=[entry.after["appeal"] for entry in entries])
    decided = [one for one in appeals.select_related("statement__entry__comment") if one.outcome != one.told]
    for one in decided:
        one.told = one.outcome
    Appeal.objects.bulk_update(decided, ["told"])
    _notify([(one.statement, one.outcome) for one in decided])
    upheld = [one.statement.entry.comment_id for one in decided if one.outcome == Appeal.Outcome.UPHELD]
    _tell_reporters([comment for comment in upheld if comment])


def _tell_reporters(comments: list[int]) -> None:
    reports = list(Report.objects.on(comments).filter(told=Report.Outcome.UPHELD).select_related("comment"))
    if not reports:
        return
    Notification.objects.bulk_create(
        [
            Notification(
                recipient_id=report.reporter_id,
                kind=Notification.Kind.REPORT,
                comment=report.comment,
                discussion_id=report.comment.discussion_id,
                words=Notification.APPEALED,
                created_at=timezone.now(),
            )
            for report in reports
        ]
    )
    mailing.schedule([report.reporter_id for report in reports])


def _notify(told: Iterable[tuple[Statement, str]], **fields: Any) -> None:
    """Notify the reader of each statement of what the word beside it says, unless they were."""
    told = list(told)
    if not told:
        return
    discussions = dict(
        Statement.objects.filter(pk__in=[statement.pk for statement, _word in told]).values_list(
            "pk", "entry__comment__discussion"
        )
    )
    now = timezone.now()
    Notification.objects.bulk_create(
        [
            Notification(
                recipient_id=statement.reader_id,
                kind=Notification.Kind.DECISION,
                statement=statement,
                discussion_id=discussions[statement.pk],
                words=word,
                created_at=now,
                **fields,
            )
            for statement, word in told
        ],
        ignore_conflicts=True,
    )
    if "read_at" not in fields:
        mailing.schedule([statement.reader_id for statement, _word in told])
