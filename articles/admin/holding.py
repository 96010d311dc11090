"""What an article's form refers to is held while it is saved: an author whom another editor deletes at that moment is there to the end
of it, or is missing from its beginning, where the form says so and nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.http import QueryDict

from articles.admin.typed import LISTS, whole_number
from articles.models import Photo, Section, Source

_HOLD = "SELECT id FROM {} WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"
_TABLES: dict[str, Any] = {"section": Section, "photo": Photo, "source": Source}


def hold(data: QueryDict) -> None:
    """Locks the rows that `data`, of the form, refers to, against deletion alone, as a foreign key does: two who save articles of
    one author don't wait for each other. To the end of the transaction."""
    chosen = [(model, [whole_number(data.get(name))]) for name, model in _TABLES.items()]
    chosen += [(listed.table, list(listed.chosen(data))) for listed in LISTS.values()]
    with connection.cursor() as cursor:
        # Always in this order, so that two can't wait for each other.
        for model, keys in chosen:
            cursor.execute(_HOLD.format(model._meta.db_table), [keys])
