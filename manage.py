#!/usr/bin/env python
"""Django's commands, on the private Postgres where DATABASE_URL names no other."""

import os
import sys
from contextlib import nullcontext
from pathlib import Path


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsportal.settings")
    from django.core.management import execute_from_command_line

    from newsportal import postgres

    if os.environ.get("DATABASE_URL"):
        database = nullcontext()
    else:
        var_dir = os.environ.get("VAR_DIR") or Path(__file__).resolve().parent / "var"
        database = postgres.running(Path(var_dir).resolve())
    try:
        with database:
            execute_from_command_line(sys.argv)
    except postgres.PostgresUnavailableError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
