"""Serves the portal from one command: prepares what is missing, then keeps the server and the worker running."""

from __future__ import annotations

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connections

from newsportal.listening import in_an_address, own_names
from newsportal.local_secret import demo_password
from newsportal.preparation import HalfMigratedError, prepare

# A request or task in work gets this long to end after SIGTERM, in seconds.
GRACE = 20
# The server is loaded and answers in a second or two; on a busy machine it may take this long.
_PATIENCE = 60


class Failed(Exception):
    """The portal can't be served; the message says why."""


class _Stop(BaseException):
    """SIGINT or SIGTERM came. No Exception, so that nothing on the way takes it for a failure of its own."""


class Portal:
    """The portal on this machine. `say` prints one line."""

    def __init__(self, say: Callable[[str], object]) -> None:
        self.say = say
        self.host = os.environ.get("HOST") or "127.0.0.1"
        self.port = _port(os.environ.get("PORT") or "8000")
        self.demo = os.environ.get("DEMO", "1") != "0"
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    def run(self) -> None:
        """Serves until SIGINT or SIGTERM. Raises Failed where it can't."""
        for number in _ENDS:
            # A closed terminal ends the portal, but not where nohup asked for the opposite.
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, _stop)
        try:
            self._require_free_port()
            self._prepare()
            for name in COMMANDS:
                self._start(name)
            self._wait_until_ready()
            self._announce()
            self._watch()
        except _Stop:
            self.say("Stopping …")
        finally:
            self._end()

    def _require_free_port(self) -> None:
        try:
            family, kind, _, _, address = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)[0]
            with socket.socket(family, kind) as probe:
                # As the server will: ports of connections that have ended are no hindrance.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
        except OSError as error:
            raise Failed(
                f"{self.host}:{self.port} can't be used ({error.strerror}). Choose another port, as in: PORT={self.port + 1} make run"
            ) from error

    def _prepare(self) -> None:
        try:
            prepare(self.say)
        except OperationalError as error:
            raise Failed(f"The database can't be used: {error}") from error
        except HalfMigratedError as error:
            raise Failed(str(error)) from error
        if self.demo:
            self.say("Demo content …")
            call_command("demo")
        connections.close_all()

    def _start(self, name: str) -> None:
        # A session of its own: the terminal's Ctrl-C comes to us alone, and we stop the children in order.
        self.children[name] = subprocess.Popen(
            COMMANDS[name](self),
            start_new_session=True,
            cwd=settings.BASE_DIR,
            preexec_fn=_begin_worker if name == "worker" else _end_with_parent,  # noqa: PLW1509 - there is one thread
        )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not self._answers():
            for name, child in self.children.items():
                if child.poll() is not None:
                    raise Failed(f"The {name} ended as it started; what it said stands above.")
            if time.monotonic() > deadline:
                raise Failed(f"The server doesn't answer after {_PATIENCE} seconds.")
            time.sleep(0.05)

    def _answers(self) -> bool:
        server = http.client.HTTPConnection(self.host, self.port, timeout=_PATIENCE)
        try:
            server.request("GET", "/readyz", headers={"Host": urlsplit(settings.SITE_URL).netloc})
            return server.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            server.close()

    def _announce(self) -> None:
        self.say(f"\n{settings.SITE_NAME} is at http://{in_an_address(self.host)}:{self.port}/")
        for name in own_names(self.host)[:-1]:
            self.say(f"From other machines it is at http://{name}:{self.port}/")
        if self.demo:
            password = demo_password(settings.VAR_DIR)
            self.say(f"Log in as editor, moderator or reader; the password of each is {password}")
        self.say("Stop with Ctrl-C.")

    def _watch(self) -> None:
        """Starts a child that died again, not more often than once a second."""
        while True:
            time.sleep(1)
            for name, child in list(self.children.items()):
                if child.poll() is not None:
                    self.say(f"The {name} ended with {child.returncode}; starting it again.")
                    _kill_group(child)
                    self._start(name)

    def _end(self) -> None:
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + GRACE
        for child in self.children.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.1, deadline - time.monotonic()))
            _kill_group(child)


# SIGHUP is what a closed terminal sends.
_ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _stop(number: int, frame: FrameType | None) -> None:
    # A second Ctrl-C while stopping must not cut the stopping short and leave orphans.
    for each in _ENDS:
        signal.signal(each, signal.SIG_IGN)
    raise _Stop


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 2**16):
        raise Failed(f"PORT is to be a number from 1 to 65535, not {text}.")
    return int(text)


def _end_with_parent() -> None:
    """In a new child: asks Linux for SIGTERM when we end, so that even kill -9 leaves nobody on the port."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1  # <linux/prctl.h>
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def _begin_worker() -> None:
    """Readers don't wait for the worker: where there is too little to do it with, it is the one that waits."""
    os.nice(5)
    _end_with_parent()


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    """Ends what is left of a child's processes, as when only the first of them was killed."""
    with contextlib.suppress(ProcessLookupError):
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
        # On a reload (SIGHUP), a new worker has this long to load before the one that it follows ends, in seconds. On a
        # quiet machine it takes two; where both had ended before, nobody would listen.
        "--respawn-interval": "10",
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
    manage = str(settings.BASE_DIR / "manage.py")
    return [sys.executable, manage, "db_worker", "--no-reload", "--no-startup-delay"]


COMMANDS: dict[str, Callable[[Portal], list[str]]] = {"server": _server, "worker": _worker}
