"""`manage.py db_worker`: django-tasks-db's worker, which here also tries again what failed."""

from typing import Any

from django_tasks_db.management.commands.db_worker import Command as DbWorker

from newsportal.task_recovery import Recovery, recover


class Command(DbWorker):
    def handle(self, *, batch: bool, **options: Any) -> None:  # type: ignore[override]
        if batch:
            recover()
        else:
            Recovery().start()
        super().handle(batch=batch, **options)
