"""The portal as the units of deploy/systemd start it: in production settings, on the private Postgres."""

from __future__ import annotations

import http.client
import os
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.deploy.site import NAME
from tests.deploy.unit import Unit
from tests.newsportal.machine import free_port, until
from tests.production import environment

PATIENCE = 60


class Application:
    """What newsportal-web.service starts, and the commands that an operator gives, on the private Postgres of `var_dir`."""

    def __init__(self, var_dir: Path) -> None:
        self.var_dir, self.port = var_dir, free_port()
        self.settings = var_dir / "newsportal.env"
        self.log = var_dir / "services.log"
        values = environment(var_dir) | {
            "VAR_DIR": str(var_dir),
            "PORT": str(self.port),
            "BACKUP_DIR": str(self.backups),
        }
        self.settings.write_text("".join(f"{name}={shlex.quote(value)}\n" for name, value in values.items()))

    @property
    def backups(self) -> Path:
        return self.var_dir / "backups"

    def unit(self, file: str) -> Unit:
        return Unit(file, self.settings)

    def service(self, name: str) -> Unit:
        return self.unit(f"newsportal-{name}.service")

    def manage(self, *words: str) -> str:
        """What a command of manage.py prints; fails where it does."""
        unit = self.service("worker")
        command = [*unit.command[:2], *words]
        done = subprocess.run(command, env=unit.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def serving(self) -> Iterator[subprocess.Popen[bytes]]:
        web = self.service("web").start(self.log)
        try:
            assert until(lambda: self.is_ready() or web.poll() is not None, PATIENCE), self.log.read_text()
            assert self.is_ready(), self.log.read_text()
            yield web
        finally:
            end(web)

    def is_ready(self, patience: float = 30) -> bool:
        return self.ask("/readyz", patience) == 200

    def ask(self, path: str, patience: float = 30) -> int:
        """The status of its answer, as nginx would ask; 0 where none comes in `patience` seconds."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        try:
            client.request("GET", path, headers={"Host": NAME, "X-Forwarded-Proto": "https"})
            return client.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            client.close()


def end(service: subprocess.Popen[bytes]) -> None:
    """Ends it as systemd does: SIGTERM to the process that it started, SIGKILL to what is left after the time to stop."""
    if service.poll() is None:
        service.terminate()
        deadline = time.monotonic() + 20
        while service.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
    with suppress(ProcessLookupError):
        os.killpg(service.pid, signal.SIGKILL)
    service.wait()
