"""`make bench`: measures, prints a table, and asserts nothing."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

PORT, HELLO_PORT = 8790, 8791
SECONDS = float(os.environ.get("BENCH_SECONDS", "5"))


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        # A database of its own: a bench must not leave comments on anybody's site.
        os.environ["VAR_DIR"] = folder
        os.environ.pop("DATABASE_URL", None)
        os.environ["PORT"] = str(PORT)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsportal.settings")
        Path(folder).chmod(0o755)
        from newsportal import postgres

        with postgres.running(Path(folder)):
            import django

            django.setup()
            from benchmarks.measures import measure

            for line in measure(PORT, HELLO_PORT, SECONDS):
                print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
