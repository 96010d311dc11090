"""Serves the portal from one command: prepares what is missing, then keeps the server and the worker running."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from newsportal.local_secret import demo_password

# A request or task in work gets this long to end after SIGTERM, in seconds.
GRACE = 20


class Failed(Exception):
    """The portal can't be served; the message says why."""


class _Stop(Exception):
    """SIGINT or SIGTERM came."""


class Portal:
    """The portal on this machine. `say` prints one line."""

    def __init__(self, say: Callable[[str], object]) -> None:
        self.say = say
        self.host = os.environ.get("HOST") or "127.0.0.1"
        self.port = int(os.environ.get("PORT") or 8000)
        self.demo = os.environ.get("DEMO", "1") != "0"
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    def run(self) -> None:
        """Serves until SIGINT or SIGTERM. Raises Failed where it can't."""
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self._stop)
        try:
            self._require_free_port()
            self._prepare()
            connections.close_all()
            for name in COMMANDS:
                self._start(name)
            self._wait_until_ready()
            self._announce()
            self._watch()
        except _Stop:
            self.say("Stopping …")
        finally:
            self._end()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        # A second Ctrl-C while stopping must not cut the stopping short and leave orphans.
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, signal.SIG_IGN)
        raise _Stop

    def _require_free_port(self) -> None:
        with socket.socket(socket.AF_INET6 if ":" in self.host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise Failed(
                    f"{self.host}:{self.port} can't be used ({error.strerror}). Choose another with PORT=8001 make run."
                ) from error

    def _prepare(self) -> None:
        self.say("Database …")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        if self.demo:
            self.say("Demo content …")
            call_command("demo")
        if not _collected_as_now():
            self.say("Static files …")
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            _stamp().write_text(_fingerprint())

    def _start(self, name: str) -> None:
        # A session of its own: the terminal's Ctrl-C comes to us alone, and we stop the children in order.
        self.children[name] = subprocess.Popen(
            COMMANDS[name](self), start_new_session=True, cwd=settings.BASE_DIR
        )

    def _wait_until_ready(self, patience: float = 30) -> None:
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if self.children["server"].poll() is not None:
                raise Failed("The server ended as it started; what it said stands above.")
            try:
                socket.create_connection((self.host, self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise Failed(f"The server doesn't answer after {patience:.0f} seconds.")

    def _announce(self) -> None:
        self.say(f"\n{settings.SITE_NAME} is at http://{self.host}:{self.port}/")
        if self.demo:
            self.say(
                f"Log in as editor, moderator or reader; the password of each is {demo_password(settings.VAR_DIR)}"
            )
        self.say("Stop with Ctrl-C.")

    def _watch(self) -> None:
        """Starts a child that died again, not more often than once a second."""
        while True:
            time.sleep(1)
            for name, child in list(self.children.items()):
                if child.poll() is not None:
                    self.say(f"The {name} ended with {child.returncode}; starting it again.")
                    self._start(name)

    def _end(self) -> None:
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + GRACE
        for child in self.children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


def _server(portal: Portal) -> list[str]:
    """granian, with refusals instead of endless queues where more comes in than two workers can do."""
    options = {
        "--interface": "wsgi",
        "--host": portal.host,
        "--port": str(portal.port),
        "--workers": os.environ.get("WORKERS", "2"),
        "--blocking-threads": "4",
        "--backpressure": "64",
        "--workers-kill-timeout": str(GRACE - 5),
        "--log-level": "warning",
    }
    flat = [part for option in options.items() for part in option]
    return [
        sys.executable,
        "-m",
        "granian",
        *flat,
        "--respawn-failed-workers",
        "--no-ws",
        "newsportal.wsgi:application",
    ]


def _worker(portal: Portal) -> list[str]:
    return [
        sys.executable,
        str(settings.BASE_DIR / "manage.py"),
        "db_worker",
        "--no-reload",
        "--no-startup-delay",
    ]


COMMANDS: dict[str, Callable[[Portal], list[str]]] = {"server": _server, "worker": _worker}


def _stamp() -> Path:
    return Path(settings.STATIC_ROOT) / ".collected"


def _collected_as_now() -> bool:
    return _stamp().exists() and _stamp().read_text() == _fingerprint()


def _fingerprint() -> str:
    """Changes with any static file of ours and with any pinned package."""
    ours = [
        file
        for folder in settings.STATICFILES_DIRS
        for file in sorted(Path(folder).rglob("*"))
        if file.is_file()
    ]
    parts = [f"{file}:{file.stat().st_mtime_ns}" for file in [settings.BASE_DIR / "requirements.lock", *ours]]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
