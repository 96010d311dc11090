"""Mails over a real connection, by real workers: killed at any moment, two at the same time, a server that is away. Nobody
gets a mail twice."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from comments import delivery, notifying
from comments.models import Notification
from comments.tasks import send_mails
from tests.factories import CommentFactory
from tests.mails import parsed, reader_with_mail
from tests.newsportal.machine import free_port, until
from tests.smtp_server import SmtpServer, smtp_server
from tests.worker import run, worker_process

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def port(settings: Any) -> int:
    """Where mail is sent to; nobody listens there yet."""
    number = free_port()
    backend = "django.core.mail.backends.smtp.EmailBackend"
    options = {"host": "127.0.0.1", "port": number, "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
    return number


def worker(port: int) -> AbstractContextManager[None]:
    """A worker in a process of its own, which is killed at the end."""
    return worker_process(DJANGO_SETTINGS_MODULE="tests.with_plain_smtp", SMTP_PORT=str(port))


def test_a_server_that_is_away_gets_the_mail_once_it_is_back(port: int) -> None:
    reader_with_mail(username="Kelpie")
    CommentFactory(text="@Kelpie")
    run()
    assert Notification.objects.get().mailed_at is None
    with smtp_server(port) as server:
        run(delivery.RETRY / 2)
        assert server.mails == []
        run(delivery.RETRY + timedelta(minutes=2))
        run(timedelta(hours=1))
    assert len(server.mails) == 1


@pytest.mark.parametrize(("answer", "comes"), [("451 too busy", 1), ("550 nobody of that name", 0)])
def test_a_server_that_says_later_is_asked_later_and_one_that_says_never_is_not(
    port: int, answer: str, comes: int
) -> None:
    reader_with_mail(username="Kelpie")
    CommentFactory(text="@Kelpie")
    with smtp_server(port) as server:
        server.recipient_answer = answer
        run()
        server.recipient_answer = "250 fine"
        run(delivery.RETRY + timedelta(minutes=2))
        run(timedelta(hours=1))
    assert len(server.mails) == comes


def test_one_that_is_refused_does_not_hold_up_the_others(port: int) -> None:
    for name in ("Kelpie", "Marlin", "Selkie"):
        reader_with_mail(username=name)
    CommentFactory(text="@Kelpie @Marlin @Selkie")
    with smtp_server(port) as server:
        server.refused = "marlin@example.com"
        run()
        assert recipients(server) == {"kelpie@example.com": 1, "selkie@example.com": 1}
        server.refused = ""
        run(delivery.RETRY + timedelta(minutes=2))
        assert recipients(server)["marlin@example.com"] == 1


def test_a_worker_killed_before_the_server_took_the_mail_is_followed_by_another(port: int) -> None:
    reader_with_mail(username="Kelpie")
    CommentFactory(text="@Kelpie")
    with smtp_server(port) as silent:
        silent.silent = True
        with worker(port):
            assert silent.reached.wait(30)
    with smtp_server(port) as server:
        run()
        assert server.mails == []
        run(delivery.LEASE + timedelta(minutes=6))
        run(timedelta(hours=1))
    assert len(server.mails) == 1


def test_a_worker_killed_after_the_server_took_the_mail_sends_no_second(port: int) -> None:
    reader_with_mail(username="Kelpie")
    CommentFactory(text="@Kelpie")
    with smtp_server(port) as server:
        server.swallows = True
        with worker(port):
            assert until(lambda: server.mails, 30)
        server.swallows = False
        for later in (timedelta(), delivery.LEASE * 3, timedelta(hours=2)):
            run(later)
    assert len(server.mails) == 1


def test_a_run_over_many_that_is_killed_in_the_middle_goes_on_with_those_who_have_none(port: int) -> None:
    readers = [reader_with_mail() for _ in range(12)]
    comment = CommentFactory()
    for reader in readers:
        comment.discussion.follow(by=reader)
    CommentFactory(article=comment.discussion.article)
    with smtp_server(port) as server:
        server.slow = 0.15
        with worker(port):
            assert until(lambda: len(server.mails) >= 4, 30)
        server.slow = 0
        run(delivery.LEASE + timedelta(minutes=6))
        got = recipients(server)
    assert max(got.values()) == 1
    # The one in the server's hands when its worker was killed can have gone either way; nobody else is left out.
    assert len(got) >= len(readers) - 1


def test_three_workers_at_the_same_time_send_each_reader_one() -> None:
    readers = [reader_with_mail() for _ in range(30)]
    comment = CommentFactory()
    for reader in readers:
        comment.discussion.follow(by=reader)
    notifying.spread(CommentFactory(article=comment.discussion.article).pk, is_new=True)
    for _ in range(6):
        send_mails.enqueue()
    with smtp_server() as server:
        server.slow = 0.1
        with worker(server.port), worker(server.port), worker(server.port):
            assert until(lambda: len(server.mails) >= len(readers), 60)
            assert until(lambda: not DBTaskResult.objects.ready().exists())
            # More than one had a part in it, or nothing was shown.
            finished = DBTaskResult.objects.filter(task_path="comments.tasks.send_mails")
            assert len({worker for task in finished for worker in task.worker_ids}) > 1
    assert recipients(server) == {reader.email: 1 for reader in readers}


def recipients(server: SmtpServer) -> Counter[str]:
    return Counter(re.sub(r"\s", "", str(parsed(mail.encode())["To"])) for mail in server.mails)
