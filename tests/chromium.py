"""Finds the real Chromium that the browser tests drive; `python -m tests.chromium` sees to it that there is one.

Only one that starts counts: a command of its name may be a signpost to a package (Ubuntu's), and Playwright's own lacks
the system's libraries on a fresh machine.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

# The first is Chromium without windows, tabs and services of its own: it shows the same and takes a third of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Quiet and without a sandbox that needs rights which containers don't give.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# It takes a second; on a busy machine longer.
_PATIENCE = 60


class NoChromiumError(Exception):
    """There is none that starts; the message says what to do."""


def find() -> str:
    """The path of a Chromium that starts: the one that CHROMIUM names and no other; else the first on the PATH or
    Playwright's own. Raises NoChromiumError where there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not _starts(named):
            raise NoChromiumError(f"CHROMIUM names {named}, which doesn't start as Chromium does.")
        return named
    broken = []
    for path in _candidates():
        if _starts(path):
            return path
        broken.append(path)
    why = f" ({', '.join(broken)} doesn't start)" if broken else ""
    raise NoChromiumError(
        f"The browser tests need Chromium{why}. Install one, or name it with CHROMIUM=/path."
    )


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    if Path(own).exists():
        yield own


def _starts(path: str) -> bool:
    """Whether it opens an empty page, with a profile of its own: a Chromium that runs already has nothing to do with it."""
    with tempfile.TemporaryDirectory(prefix="chromium", ignore_cleanup_errors=True) as profile:
        words = [path, *ARGUMENTS, "--headless", f"--user-data-dir={profile}", "--dump-dom", "about:blank"]
        # Into a file, for a pipe would be waited for as long as any of its processes lives.
        with tempfile.TemporaryFile() as shown:
            try:
                program = subprocess.Popen(
                    words, stdout=shown, stderr=subprocess.DEVNULL, start_new_session=True
                )
            except OSError:
                return False
            try:
                status = program.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(program.pid, signal.SIGKILL)
                status = program.wait()
            shown.seek(0)
            return status == 0 and b"<html>" in shown.read()


def _ways_to_install() -> Iterator[list[list[str]]]:
    """Debian's packages where we are root, and Playwright's download, with the system's libraries where we are. Any may fail."""
    apt = ["apt-get", "--quiet"]
    install = [*apt, "install", "--yes", "--no-install-recommends"]
    is_debian = os.geteuid() == 0 and shutil.which("apt-get")
    if is_debian:
        yield [[*apt, "update"], [*install, "chromium-headless-shell"]]
    download = [sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"]
    yield [[*download, "--with-deps"] if os.geteuid() == 0 else download]
    if is_debian:
        yield [[*install, "chromium"]]


def _is_there() -> bool:
    try:
        return bool(find())
    except NoChromiumError:
        return False


def main() -> None:
    if not (_is_there() or os.environ.get("CHROMIUM")):
        print("Installing Chromium for the browser tests …", flush=True)  # noqa: T201
        for commands in _ways_to_install():
            for command in commands:
                subprocess.run(command, capture_output=True, check=False)
            if _is_there():
                return
    try:
        find()
    except NoChromiumError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
