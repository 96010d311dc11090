"""Real programs that tests start. Where one isn't installed its Debian package is unpacked under var/: for that nobody
has to be root, and no service of it starts on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

UNPACKED = Path(__file__).resolve().parent.parent / "var" / "debian"
# apt's own state is left alone, and its lists may be missing.
_LISTS, _CACHE = UNPACKED / "apt" / "lists", UNPACKED / "apt" / "cache"


@dataclass(frozen=True)
class Program:
    """`name` of the Debian package `package`; `proof` are words that it answers with success wherever it can run."""

    name: str
    package: str
    proof: str

    def command(self) -> list[str] | None:
        """The words that start it: what the variable of its name says, an installed one or the unpacked; None without."""
        named = os.environ.get(self._variable)
        if named:
            return [named]
        # Other accounts than root often lack the folders of administrators on their PATH.
        folders = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"])
        installed = shutil.which(self.name, path=folders)
        return next((words for words in ([installed], self._unpacked()) if self._runs(words)), None)

    def fetch(self) -> None:
        """Sees to it that there is one, or ends the process with a sentence."""
        if self.command() is None:
            print(f"Fetching {self.name} for the tests of deploy/ …")  # noqa: T201
            _unpack(self.package)
        if self.command() is None:
            sys.exit(
                f"The tests of deploy/ need {self.name}, and none could be had. "
                f"Install it, or name it with {self._variable}=/path."
            )

    @property
    def _variable(self) -> str:
        return self.name.upper().replace("-", "_")

    def _unpacked(self) -> list[str | None]:
        path = os.pathsep.join(str(UNPACKED / folder) for folder in ("usr/sbin", "usr/bin"))
        libraries = os.pathsep.join(str(folder) for folder in _library_folders())
        return ["env", f"LD_LIBRARY_PATH={libraries}", shutil.which(self.name, path=path)]

    def _runs(self, words: list[str | None]) -> bool:
        """A library that it needs may be missing."""
        return (
            all(words)
            and subprocess.run([*words, self.proof], capture_output=True, check=False).returncode == 0
        )


def _library_folders() -> list[Path]:
    machine = sysconfig.get_config_var("MULTIARCH") or ""
    beside = [UNPACKED / root / "lib" / machine for root in ("usr", "")]
    return [*beside, beside[0] / "systemd"]


def _unpack(package: str) -> None:
    """The package with all that it needs and isn't installed. May fail; whether the program then runs tells."""
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        return
    for folder in (_LISTS, _CACHE):
        (folder / "partial").mkdir(parents=True, exist_ok=True)
    options = [
        f"Dir::State::Lists={_LISTS}",
        f"Dir::Cache={_CACHE}",
        f"Dir::Cache::Archives={_CACHE}",
        "Debug::NoLocking=1",
    ]
    apt = ["apt-get", "--yes", *(word for option in options for word in ("-o", option))]
    fetch = ["install", "--download-only", "--no-install-recommends", package]
    for words in (["update"], fetch):
        subprocess.run([*apt, *words], capture_output=True, check=False)
    for archive in _CACHE.glob("*.deb"):
        subprocess.run(["dpkg", "-x", archive, UNPACKED], capture_output=True, check=False)
    shutil.rmtree(UNPACKED / "apt")
