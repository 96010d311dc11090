"""Rows that something is about to refer to are held before anything is written.

Whoever deletes an author (a topic, a section) locks that row and then the edition's, which every change moves. Who writes takes both in
the same order: otherwise each would hold what the other waits for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection


def hold(model: Any, keys: Iterable[int | None]) -> None:
    """Locks the rows that there are of `keys` against deletion alone, as a foreign key does: two who refer to the same don't wait for
    each other. To the end of the transaction."""
    wanted = [key for key in keys if key]
    if wanted:
        with connection.cursor() as cursor:
            table = model._meta.db_table
            cursor.execute(f"SELECT id FROM {table} WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE", [wanted])  # noqa: S608 (our own words only)
