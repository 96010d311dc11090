"""How make brings uv, which brings all the rest: the very files that the project pins, or none."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.newsportal.machine import PROJECT

LOCK = "requirements-uv.lock"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What make needs to bring uv, on a machine with the programs that it names and no package manager."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("make", "sh", "rm", "id", "touch"):
        (programs / name).symlink_to(shutil.which(name) or name)
    (programs / "python3").symlink_to(Path(sys._base_executable).resolve())  # type: ignore[attr-defined]
    for name in ("Makefile", LOCK):
        shutil.copy(PROJECT / name, tmp_path)
    return tmp_path


def bring_uv(clone: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": str(clone / "bin"), "MAKEFLAGS": ""}
    command = ["make", "--silent", ".uv/bin/uv"]
    return subprocess.run(
        command, cwd=clone, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def test_uv_comes_in_the_version_that_is_pinned(clone: Path) -> None:
    done = bring_uv(clone)
    assert (done.returncode, done.stderr) == (0, "")
    version = subprocess.run([clone / ".uv/bin/uv", "--version"], capture_output=True, text=True, check=True)
    pinned = re.search(r"^uv==(\S+)", (clone / LOCK).read_text(), re.MULTILINE)
    assert pinned
    assert version.stdout.split()[1] == pinned[1]


def test_a_uv_whose_hash_is_another_is_not_installed(clone: Path) -> None:
    lock = clone / LOCK
    lock.write_text(re.sub(r"sha256:\w+", f"sha256:{64 * '0'}", lock.read_text()))
    done = bring_uv(clone)
    assert done.returncode != 0
    assert done.stderr.startswith("uv can't be installed: ")
    assert not (clone / ".uv").exists()
