"""Sending the mails about notifications that are due, so that a worker may be killed at any moment and nobody gets two."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import mail
from comments import letters, mailing
from comments.letters import Letter
from comments.models import Notification, Postbox

# One run of the task, in seconds: a worker that is told to stop has 20.
RUN_SECONDS = 10
# A letter is written and sent in less; if not, its worker was killed, and the next finds the postbox free.
LEASE = timedelta(seconds=30)
# Until a server that didn't take a mail is asked again.
RETRY = timedelta(minutes=5)
# Until a letter that can't even be written is tried again: it is a bug of ours, and must not hold up the others.
LONG = timedelta(days=1)

logger = logging.getLogger(__name__)


def send_due() -> None:
    """Send what is due, one mail after the other, for a while; the rest with the next run. Any number of workers may do so
    at the same time."""
    from comments import tasks

    end = time.monotonic() + RUN_SECONDS
    while (postbox := _take()) is not None:
        try:
            letter = letters.write(postbox.reader)
            if letter is None:
                _give_back(postbox)
            elif not _send(letter, postbox):
                return
        except Exception:
            _give_back(postbox, due_at=timezone.now() + LONG)
            raise
        if time.monotonic() > end:
            tasks.send_mails.enqueue()
            return


def _take() -> Postbox | None:
    """A postbox that is due, for this worker alone."""
    with transaction.atomic():
        due = Postbox.objects.due().select_for_update(skip_locked=True, of=["self"])
        postbox = due.select_related("reader").first()
        if postbox is not None:
            postbox.due_at, postbox.taken_until = None, timezone.now() + LEASE
            postbox.save(update_fields=["due_at", "taken_until"])
        return postbox


def _give_back(postbox: Postbox, **changes: Any) -> bool:
    """False where it was lost to another worker meanwhile."""
    held = Postbox.objects.filter(pk=postbox.pk, taken_until=postbox.taken_until)
    return bool(held.update(taken_until=None, **changes))


def _send(letter: Letter, postbox: Postbox) -> bool:
    """False where the server is away. The mail is noted as sent when the server is there to take it and before it gets
    it: one whose worker is killed in between may be lost, for on the site the notification stays; but nobody gets two."""
    message = letter.message()
    try:
        with mail.outbox() as server:
            if not _note_sent(letter, postbox):
                return True
            try:
                mail.hand_over(message, server)
            except OSError as error:
                logger.warning("A mail about notifications has to wait: %s", error)
                _note_unsent(letter, postbox)
    except OSError as error:
        logger.warning("Mails about notifications have to wait: %s", error)
        _give_back(postbox, due_at=timezone.now() + RETRY)
        return False
    return True


def _note_sent(letter: Letter, postbox: Postbox) -> bool:
    """False where the postbox was lost to another worker meanwhile."""
    now, unread = timezone.now(), Notification.objects.of(letter.reader).unread()
    with transaction.atomic():
        unheeded = postbox.unheeded + 1 if unread.filter(mailed_at__isnull=False).exists() else 0
        if not _give_back(postbox, mailed_at=now, unheeded=unheeded):
            return False
        Notification.objects.filter(pk__in=letter.told).update(mailed_at=now)
        # What came while the letter was written goes with the next, and that has to wait.
        mailing.begin_anew(letter.reader)
    return True


def _note_unsent(letter: Letter, postbox: Postbox) -> None:
    with transaction.atomic():
        Postbox.objects.filter(pk=postbox.pk).update(
            due_at=timezone.now() + RETRY, mailed_at=postbox.mailed_at, unheeded=postbox.unheeded
        )
        Notification.objects.filter(pk__in=letter.told).update(mailed_at=None)
