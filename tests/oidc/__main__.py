"""`python -m tests.oidc`: sees to it that there is a Node and what the OpenID Connect server of the tests is made of."""

import os
import shutil
import subprocess
import sys

from tests.oidc.server import FOLDER

OLDEST = 20
_CI = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit-lockfile-registry-resolved"]


def main() -> None:
    if not _is_there() and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Node for the tests of logging in with another site's account …")  # noqa: T201
        for command in (["update"], ["install", "--yes", "--no-install-recommends", "nodejs", "npm"]):
            subprocess.run(["apt-get", "--quiet", *command], capture_output=True, check=False)
    if not _is_there():
        sys.exit(
            f"Tests of logging in with another site's account need Node {OLDEST} or later, with npm. Install it."
        )
    installed = subprocess.run(_CI, cwd=FOLDER, capture_output=True, text=True, check=False)
    if installed.returncode != 0:
        sys.exit(f"What tests/oidc/package-lock.json names can't be installed: {installed.stderr.strip()}")


def _is_there() -> bool:
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    return int(version.strip().lstrip("v").partition(".")[0] or 0) >= OLDEST


if __name__ == "__main__":
    main()
