"""Work that comes again and again: by the clock, once however many workers look, and given up by none."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.tasks import Task, TaskResultStatus
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from newsportal.models import PeriodicTask
from newsportal.periodic import enqueue_due, registered
from newsportal.task_recovery import PATIENCE
from newsportal.ticker import INTERVAL
from tests.newsportal.machine import free_port, until
from tests.worker import mail_worker

pytestmark = pytest.mark.django_db(transaction=True)

PATH = "newsportal.tasks.clear_sessions"
DAY = timedelta(days=1)


def enqueue_later(by: timedelta) -> None:
    with time_machine.travel(timezone.now() + by, tick=True):
        enqueue_due()


def runs() -> int:
    return DBTaskResult.objects.filter(task_path=PATH).count()


def end(status: TaskResultStatus) -> None:
    """As a worker leaves what it has run."""
    DBTaskResult.objects.filter(task_path=PATH).update(status=status, finished_at=timezone.now())


def test_what_the_apps_name_are_tasks() -> None:
    assert PATH in registered()
    assert all(isinstance(import_string(path), Task) for path in registered())


def test_what_was_never_run_is_due_and_then_not_before_its_time_has_passed() -> None:
    enqueue_due()
    end(TaskResultStatus.SUCCESSFUL)
    enqueue_later(DAY - timedelta(minutes=1))
    assert runs() == 1
    enqueue_later(DAY + timedelta(minutes=1))
    assert runs() == 2


def test_after_a_week_without_a_worker_it_is_run_once() -> None:
    enqueue_due()
    end(TaskResultStatus.SUCCESSFUL)
    enqueue_later(7 * DAY)
    enqueue_later(7 * DAY + timedelta(seconds=10))
    assert runs() == 2


def test_eight_workers_that_look_at_the_same_moment_enqueue_once() -> None:
    barrier = Barrier(8)

    def look(_: int) -> None:
        try:
            barrier.wait()
            enqueue_due()
        finally:
            connection.close()

    for _ in range(5):
        PeriodicTask.objects.update(next_at=timezone.now())
        DBTaskResult.objects.all().delete()
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(look, range(8)))
        assert runs() == 1


def test_two_workers_make_no_duplicates() -> None:
    with mail_worker(free_port()), mail_worker(free_port()):
        finished = DBTaskResult.objects.filter(task_path=PATH).finished()
        assert until(finished.exists)
        # Due once more, for whichever of them looks first; the other looks, too, before the end.
        PeriodicTask.objects.filter(path=PATH).update(next_at=timezone.now())
        assert until(lambda: finished.count() == 2)
        time.sleep(INTERVAL)
    assert runs() == 2


@pytest.mark.parametrize(
    "status", [TaskResultStatus.READY, TaskResultStatus.RUNNING, TaskResultStatus.FAILED]
)
def test_beside_a_run_that_waits_runs_or_is_tried_again_no_second_is_enqueued(
    status: TaskResultStatus,
) -> None:
    enqueue_due()
    end(status)
    enqueue_later(DAY + timedelta(minutes=1))
    assert runs() == 1


def test_a_run_that_was_given_up_does_not_stand_in_the_way() -> None:
    enqueue_due()
    end(TaskResultStatus.FAILED)
    enqueue_later(PATIENCE + DAY)
    assert runs() == 2


def test_a_worker_forgets_the_sessions_that_have_expired() -> None:
    for age in (1, -1):
        session = SessionStore()
        session.save()
        Session.objects.filter(pk=session.session_key).update(
            expire_date=timezone.now() + timedelta(days=age)
        )
    call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)
    assert Session.objects.count() == 1
