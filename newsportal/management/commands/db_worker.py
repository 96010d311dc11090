"""`manage.py db_worker`: django-tasks-db's worker, which here also tries again what failed and keeps to the clock."""

from typing import Any

from django.core.management.base import CommandError
from django.db import OperationalError
from django_tasks_db.management.commands.db_worker import Command as DbWorker

from newsportal.ticker import Ticker, tick


class Command(DbWorker):
    def handle(self, *, batch: bool, worker_id: str, **options: Any) -> None:  # type: ignore[override]
        if batch:
            tick()
        else:
            Ticker(worker_id).start()
        try:
            super().handle(batch=batch, worker_id=worker_id, **options)
        except OperationalError as error:
            # It is started again, by `make run` or by systemd; what it was at is put up again.
            raise CommandError(f"The worker ends, for the database is away: {error}") from error

    def configure_logging(self, verbosity: int) -> None:
        """LOG_LEVEL decides what is said, as everywhere: a line for each task would drown what matters."""
