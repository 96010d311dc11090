"""Reporting a comment to the moderators, and telling those who did what became of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from comments import mailing
from comments.limits import barred
from comments.models.comment import Comment
from comments.models.notification import Notification
from comments.models.report import Report
from comments.models.sanction import Sanction
from comments.refusal import Refusal

if TYPE_CHECKING:
    from accounts.models import User


def report(comment: Comment, *, by: User, reason: str, words: str = "") -> None:
    """See Comment.report. The comment's row is locked, so that none comes in behind a decision, and the text that is kept
    is the one that stands."""
    if reason not in Report.Reason.values:
        raise Refusal(_("Choose what is wrong with the comment."), code="reason")
    if len(words) > 500 or "\x00" in words:
        raise Refusal(_("Tell it in at most 500 characters."), code="words")
    if comment.author_id == by.pk:
        raise Refusal(_("You can't report your own comment."), code="own")
    if Sanction.objects.filter(reader=by).barring(timezone.now()).exists():
        raise barred(by)
    with transaction.atomic():
        locked = Comment.objects.select_for_update(no_key=True).only("state", "text").get(pk=comment.pk)
        if locked.state not in (Comment.State.PUBLIC, Comment.State.HELD):
            raise Refusal(_("This comment is no longer there to report."), code="gone")
        Report.objects.bulk_create(
            [Report(comment=comment, reporter=by, reason=reason, words=words.strip(), text=locked.text)],
            ignore_conflicts=True,
        )


def settle(
    comments: Collection[int], outcome: Report.Outcome, *, of: Collection[str] = (Report.Outcome.OPEN,)
) -> None:
    """Give the reports of these comments whose outcome is one `of` those the new one, and tell who made them. Called in
    the transaction that locked the comments, so that no report comes in meanwhile."""
    now = timezone.now()
    reports = list(
        Report.objects.on(comments).filter(outcome__in=of).select_related("comment").order_by("pk")
    )
    if not reports:
        return
    Report.objects.filter(pk__in=[report.pk for report in reports]).update(outcome=outcome, decided_at=now)
    told = [
        Notification(
            recipient_id=report.reporter_id,
            kind=Notification.Kind.REPORT,
            comment=report.comment,
            discussion_id=report.comment.discussion_id,
            words=str(capfirst(outcome.label)),
            created_at=now,
        )
        for report in reports
    ]
    # Who hasn't read an earlier decision yet need not learn that there was one.
    earlier = Notification.objects.unread().filter(kind=Notification.Kind.REPORT, comment__in=comments)
    earlier.filter(recipient__in=[one.recipient_id for one in told]).delete()
    Notification.objects.bulk_create(told)
    mailing.schedule([one.recipient_id for one in told])
