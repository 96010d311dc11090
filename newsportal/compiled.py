"""Querysets whose SQL is made once. Building one and compiling it takes Django several times as long as Postgres needs to
run it, so the few that every page and every act asks are kept as they were compiled and only filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BigIntegerField, BooleanField, Expression, Field, Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.query import FlatValuesListIterable, get_related_populators
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


def among(column: str, name: str) -> RawSQL:
    """The condition that this column ("table.column") of ids is among those that are given as `name`. Not `__in`: of a list that
    is unnested Postgres guesses that it is long, and reads all rows."""
    return RawSQL(  # noqa: S611 (our own words only)
        f"{column} = ANY(%s::bigint[])",
        [Parameter(name, ArrayField(BigIntegerField()))],
        output_field=BooleanField(),
    )


class Compiled[Row: Model]:
    """Calls with the values of the parameters, by their names, return the rows as the queryset would, related rows, annotations,
    and fetch mode included. What isn't a parameter stands in the statement itself, so that the planner knows of it what an index was
    made for: what is held, say, and no other. Raises TransactionManagementError for a lock that no transaction would hold, and
    ValueError for a queryset that prefetches or fetches for peers, which takes more than one statement. `make` is called at the
    first call; what it reads of the clock or of settings stays as it was."""

    def __init__(self, make: Callable[[], QuerySet[Row, Any]]) -> None:
        self._make = make
        self._statement: _Statement | None = None

    def __call__(self, **values: Any) -> list[Any]:
        if self._statement is None:
            self._statement = _Statement(self._make())
        return self._statement.ask(values)


class _Statement:
    """A queryset's SQL, and how its rows are read: what Django works out anew each time that a queryset is run."""

    def __init__(self, queryset: Any) -> None:
        fetch_mode = queryset._fetch_mode
        if queryset._prefetch_related_lookups or queryset._known_related_objects or fetch_mode.track_peers:
            raise ValueError("Only what one statement fetches can be compiled.")
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self._sql, self._parameters = _with_words(*compiler.as_sql())
        self._locks = queryset.query.select_for_update
        columns = compiler.select[: compiler.col_count]
        self._converters = [
            (place, converter, column)
            for place, (converters, column) in compiler.get_converters([c[0] for c in columns]).items()
            for converter in converters
        ]
        self._read = (
            _values
            if issubclass(queryset._iterable_class, FlatValuesListIterable)
            else _instances(compiler, fetch_mode)
        )

    def ask(self, values: dict[str, Any]) -> list[Any]:
        # Each thread has a connection of its own.
        connection = connections[DEFAULT_DB_ALIAS]
        if self._locks and connection.get_autocommit():
            raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")
        filled = tuple(values[p.name] if isinstance(p, Parameter) else p for p in self._parameters)
        with connection.cursor() as cursor:
            cursor.execute(self._sql, filled)
            rows = cursor.fetchall()
        if self._converters:
            rows = [self._converted(row, connection) for row in rows]
        return self._read(rows)

    def _converted(self, row: Sequence[Any], connection: Any) -> list[Any]:
        converted = list(row)
        for place, converter, column in self._converters:
            converted[place] = converter(converted[place], column, connection)
        return converted


def _values(rows: list[Sequence[Any]]) -> list[Any]:
    return [row[0] for row in rows]


def _instances(compiler: SQLCompiler, fetch_mode: Any) -> Callable[[list[Sequence[Any]]], list[Any]]:
    """What makes the models' instances of rows, as ModelIterable does."""
    klass_info: Any = compiler.klass_info
    own = slice(klass_info["select_fields"][0], klass_info["select_fields"][-1] + 1)
    names = [column[0].target.attname for column in compiler.select[own]]
    from_db = partial(klass_info["model"].from_db, fetch_mode=fetch_mode)
    related = get_related_populators(klass_info, compiler.select, DEFAULT_DB_ALIAS, fetch_mode)
    annotations = list(compiler.annotation_col_map.items())

    def read(rows: list[Sequence[Any]]) -> list[Any]:
        instances = []
        for row in rows:
            instance = from_db(DEFAULT_DB_ALIAS, names, row[own])
            for populator in related:
                populator.populate(row, instance)
            for name, place in annotations:
                setattr(instance, name, row[place])
            instances.append(instance)
        return instances

    return read


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
