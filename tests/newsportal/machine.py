"""What tests of the set-up need of the machine: short folders, free ports, real processes, and who is still running."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
# What a running suite or `make test` would hand down, and what would lead to another database, or to one less careful.
_NOT_HANDED_DOWN = (
    "DATABASE_URL",
    "DEMO",
    "DEMO_PASSWORD",
    "HOST",
    "MAKEFLAGS",
    "MAKELEVEL",
    "PGOPTIONS",
    "SITE_URL",
)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for VAR_DIR, short enough for a socket and open to `nobody`; what runs on it at the end is killed."""
    path = Path(tempfile.mkdtemp(prefix="np-", dir="/tmp"))
    path.chmod(0o755)
    try:
        yield path
    finally:
        kill(processes(path))
        for link in path.rglob("postgres"):
            if link.is_symlink():
                shutil.rmtree(link.resolve())
        shutil.rmtree(path)


def environment(var_dir: Path, **more: str) -> dict[str, str]:
    """This process's environment, for a portal on `var_dir`."""
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_HANDED_DOWN}
    return {**kept, "VAR_DIR": str(var_dir), **more}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processes(var_dir: Path) -> dict[int, str]:
    """The command lines of all processes that were started with this VAR_DIR or serve its database, by their pid."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with suppress(OSError):
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                owned = f"VAR_DIR={var_dir}".encode() in (entry / "environ").read_bytes().split(b"\0")
                if command and (owned or f"-D {var_dir}" in command):
                    found[int(entry.name)] = command
    return found


def kill(pids: Any) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def until[T](answer: Callable[[], T], patience: float = 60) -> T:
    """The first true answer; the last one where none comes in time."""
    deadline = time.monotonic() + patience
    while not (found := answer()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def manage(*words: str, var_dir: Path, cwd: Path = PROJECT) -> subprocess.CompletedProcess[str]:
    """Runs a command of manage.py's to its end."""
    command = [sys.executable, str(PROJECT / "manage.py"), *words]
    return subprocess.run(
        command, cwd=cwd, env=environment(var_dir), capture_output=True, text=True, timeout=120, check=False
    )
