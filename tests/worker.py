"""The worker within a test, whose connection its command would close: does what is due, and ends."""

from datetime import timedelta

import time_machine
from django.db import transaction
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult


def _take(worker: str) -> DBTaskResult | None:
    with transaction.atomic():
        task = DBTaskResult.objects.ready().get_locked()
        if task is not None:
            task.claim(worker)
        return task


def work(later: timedelta = timedelta()) -> None:
    """Runs all tasks that are due after `later`; each must succeed."""
    worker = Worker(
        queue_names=["default"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
    )
    with time_machine.travel(timezone.now() + later, tick=True):
        while task := _take(worker.worker_id):
            worker.run_task(task)
            task.refresh_from_db()
            assert task.status == TaskResultStatus.SUCCESSFUL, task.traceback
