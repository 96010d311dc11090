"""Servers to be measured: granian as `make run` starts it, and the CPU time that it has used."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil


@contextmanager
def serving(application: str, port: int) -> Iterator[psutil.Process]:
    """`application` at `port`, with the workers and threads of production."""
    options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "2"]
    options += ["--blocking-threads", "4", "--backpressure", "64", "--no-ws", "--log-level", "warning"]
    server = subprocess.Popen([sys.executable, "-m", "granian", *options, application], env=os.environ)
    try:
        _wait(port)
        yield psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait(20)


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            time.sleep(1)
            return
    raise TimeoutError(f"nothing answers at port {port}")


def cpu(server: psutil.Process) -> float:
    """Seconds of CPU that the server and its workers have used."""
    return sum(sum(process.cpu_times()[:2]) for process in [server, *server.children(recursive=True)])


def database_cpu() -> float:
    """Seconds of CPU that the connections of this bench's own Postgres have used, those that are open now."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'")
        pids = [pid for (pid,) in cursor.fetchall()]
    return sum(sum(psutil.Process(pid).cpu_times()[:2]) for pid in pids)
