"""Beside each worker, every few seconds: it is said that the worker lives, what failed is put up again, and what is due is
enqueued."""

from __future__ import annotations

import logging
import threading

from django.db import Error, connection

from newsportal.periodic import enqueue_due
from newsportal.task_recovery import hold, recover

# Between two looks, in seconds.
INTERVAL = 10

logger = logging.getLogger(__name__)


def tick() -> None:
    """Looks once."""
    recover()
    enqueue_due()


class Ticker(threading.Thread):
    """Looks again and again for as long as the worker's process lives."""

    def __init__(self, worker_id: str) -> None:
        super().__init__(name="ticker", daemon=True)
        self._worker_id = worker_id

    def run(self) -> None:
        while True:
            try:
                hold(self._worker_id)
                tick()
            except Error as error:
                # The worker itself ends where the database is away, and is started again; here there is time.
                logger.warning("Tasks can't be looked at: %s", error)
            finally:
                connection.close()
            threading.Event().wait(INTERVAL)
