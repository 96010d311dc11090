"""What a row refers to, by its words alone. Django would link each to its form, which isn't open to everybody who may read the row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin


def plain(model: Any, name: str) -> Callable[[Any], str]:
    """A field for the desk with the words of what the foreign key `name` refers to; a dash where it refers to nothing."""

    @admin.display(description=model._meta.get_field(name).verbose_name, empty_value="-")
    def shown(row: Any) -> str:
        found = getattr(row, name)
        return "" if found is None else str(found)

    return shown
