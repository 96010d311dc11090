"""What the worker does for the discussions. Each can be run again."""

from __future__ import annotations

from django.tasks import task
from django.utils import timezone

from comments import delivery, drafts, inbox, months, notifying, statements, telling, wave_finding
from comments.bursts import hold_bursts
from comments.holding import count_stood
from comments.models import Origin, Pace, Report, Vote, Wave


@task
def watch_votes() -> None:
    """Have bursts wait and what has stood count; forget where votes came from."""
    now = timezone.now()
    hold_bursts(now)
    count_stood(now)
    Vote.objects.forget_networks(now)
    Report.objects.forget_networks(now)


@task
def watch_waves() -> None:
    """Have the desk offer what comes in waves; forget where comments came from, and waves of long ago."""
    now = timezone.now()
    wave_finding.watch(now)
    Origin.objects.old(now).delete()
    Wave.objects.old(now).delete()


@task
def forget_drafts() -> None:
    """Delete the drafts that nobody came back to."""
    drafts.forget_old()


@task
def forget_paces() -> None:
    """Forget who wrote how fast, and what, once it decides nothing any more."""
    Pace.objects.over(timezone.now()).delete()


@task
def spread(comment_id: int, is_new: bool) -> None:
    """Tell the discussion's followers of a comment, and see to the mails of all who were told."""
    notifying.spread(comment_id, is_new=is_new)


@task
def tell_approved(comments: list[int], is_new: bool = True) -> None:
    """Tell of comments, or of changes, that were held until a moderator let them in."""
    notifying.tell_approved(comments, is_new=is_new)


@task
def forget_notifications() -> None:
    """Delete what was told so long ago that nobody looks for it."""
    inbox.forget_old()


@task
def tell_decisions() -> None:
    """Tell what moderators decided, as far as they can't undo it any more."""
    telling.tell_due(timezone.now())


@task
def forget_refused() -> None:
    """Forget what was refused so long ago that nobody can appeal any more."""
    statements.forget_refused(timezone.now())


@task
def count_months() -> None:
    """Count what is published of the moderation."""
    months.count_due(timezone.now())


# Mails to readers who wait for a link to log in go first.
@task(priority=-10)
def send_mails() -> None:
    """Send the mails about notifications that are due."""
    delivery.send_due()
