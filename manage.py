#!/usr/bin/env python
"""Django's commands, on the private Postgres where DATABASE_URL names no other."""

import os
import signal
import sys
from contextlib import nullcontext
from pathlib import Path
from types import FrameType


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsportal.settings")
    from newsportal import postgres

    # Ended by a signal, the process must still stop its Postgres on the way out.
    signal.signal(signal.SIGTERM, _leave)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _leave)
    if os.environ.get("DATABASE_URL"):
        database = nullcontext()
    else:
        var_dir = os.environ.get("VAR_DIR") or Path(__file__).resolve().parent / "var"
        database = postgres.running(Path(var_dir).resolve())
    try:
        with database:
            _execute()
    except postgres.PostgresUnavailableError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


def _execute() -> None:
    """Django's own, but for what the person at the terminal can put right: that is one sentence, not a traceback."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        settings.DATABASES  # noqa: B018 - reads them all
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        # A statement that failed has a state; without one there was no connection to ask on.
        if getattr(error.__cause__, "sqlstate", None):
            raise
        sys.exit(f"The database can't be used: {' '.join(str(error).split())}")


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
