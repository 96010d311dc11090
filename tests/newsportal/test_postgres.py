"""The private Postgres: started by whoever comes first, stopped by whoever leaves last, whatever crashed before."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from newsportal import postgres
from newsportal.postgres_place import prepare, socket_folder
from tests.newsportal.machine import PROJECT, environment, folder, kill, manage, processes, until

# Uses the cluster for as long as its standard input stays open.
_USER = """
import sys, pathlib
from newsportal import postgres
with postgres.running(pathlib.Path(sys.argv[1])):
    print("up", flush=True)
    sys.stdin.read()
"""

type User = subprocess.Popen[str]


@pytest.fixture
def var_dir() -> Iterator[Path]:
    with folder() as path:
        yield path


@pytest.fixture
def start() -> Iterator[Callable[[Path], User]]:
    """Starts a process that uses the cluster; what still runs at the end is killed."""
    started: list[User] = []

    def start_one(var_dir: Path) -> User:
        command = [sys.executable, "-c", _USER, str(var_dir)]
        pipe = subprocess.PIPE
        user = subprocess.Popen(
            command, cwd=PROJECT, env=environment(var_dir), stdin=pipe, stdout=pipe, text=True
        )
        started.append(user)
        return user

    yield start_one
    for user in started:
        user.kill()
        user.communicate()


def up(user: User) -> bool:
    assert user.stdout
    return user.stdout.readline() == "up\n"


def leave(user: User) -> None:
    user.communicate(timeout=30)
    assert user.returncode == 0


def ask(var_dir: Path, question: str) -> Any:
    # What is asked here must outlive a kill, which nothing else in a test has to.
    with psycopg.connect(**_place(var_dir), options="-c synchronous_commit=on") as connection:
        answer = connection.execute(question)  # type: ignore[arg-type]
        return answer.fetchall()[0][0] if answer.description else None


def _place(var_dir: Path) -> dict[str, Any]:
    settings = postgres.connection(var_dir)
    return {"host": settings["HOST"], "user": settings["USER"], "dbname": settings["NAME"]}


def server(var_dir: Path) -> int:
    """The pid of the Postgres that serves."""
    file = var_dir / "postgres" / "data" / "postmaster.pid"
    return int(file.read_text().split("\n", 1)[0]) if file.exists() else 0


def test_its_database_speaks_japanese_listens_on_no_port_and_runs_under_no_root(var_dir: Path) -> None:
    with postgres.running(var_dir):
        assert ask(var_dir, "SHOW listen_addresses") == ""
        assert ask(var_dir, "SELECT 'ÉCOLE' ILIKE 'école'")
        ask(var_dir, "CREATE EXTENSION pg_trgm")
        assert ask(var_dir, "SELECT show_trgm('新聞') <> '{}'")
        assert Path(f"/proc/{server(var_dir)}").stat().st_uid != 0
        assert socket_folder(var_dir).stat().st_mode & 0o777 == 0o700
    assert processes(var_dir) == {}


def test_two_that_start_at_once_share_it_and_the_last_to_leave_stops_it(
    var_dir: Path, start: Callable[[Path], User]
) -> None:
    first, second = start(var_dir), start(var_dir)
    assert up(first) and up(second)
    shared = server(var_dir)
    leave(first)
    assert ask(var_dir, "SELECT 1") == 1
    assert server(var_dir) == shared
    leave(second)
    assert processes(var_dir) == {}


def test_after_a_kill_of_its_user_it_serves_the_next(var_dir: Path, start: Callable[[Path], User]) -> None:
    killed = start(var_dir)
    assert up(killed)
    orphan = server(var_dir)
    killed.kill()
    killed.wait()
    following = start(var_dir)
    assert up(following)
    assert server(var_dir) == orphan
    leave(following)
    assert processes(var_dir) == {}


def test_after_a_kill_of_everything_it_starts_though_its_number_is_anothers(
    var_dir: Path, start: Callable[[Path], User]
) -> None:
    killed = start(var_dir)
    assert up(killed)
    ask(var_dir, "CREATE TABLE kept ()")
    kill([killed.pid, *processes(var_dir)])
    # A stranger under the very account that Postgres runs as: Postgres itself would take it for its own.
    stranger = subprocess.Popen(["sleep", "60"], **prepare(var_dir).as_account())
    file = var_dir / "postgres" / "data" / "postmaster.pid"
    file.write_text("\n".join([str(stranger.pid), *file.read_text().split("\n")[1:]]))
    try:
        with postgres.running(var_dir):
            assert ask(var_dir, "SELECT count(*) FROM kept") == 0
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_what_an_interrupted_first_start_left_is_no_hindrance(var_dir: Path) -> None:
    half = var_dir / "postgres" / "data.half"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with postgres.running(var_dir):
        assert ask(var_dir, "SELECT 1") == 1
    assert not half.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("moment", ["making", "starting"])
def test_a_signal_during_the_start_leaves_no_process(
    var_dir: Path, number: signal.Signals, moment: str
) -> None:
    command = [sys.executable, "manage.py", "check"]
    process = subprocess.Popen(
        command,
        cwd=PROJECT,
        env=environment(var_dir),
        stderr=subprocess.PIPE,
        # Under nohup nobody would hear of a SIGHUP.
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # noqa: PLW1509 - no threads yet
    )
    begun = {"making": "data.half", "starting": "data/postmaster.pid"}[moment]
    assert until((var_dir / "postgres" / begun).exists)
    process.send_signal(number)
    assert process.communicate(timeout=30) == (None, b"")
    assert process.returncode == 128 + number
    assert processes(var_dir) == {}


def test_under_a_long_path_the_socket_lies_in_a_short_folder(var_dir: Path) -> None:
    long = var_dir / ("long" * 30)
    long.mkdir()
    try:
        with postgres.running(long):
            assert ask(long, "SELECT 1") == 1
    finally:
        shutil.rmtree(socket_folder(long))


def test_a_folder_for_the_socket_that_another_laid_out_is_refused(var_dir: Path) -> None:
    long = var_dir / ("long" * 30)
    socket_folder(long).symlink_to(var_dir)
    try:
        with pytest.raises(postgres.PostgresUnavailableError, match="belongs to another account"):
            postgres.running(long).__enter__()
    finally:
        socket_folder(long).unlink()


def test_it_runs_under_a_folder_that_only_its_owner_may_enter(var_dir: Path) -> None:
    closed = var_dir / "closed"
    closed.mkdir(mode=0o700)
    with postgres.running(closed):
        assert ask(closed, "SELECT 1") == 1


def test_a_new_folder_at_an_old_path_has_a_new_database(var_dir: Path) -> None:
    closed = var_dir / "closed"
    closed.mkdir(mode=0o700)
    with postgres.running(closed):
        ask(closed, "CREATE TABLE of_the_one_before ()")
    before = (closed / "postgres").resolve()
    closed.rename(var_dir / "moved")
    closed.mkdir(mode=0o700)
    with postgres.running(closed):
        assert ask(closed, "SELECT to_regclass('of_the_one_before')") is None
    # Root's Postgres runs as another account, who can't enter a closed folder: it has one elsewhere, and now a second.
    assert ((closed / "postgres").resolve() != before) is (os.geteuid() == 0)


def test_manage_says_in_one_sentence_where_it_may_not_write(var_dir: Path) -> None:
    (var_dir / "file").touch()
    refused = manage("check", var_dir=var_dir / "file" / "var")
    assert refused.returncode == 1
    assert "can't be used (Not a directory). Set VAR_DIR" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_manage_runs_from_any_folder(var_dir: Path) -> None:
    asked = manage("shell", "-v0", "-c", "print('reached')", var_dir=var_dir, cwd=Path("/"))
    assert asked.stdout == "reached\n", asked.stderr
