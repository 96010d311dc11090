"""Alerts by real workers: killed in mid-batch, two at the same time, a server that is away. Nobody gets two."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import AlertSubscription
from articles import delivery
from articles.models import Alert, AlertChoice
from tests.articles.delivering import LATER, file_worker, recipients, written
from tests.articles.subscribers import many, progress, send, subscriber
from tests.factories import ArticleFactory, EditorFactory
from tests.mails import parsed
from tests.newsportal.machine import free_port, until
from tests.smtp_server import SmtpServer, smtp_server
from tests.worker import run, worker_process

pytestmark = pytest.mark.django_db(transaction=True)


def test_workers_that_are_killed_in_mid_batch_leave_nobody_with_two(tmp_path: Path) -> None:
    many(400)
    alert = send(ArticleFactory())
    for killed_at in (30, 110, 220):
        with file_worker(tmp_path):
            assert until(lambda least=killed_at: written(tmp_path) >= least, 60)
    assert written(tmp_path) < 400, "none was killed before the end"
    run()
    # The task that killed three workers waits longer each time.
    run(LATER * 5)
    got = recipients()
    assert set(got.values()) == {1}
    # What a worker had noted and not yet handed over when it was killed is lost, one mail each; nobody else is left out.
    assert len(got) >= 400 - 3
    assert progress(alert) == (400, 400, 0)


def test_the_rest_goes_on_at_once_with_the_next_worker(tmp_path: Path) -> None:
    many(200)
    send(ArticleFactory())
    with file_worker(tmp_path):
        assert until(lambda: written(tmp_path) >= 10, 60)
    run()
    assert len(recipients()) >= 200 - delivery.BATCH


def test_workers_at_the_same_time_send_each_subscriber_one(tmp_path: Path) -> None:
    many(400)
    alert = send(ArticleFactory())
    with file_worker(tmp_path), file_worker(tmp_path):
        assert until(lambda: progress(alert)[2] == 0, 60)
        assert until(lambda: not DBTaskResult.objects.ready().exists())
    assert recipients() == Counter(AlertSubscription.objects.values_list("email", flat=True))
    tasks = DBTaskResult.objects.filter(task_path="articles.tasks.send_alerts")
    # More than one had a part in it, or nothing was shown.
    assert len({worker for task in tasks for worker in task.worker_ids}) > 1


@pytest.fixture
def port(settings: Any) -> int:
    """Where mail is sent to; nobody listens there yet."""
    number = free_port()
    backend = "django.core.mail.backends.smtp.EmailBackend"
    options = {"host": "127.0.0.1", "port": number, "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
    return number


def smtp_worker(port: int) -> AbstractContextManager[None]:
    return worker_process(DJANGO_SETTINGS_MODULE="tests.with_plain_smtp", SMTP_PORT=str(port))


def taken(server: SmtpServer) -> Counter[str]:
    return Counter(re.sub(r"\s", "", str(parsed(mail.encode())["To"])) for mail in server.mails)


def test_a_server_that_is_away_gets_the_mails_once_it_is_back(port: int) -> None:
    many(30)
    alert = send(ArticleFactory())
    run()
    assert progress(alert) == (30, 0, 30)
    with smtp_server(port) as server:
        run(delivery.RETRY / 2)
        assert server.mails == []
        run(delivery.RETRY + timedelta(minutes=2))
        run(timedelta(hours=1))
        assert len(taken(server)) == 30 and set(taken(server).values()) == {1}
    assert progress(alert) == (30, 30, 0)


def test_one_that_is_refused_does_not_hold_up_the_others(port: int) -> None:
    for name in ("kelpie", "marlin", "selkie"):
        subscriber(name)
    alert = send(ArticleFactory())
    with smtp_server(port) as server:
        server.refused = "marlin@example.com"
        run()
        assert set(taken(server)) == {"kelpie@example.com", "selkie@example.com"}
        assert progress(alert) == (3, 2, 1)
        server.refused = ""
        run(delivery.RETRY + timedelta(minutes=2))
        assert taken(server)["marlin@example.com"] == 1


def test_one_whose_address_is_not_known_there_is_done_with(port: int) -> None:
    alert = (subscriber("kelpie"), send(ArticleFactory()))[1]
    with smtp_server(port) as server:
        server.recipient_answer = "550 nobody of that name"
        run()
        server.recipient_answer = "250 fine"
        run(timedelta(hours=1))
        assert server.mails == [] and progress(alert)[2] == 0


def test_a_worker_killed_after_the_server_took_the_mail_sends_no_second(port: int) -> None:
    subscriber("kelpie")
    send(ArticleFactory())
    with smtp_server(port) as server:
        server.swallows = True
        with smtp_worker(port):
            assert until(lambda: server.mails, 30)
        server.swallows = False
        for later in (timedelta(), LATER, timedelta(hours=2)):
            run(later)
        assert len(server.mails) == 1


def test_a_worker_killed_before_the_server_was_there_is_followed_by_another(port: int) -> None:
    many(3)
    send(ArticleFactory())
    with smtp_server(port) as silent:
        silent.silent = True
        with smtp_worker(port):
            assert silent.reached.wait(30)
    with smtp_server(port) as server:
        run(LATER)
        run(timedelta(hours=1))
        assert len(taken(server)) == 3 and set(taken(server).values()) == {1}


def test_what_is_unpublished_or_ended_in_the_middle_goes_to_nobody_more(port: int) -> None:
    many(40)
    article, editor = ArticleFactory(), EditorFactory()
    alert = send(article)
    with smtp_server(port) as server:
        server.slow = 0.1
        with smtp_worker(port):
            assert until(lambda: len(server.mails) >= 3, 30)
            article.unpublish(by=editor)
            assert until(lambda: progress(alert)[2] == 0, 30)
        # Those in the server's hands at that moment can have gone either way.
        assert 3 <= len(server.mails) < 12
        assert progress(alert)[1] == len(server.mails)


def test_one_that_can_not_be_written_does_not_hold_up_the_others(tmp_path: Path) -> None:
    ArticleFactory()
    for name in ("kelpie", "marlin", "selkie"):
        subscriber(name, pace="daily")
    now = timezone.now()
    alert = Alert.objects.create(day=now.date(), since=now - timedelta(days=1), until=now)
    alert.address(AlertSubscription.objects.active())
    # What can't be: a subscriber to daily mails without a choice.
    AlertChoice.objects.filter(subscription__reader__username="kelpie").delete()
    run()
    run(timedelta(minutes=2))
    assert set(recipients()) == {"marlin@example.com", "selkie@example.com"}
    assert progress(alert) == (3, 2, 1)
