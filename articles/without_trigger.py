"""A trigger that does nothing for a moment, where what it would do for each row is done at once for all, or must not be done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pgtrigger
from django.db import connection


@contextmanager
def without_trigger(uri: str) -> Iterator[None]:
    """Within this, and within the transaction around it alone; `uri` is as of `pgtrigger.registered`, e.g. "articles.Note:note_stays"."""
    [(model, trigger)] = pgtrigger.registered(uri)
    # Not `pgtrigger.ignore`: it sends two statements as one, which a server that binds the parameters itself refuses.
    lets_go = "SELECT set_config('pgtrigger.ignore', %s, true)"
    with connection.cursor() as cursor:
        cursor.execute(lets_go, [f"{{{trigger.get_pgid(model)}}}"])
        yield
        cursor.execute(lets_go, ["{}"])
