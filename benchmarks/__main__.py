"""`make bench`: measures, prints a table, and asserts nothing."""

from __future__ import annotations

import os
import socket
import sys
import tempfile
from itertools import chain
from pathlib import Path

SECONDS = float(os.environ.get("BENCH_SECONDS", "5"))


def main() -> None:
    port, hello_port = _free_ports()
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        # A database of its own: a bench must not leave comments on anybody's site.
        os.environ["VAR_DIR"] = folder
        os.environ.pop("DATABASE_URL", None)
        os.environ["PORT"] = str(port)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsportal.settings")
        Path(folder).chmod(0o755)
        from newsportal import postgres

        with postgres.running(Path(folder)):
            import django

            django.setup()
            from benchmarks.alerts import measure_alerts
            from benchmarks.article_list import measure_article_list
            from benchmarks.crowd import measure_crowd
            from benchmarks.desk import measure_desk
            from benchmarks.entrance import measure_entrance
            from benchmarks.importing import measure_import
            from benchmarks.measures import measure
            from benchmarks.posting import measure_posting
            from benchmarks.search import measure_search
            from benchmarks.threads import measure_threads

            # The large threads last: their totals of votes are made up, which a recount would find.
            everything = chain(
                measure(port, hello_port, SECONDS), measure_posting(), measure_entrance(), measure_threads()
            )
            # By themselves and on demand, for they take minutes.
            on_demand = {
                "crowd": measure_crowd(port),
                "alerts": measure_alerts(),
                "posting": measure_posting(),
                "desk": measure_desk(),
                "search": measure_search(),
                "import": measure_import(),
                "articles": measure_article_list(),
            }
            for line in on_demand.get("".join(sys.argv[1:]), everything):
                print(line, flush=True)


def _free_ports() -> list[int]:
    with socket.socket() as one, socket.socket() as other:
        for probe in (one, other):
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in (one, other)]


if __name__ == "__main__":
    sys.exit(main())
