"""Work that comes again and again. An app names it in one line of its AppConfig, and so needs nothing from here:

    periodic = {"comments.tasks.forget_paces": timedelta(hours=1)}

The task looks for what is due and does it, be it nothing: it may come late, as after a night without a worker, and after
a failure it is tried again like any other (`newsportal.task_recovery`).
"""

from __future__ import annotations

from datetime import timedelta

from django.apps import apps
from django.db import transaction
from django.tasks import TaskResultStatus
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from newsportal.models import PeriodicTask
from newsportal.task_recovery import PATIENCE


def registered() -> dict[str, timedelta]:
    """What the apps have named: {path of the task: time between two runs}."""
    return {
        path: every for app in apps.get_app_configs() for path, every in getattr(app, "periodic", {}).items()
    }


def enqueue_due() -> None:
    """Has the workers do what is due. Any number of workers may ask at the same time: one enqueues."""
    now, tasks = timezone.now(), registered()
    PeriodicTask.objects.bulk_create(
        [PeriodicTask(path=path, next_at=now) for path in tasks], ignore_conflicts=True
    )
    for path, every in tasks.items():
        # The next time and the task come to stand together or not at all; who comes second waits here for the row, and
        # finds that nothing is due any more.
        with transaction.atomic():
            is_due = PeriodicTask.objects.filter(path=path, next_at__lte=now).update(next_at=now + every)
            if is_due and not _is_under_way(path):
                import_string(path).enqueue()


def _is_under_way(path: str) -> bool:
    """Whether the last run still waits, runs, or is tried again: a second beside it would do the same work."""
    hopeful = DBTaskResult.objects.filter(task_path=path, enqueued_at__gt=timezone.now() - PATIENCE)
    return hopeful.exclude(status=TaskResultStatus.SUCCESSFUL).exists()
