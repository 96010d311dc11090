"""The units of deploy/systemd: systemd understands them, and what they start serves, works and ends as it should."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from newsportal.backups.backup import complete
from newsportal.postgres_place import socket_folder
from newsportal.serving import COMMANDS, GRACE, Portal
from tests.deploy.application import Application, end
from tests.deploy.conftest import content
from tests.deploy.unit import FOLDER
from tests.newsportal.machine import until
from tests.systemd import ANALYZE

pytestmark = pytest.mark.xdist_group("deploy")

SERVICES = ["web", "worker", "backup"]


@pytest.fixture
def units(application: Application, tmp_path: Path) -> list[Path]:
    """The units, with this checkout in their places."""
    for file in FOLDER.iterdir():
        unit = application.unit(file.name)
        (tmp_path / file.name).write_text(unit.text)
    return sorted(tmp_path.iterdir())


def analyze(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = ANALYZE.command()
    assert command, "The tests of deploy/ need systemd-analyze: run `make test`, which fetches it."
    return subprocess.run([*command, *words], capture_output=True, text=True, check=False)


def test_systemd_finds_no_fault_with_them(units: list[Path]) -> None:
    verified = analyze("verify", *units)
    # Of the machine's own units it may complain as it likes.
    assert [line for line in verified.stderr.splitlines() if "newsportal" in line] == []
    assert len(units) == 4


def test_systemd_would_find_a_fault(units: list[Path]) -> None:
    (web,) = [unit for unit in units if "web" in unit.name]
    web.write_text(web.read_text().replace("ProtectHome=yes", "ProtectHouse=yes"))
    assert "ProtectHouse" in analyze("verify", *units).stderr


@pytest.mark.parametrize("name", SERVICES)
def test_whoever_breaks_into_one_is_shut_in(units: list[Path], name: str) -> None:
    (unit,) = [unit for unit in units if unit.name == f"newsportal-{name}.service"]
    judged = analyze("security", "--offline=yes", "--threshold=20", unit)
    assert judged.returncode == 0, judged.stdout


def test_the_timer_starts_the_backup_of_its_name_each_night(application: Application) -> None:
    timer = application.unit("newsportal-backup.timer")
    assert timer.only("Persistent") == "yes" and timer.only("WantedBy") == "timers.target"
    assert analyze("calendar", "--iterations=3", timer.only("OnCalendar")).stdout.count("03:30:00") >= 3


def test_they_start_what_make_run_starts(application: Application) -> None:
    portal = Portal(print)
    portal.port = application.port
    assert application.service("web").command[1:] == COMMANDS["server"](portal)[1:]
    assert application.service("worker").command[1:] == COMMANDS["worker"](portal)[1:]


@pytest.mark.parametrize("name", ["web", "worker"])
def test_what_is_in_work_has_time_to_end(application: Application, name: str) -> None:
    service = application.service(name)
    assert service.only("KillMode") == "mixed" and int(service.only("TimeoutStopSec")) >= GRACE


@contextmanager
def locked(var_dir: Path, table: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(
        host=str(socket_folder(var_dir)), user="newsportal", dbname="newsportal"
    ) as connection:
        connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield connection


def test_a_request_in_work_is_answered_when_the_server_is_stopped(application: Application) -> None:
    with application.serving() as web, ThreadPoolExecutor() as reader:
        with locked(application.var_dir, "articles_article") as lock:
            asked = reader.submit(application.ask, "/harbour/")
            waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
            assert until(lambda: lock.execute(waiting).fetchone()[0])
            web.terminate()
            # Who knocks while it closes may be let in by nobody, and is not to wait until it is killed.
            assert until(lambda: not application.is_ready(patience=1))
            lock.rollback()
        assert asked.result(timeout=30) == 200
        assert web.wait(30) == 0


def test_a_server_that_is_stopped_while_it_starts_ends_at_once(application: Application) -> None:
    """granian's workers used to miss the signal while they loaded, and had to be killed after 15 s."""
    web = application.service("web").start(application.log)
    loading: set[int] = set()
    try:

        def are_loading() -> bool:
            loading.update(pid for pid in workers(web) if awaits(pid, signal.SIGTERM))
            return len(loading) == 2

        assert until(are_loading) and not application.is_ready()
        web.terminate()
        assert web.wait(10) == 0
    finally:
        end(web)


def test_new_code_is_served_without_a_refused_request(application: Application) -> None:
    with application.serving() as web, ThreadPoolExecutor() as reader:
        assert until(lambda: len(workers(web)) == 2)
        old = workers(web)
        # What `systemctl reload` does.
        assert application.service("web").only("ExecReload") == "/bin/kill -HUP $MAINPID"
        web.send_signal(signal.SIGHUP)
        reloaded = reader.submit(until, lambda: len(workers(web)) == 2 and not workers(web) & old, 60)
        answers = []
        while not reloaded.done():
            # A worker that ends closes what it has accepted and not yet read. Asked again at once, as nginx does, all is
            # answered.
            answers.append(application.ask("/harbour/") or application.ask("/harbour/"))
        assert reloaded.result() and len(answers) > 10 and set(answers) == {200}


def workers(web: subprocess.Popen[bytes]) -> set[int]:
    """The processes of the server that have loaded or are loading the application."""
    return {int(pid) for pid in Path(f"/proc/{web.pid}/task/{web.pid}/children").read_text().split()}


def awaits(pid: int, number: signal.Signals) -> bool:
    """Whether the process leaves the signal to a thread that waits for it (Linux, proc_pid_status(5): SigBlk)."""
    status = Path(f"/proc/{pid}/status").read_text()
    mask = next(line.split()[1] for line in status.splitlines() if line.startswith("SigBlk:"))
    return bool(int(mask, 16) >> (number - 1) & 1)


def test_the_worker_does_what_was_left_to_it_and_ends_at_once_when_told(application: Application) -> None:
    article = application.var_dir / "second.json"
    article.write_text(json.dumps({**content(), "headline": "Second ferry", "comments": []}))
    application.manage("load", str(article))
    made = application.var_dir / "media" / "__processed__"
    assert not list(made.rglob("second-ferry*.webp"))
    worker = application.service("worker").start(application.log)
    try:
        assert until(lambda: len(list(made.rglob("second-ferry*.webp"))) == 5, patience=60), (
            application.log.read_text()
        )
        worker.terminate()
        assert worker.wait(20) == 0
    finally:
        end(worker)


def test_the_nightly_service_makes_a_backup_for_nobody_elses_eyes(application: Application) -> None:
    service = application.service("backup")
    before = len(complete(application.backups)) if application.backups.exists() else 0
    assert service.start(application.log).wait(60) == 0, application.log.read_text()
    made = complete(application.backups)
    assert len(made) == before + 1
    made[-1].require_whole()
    assert service.only("UMask") == "0077"
