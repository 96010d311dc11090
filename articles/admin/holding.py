"""What an article's form refers to is held while it is saved: an author whom another editor deletes at that moment is there to the end
of it, or is missing from its beginning, where the form says so and nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from articles import holding
from articles.admin.typed import LISTS, whole_number
from articles.models import Photo, Section, Source

_TABLES: dict[str, Any] = {"section": Section, "photo": Photo, "source": Source}


def hold(data: QueryDict) -> None:
    """Locks the rows that `data`, of the form, refers to, against deletion alone, to the end of the transaction. Always in this order, so
    that two can't wait for each other."""
    for name, model in _TABLES.items():
        holding.hold(model, [whole_number(data.get(name))])
    for listed in LISTS.values():
        holding.hold(listed.table, listed.chosen(data))
