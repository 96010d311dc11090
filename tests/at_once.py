"""Acts that happen at the same moment, over connections of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier, Thread
from typing import Any

from django.db import connection

from comments.refusal import Refusal


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Each act in a thread with a connection of its own, all let go together; what each returned."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            barrier.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def tried(act: Callable[[], Any]) -> Callable[[], Any]:
    """What `act` returns, or the Refusal that it raises."""

    def run() -> Any:
        try:
            return act()
        except Refusal as refusal:
            return refusal

    return run


def waits_or_ends(act: Future[Any]) -> bool:
    """Whether it waits for a lock; False where it came to its end without."""
    while not act.done():
        if somebody_waits():
            return True
    return False


def somebody_waits() -> bool:
    """Whether a connection to our database waits for a lock, whatever is awaited in the databases beside it. Who waits for
    a row has locked its table. (pg_stat_activity, which names the database, stands still within a transaction.)"""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT EXISTS (
                SELECT FROM pg_locks w JOIN pg_locks o USING (pid) JOIN pg_database d ON d.oid = o.database
                 WHERE NOT w.granted AND d.datname = current_database())
            """
        )
        return bool(cursor.fetchone()[0])


def in_a_thread(act: Any) -> tuple[Thread, list[Any]]:
    answers: list[Any] = []

    def run() -> None:
        try:
            answers.append(act())
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread, answers


def waits_for_us() -> bool:
    """Whether another connection waits for a lock of this one's. Statistics would stand still within a transaction; locks don't."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
        )
        return bool(cursor.fetchone()[0])
