"""What django-tasks-db leaves to its users: what failed is tried again, what a killed worker held is taken up by another,
and what is done is forgotten. Tasks are repeatable for that.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

# After the first failure, and twice as long after each further one, up to the longest.
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=30), timedelta(hours=1)
# Given up after this long, as mail servers do (RFC 5321, 4.5.4.1: four to five days) and links in mails expire.
PATIENCE = timedelta(days=3)
# Each worker says of its task, every few seconds (newsportal.ticker), that it is at it; who has said nothing for so long was
# killed. Four times what it takes, for machines that are slow.
SILENT = timedelta(seconds=40)
# Results of finished tasks are no use any more, and the mails among them hold links that open accounts.
KEPT = timedelta(days=1)

logger = logging.getLogger(__name__)


def recover() -> None:
    """Looks once. Any number of workers may look at the same time."""
    now = timezone.now()
    with transaction.atomic():
        hopeful = DBTaskResult.objects.select_for_update(skip_locked=True).filter(
            enqueued_at__gt=now - PATIENCE
        )
        for task in hopeful.failed():
            _again(task, after=_delay(task))
        for task in hopeful.running().filter(started_at__lt=now - SILENT):
            logger.warning("%s was left by a worker that was killed", task.task_path)
            _again(task, after=_delay(task))
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEPT).delete()


def hold(worker_id: str) -> None:
    """The worker lives and is at its task still: that stands in the task, as if it had begun now."""
    # The last that took it: the others have failed at it.
    DBTaskResult.objects.running().filter(**{"worker_ids__-1": worker_id}).update(started_at=timezone.now())


def _delay(task: DBTaskResult) -> timedelta:
    tries = len(task.worker_ids)
    return min(FIRST_DELAY * 2 ** min(tries - 1, 20), LONGEST_DELAY)


def _again(task: DBTaskResult, *, after: timedelta) -> None:
    """Has the task run again, `after` its last start."""
    task.status = TaskResultStatus.READY
    task.run_after = (task.started_at or task.enqueued_at) + after
    task.save(update_fields=["status", "run_after"])
