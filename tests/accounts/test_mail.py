"""Mail over a real connection: a server that is away or says no loses nothing, and nobody gets the same mail twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import mail
from articles.tasks import make_sizes
from newsportal.task_recovery import KEPT, LONGEST_DELAY, PATIENCE, SILENT, hold, recover
from tests.newsportal.machine import free_port, until
from tests.smtp_server import SmtpServer, smtp_server
from tests.worker import mail_worker, run

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def port(settings: Any) -> int:
    """Where mail is sent to; nobody listens there yet."""
    number = free_port()
    options = {"host": "127.0.0.1", "port": number, "timeout": 5}
    backend = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
    return number


@pytest.fixture
def server(port: int) -> Iterator[SmtpServer]:
    with smtp_server(port) as running:
        yield running


def mails() -> Any:
    """The tasks of mails; a worker has others, too."""
    return DBTaskResult.objects.filter(task_path=mail.send.module_path)


def enqueue() -> Any:
    headers = {"Message-ID": "<one@example.com>"}
    return mail.send.enqueue("Hello", "Body", "a@example.com", ["b@example.com"], "", headers)


def work(later: timedelta = timedelta()) -> DBTaskResult:
    """Has a worker do what is due after `later`; the newest task as it stands then."""
    run(later)
    return mails().latest("enqueued_at")


def test_mail_arrives_once(server: SmtpServer) -> None:
    enqueue()
    assert work().status == TaskResultStatus.SUCCESSFUL
    work()
    assert len(server.mails) == 1 and "Message-ID: <one@example.com>" in server.mails[0]


def test_mail_goes_before_work_that_nobody_waits_for(server: SmtpServer) -> None:
    for photo in range(3):
        make_sizes.enqueue(photo)
    enqueue()
    first = DBTaskResult.objects.ready().first()
    assert first and first.task_path == "accounts.mail.send"


def test_without_a_server_each_mail_is_a_file_of_its_own_however_fast_they_come(tmp_path: Path) -> None:
    for number in range(30):
        mail.send.call(f"Number {number}", "Body", "a@example.com", ["b@example.com"])
    assert len(list((tmp_path / "mail").iterdir())) == 30


def test_mail_waits_for_a_server_that_is_away_and_arrives_once(port: int) -> None:
    enqueue()
    assert work().status == TaskResultStatus.FAILED
    assert work().status == TaskResultStatus.READY  # waits
    with smtp_server(port) as server:
        work()
        assert server.mails == []
        assert work(timedelta(minutes=1)).status == TaskResultStatus.SUCCESSFUL
        work(timedelta(hours=1))
    assert len(server.mails) == 1


def test_a_server_that_says_later_is_asked_later(server: SmtpServer) -> None:
    server.recipient_answer = "451 too busy"
    enqueue()
    work()
    server.recipient_answer = "250 fine"
    assert work(timedelta(minutes=1)).status == TaskResultStatus.SUCCESSFUL
    assert len(server.mails) == 1


def test_a_server_that_says_never_is_asked_once(server: SmtpServer) -> None:
    server.recipient_answer = "550 nobody of that name"
    enqueue()
    assert work().status == TaskResultStatus.SUCCESSFUL
    assert server.mails == []


def test_the_waits_grow_and_end(port: int) -> None:
    enqueue()
    waits, at = [], timedelta()
    for _ in range(10):
        task = work(at)
        with time_machine.travel(timezone.now() + at, tick=True):
            recover()
        task.refresh_from_db()
        waits.append(task.run_after - task.started_at)
        at += waits[-1] + timedelta(seconds=5)
    assert waits[:3] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]
    assert waits[-1] == LONGEST_DELAY
    assert work(PATIENCE + timedelta(hours=1)).status == TaskResultStatus.FAILED
    # Given up, but not thrown away: an operator can still have it sent.
    assert work(PATIENCE * 2).status == TaskResultStatus.FAILED


def test_a_mail_whose_worker_was_killed_is_sent_by_the_next_one(port: int) -> None:
    enqueue()
    with smtp_server(port) as silent:
        silent.silent = True
        with mail_worker(port):
            assert silent.reached.wait(30)
    assert mails().get().status == TaskResultStatus.RUNNING
    with smtp_server(port) as server:
        work(SILENT / 2)
        assert server.mails == []
        assert work(timedelta(minutes=1)).status == TaskResultStatus.SUCCESSFUL
    assert len(server.mails) == 1


def test_a_task_that_takes_long_is_left_to_its_worker_while_that_lives(port: int) -> None:
    """Also where another that lives has failed at it before."""
    enqueue()
    task = mails().get()
    task.claim("another")
    task.claim("slow")
    for minute in range(10):
        with time_machine.travel(timezone.now() + timedelta(minutes=minute), tick=True):
            hold("slow")
            recover()
            assert mails().get().status == TaskResultStatus.RUNNING
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=True):
        hold("another")
        recover()
        assert mails().get().status == TaskResultStatus.READY


def test_a_worker_says_of_its_task_that_it_is_at_it(port: int) -> None:
    enqueue()
    with smtp_server(port) as silent:
        silent.silent = True
        with mail_worker(port):
            assert silent.reached.wait(30)
            begun = mails().get().started_at
            assert until(lambda: mails().get().started_at > begun, 30)


def test_a_worker_looks_for_what_failed_beside_its_work(port: int) -> None:
    enqueue()
    assert work().status == TaskResultStatus.FAILED
    with mail_worker(port):
        assert until(lambda: mails().get().status == TaskResultStatus.READY)


def test_what_was_sent_is_forgotten_and_what_waits_is_not(server: SmtpServer) -> None:
    enqueue()
    work()
    waiting = enqueue()
    with time_machine.travel(timezone.now() + KEPT + timedelta(hours=1), tick=True):
        recover()
    assert [str(task.pk) for task in mails()] == [waiting.id]
