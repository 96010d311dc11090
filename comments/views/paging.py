"""Lists of a reader's own, page by page, by keyset."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest


@dataclass(frozen=True)
class RowPage[Row: Model]:
    """`older` is the value of `?before=` that leads to the next page, or None."""

    rows: list[Row]
    older: int | None
    is_first: bool


def page_of[Row: Model](rows: QuerySet[Row], request: HttpRequest, most: int) -> RowPage[Row]:
    """The page of at most `most` rows that `?before=`, an id, asks for, the latest first. Raises Http404 for what is no
    id."""
    before = request.GET.get("before", "")
    if before:
        if not (before.isascii() and before.isdigit() and len(before) < 19):
            raise Http404
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: most + 1])
    return RowPage(found[:most], found[most - 1].pk if len(found) > most else None, is_first=not before)
