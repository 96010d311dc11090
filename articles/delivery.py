"""Sending the mails of alerts in batches, so that a worker may be killed at any moment and nobody gets two."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

from accounts import mail
from articles.letters import Writer
from articles.models import AlertDelivery

# One run of the task, in seconds: a worker that is told to stop has 20.
RUN_SECONDS = 10
# So many go over one connection; as many wait for their lease to end where a worker is killed.
BATCH = 25
# Until a server that didn't take a mail is asked again.
RETRY = timedelta(minutes=2)
# Until a mail that can't even be written is tried again: it is a bug of ours, and must not hold up the others.
LONG = timedelta(hours=6)

logger = logging.getLogger(__name__)


def send_due() -> None:
    """Send what is due for a while; the rest with the next run. Any number of workers may do so at the same time."""
    from articles import tasks

    end, writer = time.monotonic() + RUN_SECONDS, Writer()
    while batch := AlertDelivery.objects.take(BATCH):
        if not _send(batch, writer):
            return
        if time.monotonic() > end:
            tasks.send_alerts.enqueue()
            return


def _send(batch: list[AlertDelivery], writer: Writer) -> bool:
    """False where the server is away. What it hasn't taken then is given back."""
    try:
        with mail.outbox() as server:
            while batch:
                _send_one(batch.pop(0), writer, server)
    except OSError as error:
        logger.warning("Mails of alerts have to wait: %s", error)
        AlertDelivery.objects.give_back(batch, after=RETRY)
        return False
    except Exception:
        AlertDelivery.objects.give_back(batch, after=timedelta())
        raise
    return True


def _send_one(delivery: AlertDelivery, writer: Writer, server: Any) -> None:
    """Raises OSError where the server is of no use any more. The mail is noted as sent when the server is there to take it
    and before it gets it: one whose worker is killed in between may be lost, for it can be read on the site; but nobody
    gets two."""
    try:
        message = writer.write(delivery)
        if message is None or not delivery.note_sent():
            delivery.drop()
            return
    except Exception:
        AlertDelivery.objects.give_back([delivery], after=LONG)
        raise
    try:
        mail.hand_over(message, server)
    except OSError as error:
        delivery.note_unsent(after=RETRY)
        if not isinstance(error, SMTPRecipientsRefused):
            raise
        logger.warning("A mail of an alert has to wait: %s", error)
