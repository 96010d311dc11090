"""`python -m tests.production`: Django's deployment checks on production's settings, each warning an error."""

import os
import secrets
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from newsportal import postgres

ROOT = Path(__file__).resolve().parent.parent


def environment(var_dir: Path) -> dict[str, str]:
    """What production must be given, on the private Postgres of `var_dir`."""
    database = postgres.connection(var_dir)
    return {
        "SITE_URL": "https://news.example",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "MAIL_URL": "smtp://mail.example",
        "DATABASE_URL": f"postgres://{database['USER']}@/{database['NAME']}?host={quote(database['HOST'])}",
        "PYTHONWARNINGS": "error",
    }


def main() -> int:
    var_dir = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()
    command = [sys.executable, ROOT / "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    with postgres.running(var_dir):
        return subprocess.run(command, env={**os.environ, **environment(var_dir)}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
