"""Reads a unit of deploy/systemd and starts what it starts, with the environment that systemd would give it."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections import defaultdict
from pathlib import Path

from tests.newsportal.machine import PROJECT

FOLDER = PROJECT / "deploy" / "systemd"
# What systemd gives each service that runs under an account of its own.
_BASE = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin", "LANG": "C.UTF-8"}


class Unit:
    """`name` of deploy/systemd, with this checkout for /opt/newsportal and `environment_file` for /etc/newsportal.env."""

    def __init__(self, name: str, environment_file: Path) -> None:
        self.places = {"/opt/newsportal": str(PROJECT), "/etc/newsportal.env": str(environment_file)}
        self.text = (FOLDER / name).read_text()
        for place, here in self.places.items():
            self.text = self.text.replace(place, here)
        self.lines: dict[str, list[str]] = defaultdict(list)
        for line in self.text.splitlines():
            key, equals, value = line.partition("=")
            if equals and not line.startswith("#"):
                self.lines[key].append(value)

    def only(self, key: str) -> str:
        (value,) = self.lines[key]
        return value

    @property
    def environment(self) -> dict[str, str]:
        """As systemd.exec(5) has it: what stands in the file wins over what stands in the unit."""
        inside = dict(word.split("=", 1) for line in self.lines["Environment"] for word in shlex.split(line))
        return _BASE | inside | read_environment(Path(self.only("EnvironmentFile")))

    @property
    def command(self) -> list[str]:
        environment = self.environment
        filled = re.sub(r"\$\{(\w+)\}", lambda found: environment[found[1]], self.only("ExecStart"))
        return shlex.split(filled)

    def start(self, log: Path) -> subprocess.Popen[bytes]:
        """Starts it in a process group of its own, as a service has a control group of its own."""
        with log.open("a") as out:
            return subprocess.Popen(
                self.command,
                env=self.environment,
                cwd=self.only("WorkingDirectory"),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )


def read_environment(file: Path) -> dict[str, str]:
    """The variables of an EnvironmentFile: NAME=value, in quotes or not, and lines of comment."""
    lines = [line.strip() for line in file.read_text().splitlines()]
    pairs = [line.split("=", 1) for line in lines if line and not line.startswith(("#", ";"))]
    return {name: "".join(shlex.split(value)) for name, value in pairs}
