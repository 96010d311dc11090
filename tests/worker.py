"""The worker: within a test, whose connection its command would close; as its command; and as a process of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from urllib.parse import urlencode

import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from tests.newsportal.machine import PROJECT


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


def run(later: timedelta = timedelta()) -> None:
    """Has a worker here do what is due after `later`, what failed and what a killed one held, too."""
    with time_machine.travel(timezone.now() + later, tick=True):
        call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)


@contextmanager
def worker_process(**environment: str) -> Iterator[None]:
    """A worker in a process of its own, which is killed at the end as the kernel would."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "db_worker", "--no-startup-delay"],
        cwd=PROJECT,
        env=os.environ | {"DATABASE_URL": database_url()} | environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def mail_worker(port: int) -> AbstractContextManager[None]:
    """As `worker_process`, sending mail to a server on `port` of this machine."""
    return worker_process(MAIL_URL=f"smtp://127.0.0.1:{port}")


def database_url() -> str:
    """Where another process finds the database of the tests."""
    settings = connection.settings_dict
    return f"postgres://{settings['USER']}@/{settings['NAME']}?{urlencode({'host': settings['HOST']})}"
