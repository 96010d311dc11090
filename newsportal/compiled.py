"""Querysets whose SQL is made once. Building one and compiling it takes Django several times as long as Postgres needs to
run it, so the few that every page and every act asks are kept as they were compiled and only filled in."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

_PLACE = re.compile("%[s%]")


class Parameter(Expression):
    """A place in a queryset for a value that is given at each call."""

    def __init__(self, name: str, output_field: Field) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self]


class Compiled[Row: Model]:
    """Calls with the values of the parameters, by their names, return the rows as the queryset would, related rows, annotations,
    and fetch mode included. What isn't a parameter stands in the statement itself, so that the planner knows of it what an index was
    made for: what is held, say, and no other. Raises TransactionManagementError for a lock that no transaction would hold. `make` is called at the first call; what it reads of the clock or of settings stays as it was."""

    def __init__(self, make: Callable[[], QuerySet[Row, Any]]) -> None:
        self._make = make
        self._known: tuple[QuerySet[Row, Any], SQLCompiler, str, tuple[Any, ...]] | None = None

    def __call__(self, **values: Any) -> list[Any]:
        if self._known is None:
            queryset = self._make()
            compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
            self._known = queryset, compiler, *_with_words(*compiler.as_sql())
        queryset, compiler, sql, parameters = self._known
        filled = tuple(values[p.name] if isinstance(p, Parameter) else p for p in parameters)
        queryset, compiler = queryset.all(), copy(compiler)
        # Each thread has a connection of its own.
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        if queryset.query.select_for_update and compiler.connection.get_autocommit():
            raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")
        compiler.as_sql = lambda *_args, **_options: (sql, filled)  # type: ignore[method-assign]
        queryset.query.get_compiler = lambda *_args, **_options: compiler  # type: ignore[method-assign]
        return list(queryset)


def _with_words(sql: str, parameters: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
    """The statement with those parameters in it that are plain words and numbers of ours, and the others."""
    left, given = [], iter(parameters)

    def put(place: re.Match[str]) -> str:
        if place[0] == "%%":
            return "%%"
        value = next(given)
        if isinstance(value, bool | int):
            return str(value)
        if isinstance(value, str) and "\\" not in value:
            quoted = str(value).replace("'", "''").replace("%", "%%")
            return f"'{quoted}'"
        left.append(value)
        return "%s"

    return _PLACE.sub(put, sql), tuple(left)


def first[Row](rows: list[Row]) -> Row | None:
    """The first of `rows`, None where there is none."""
    return rows[0] if rows else None


def fill(instance: Model, relation: str, rows: list[Any]) -> None:
    """Puts `rows` in place as prefetch_related would leave them."""
    queryset = getattr(instance, relation).all()
    queryset._result_cache, queryset._prefetch_done = rows, True
    instance.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = queryset
