"""What `make test` needs of a machine: nothing beyond git, make and a Python 3, and a clear sentence where it can't go on."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import chromium
from tests.newsportal.machine import PROJECT
from tests.oidc.server import FOLDER, oidc_server

type Stand = Callable[..., Path]

# Words that open a page as Chromium does, and a program that is none though it ends well.
WORKS = "echo '<html><head></head><body></body></html>'"
SIGNPOST = "echo 'Install the package of this name.'; exit 0"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    """A PATH of stand-in programs alone, where nothing can be downloaded: `machine(name, words of a shell)` adds one."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "browsers"))
    monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", "http://127.0.0.1:9")

    def stand(name: str, words: str) -> Path:
        program = programs / name
        program.write_text(f"#!/bin/sh\n{words}\n")
        program.chmod(0o755)
        return program

    return stand


def see_to_chromium() -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.chromium"]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=120, check=False)


def test_the_server_of_other_sites_logins_is_installed_and_runs_without_a_node_of_the_machine(
    tmp_path: Path, machine: Stand
) -> None:
    for name in ("package.json", "package-lock.json", "server.js"):
        shutil.copy(FOLDER / name, tmp_path)
    command = [sys.executable, "-m", "tests.node_packages", str(tmp_path)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    with oidc_server(tmp_path) as server:
        assert server.issuer.startswith("http://127.0.0.1:")


@pytest.mark.parametrize("words", ["exit 1", SIGNPOST, "kill -9 $$"])
def test_a_chromium_that_cannot_start_is_passed_over_for_one_that_can(machine: Stand, words: str) -> None:
    machine("chromium", words)
    good = machine("google-chrome", WORKS)
    assert chromium.find() == str(good)


def test_the_named_chromium_is_taken_before_all_others(
    machine: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine("chromium", WORKS)
    mine = machine("mine", WORKS)
    monkeypatch.setenv("CHROMIUM", str(mine))
    assert chromium.find() == str(mine)


@pytest.mark.parametrize("words", [None, "exit 1", SIGNPOST])
def test_a_named_chromium_that_cannot_start_is_said_by_its_name_and_no_other_is_taken(
    machine: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str | None
) -> None:
    machine("chromium", WORKS)
    named = machine("mine", words) if words else tmp_path / "nowhere"
    monkeypatch.setenv("CHROMIUM", str(named))
    done = see_to_chromium()
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"CHROMIUM names {named}, which doesn't start as Chromium does.\n"


def test_where_none_can_be_had_one_sentence_says_so(machine: Stand) -> None:
    broken = machine("chromium-browser", SIGNPOST)
    done = see_to_chromium()
    assert done.returncode == 1
    assert done.stderr == (
        f"The browser tests need Chromium ({broken} doesn't start). Install one, or name it with CHROMIUM=/path.\n"
    )


@pytest.mark.parametrize("package", ["chromium-headless-shell", "chromium"])
def test_as_root_debians_package_is_installed_where_playwright_brings_none(
    machine: Stand, tmp_path: Path, package: str
) -> None:
    asked, installed = tmp_path / "asked", tmp_path / "bin" / package
    put_there = f"printf '#!/bin/sh\\n%s\\n' \"{WORKS}\" > {installed}; /bin/chmod 755 {installed}"
    machine("apt-get", f'echo "$@" >> {asked}\ncase "$*" in *" install "*" {package}") {put_there} ;; esac')
    done = see_to_chromium()
    if os.geteuid() == 0:
        assert (done.returncode, done.stderr) == (0, "")
        assert asked.read_text().splitlines()[-1].endswith(f" {package}")
    else:
        assert done.returncode == 1
        assert not asked.exists()
