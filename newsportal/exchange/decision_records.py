"""What was decided about comments and readers, and what they were told, in `dump --everything`: the moderators' log, sanctions,
statements of reasons, appeals, reports, follows and notifications, and the months as they were published.

They come behind the articles, each noun by itself and in pieces. Each row keeps its number: addresses have it, and the log names
sanctions and appeals by it. So only a site that has no log, or this one, takes them. The networks that reports came from are of the
moment, and stay behind.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Max, OuterRef, Subquery

from accounts.models import User
from comments.models import (
    Appeal,
    Comment,
    Discussion,
    Follow,
    ModerationEntry,
    ModerationMonth,
    Notification,
    Report,
    Sanction,
    Statement,
)
from newsportal.exchange.decision_places import People, Places
from newsportal.exchange.fields import BadRecordError, checked, list_of, object_of, time_of, time_told

# In the order in which they name one another; beside each, when a row was made: by its number and that it is known.
_NOUNS: dict[str, tuple[type[models.Model], str]] = {
    "log": (ModerationEntry, "created_at"),
    "sanctions": (Sanction, "at"),
    "statements": (Statement, "told_at"),
    "appeals": (Appeal, "made_at"),
    "reports": (Report, "created_at"),
    "follows": (Follow, "created_at"),
    "notifications": (Notification, "created_at"),
    "months": (ModerationMonth, ""),
}
_OF_THE_MOMENT = ("network",)
_MANY = 500
_AFTER = Comment.objects.filter(discussion=OuterRef("discussion"), pk__lte=OuterRef("after")).order_by("-pk")


def decision_records() -> Iterator[dict[str, Any]]:
    """Each with its `rows`, the oldest first, and the `people` whom they name, by when they joined; a stand-in by nothing."""
    for noun, (model, _time) in _NOUNS.items():
        rows = model._default_manager.order_by("pk")
        if model is Notification:
            rows = rows.annotate(after_key=Subquery(_AFTER.values("key")[:1]))
        columns = [name for field in _fields(model) for name in _columns(field)]
        for piece in batched(rows.values(*columns).iterator(chunk_size=_MANY), _MANY, strict=False):
            people: dict[str, str] = {}
            told = [_told(model, row, people) for row in piece]
            yield {"decided": {"of": noun, "people": people, "rows": told}}


def _fields(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.name not in _OF_THE_MOMENT]


def _columns(field: Any) -> list[str]:
    related, name = field.related_model, field.name
    if related is User:
        return [f"{name}__username", f"{name}__date_joined", f"{name}__is_stand_in"]
    if related is Comment:
        article = f"{name}__discussion__article"
        return [f"{article}__section__slug", f"{article}__slug", f"{name}__key"]
    if related is Discussion:
        return [f"{name}__article__section__slug", f"{name}__article__slug"]
    return ["after_key"] if name == "after" and field.model is Notification else [field.attname]


def _told(model: type[models.Model], row: dict[str, Any], people: dict[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for field in _fields(model):
        value, *more = (row[name] for name in _columns(field))
        if value is not None and field.related_model is User:
            joined, is_stand_in = more
            people[value] = "" if is_stand_in else time_told(joined)
        elif value is not None and more:
            value = [f"/{value}/{more[0]}/", *more[1:]]
        if value not in (None, "", {}):
            told[field.name] = _written(value)
    return told


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return time_told(value)
    return value if isinstance(value, bool | int | float | str | list | dict) else str(value)


# ---------------------------------------------------------------------- read back


def load_decided(value: Any) -> None:
    """Adds those rows of a piece that came after all that are here. Those that have gone since, with an account or by their age, stay
    away, and what was decided here since stands. Whoever is called like one of the `people` and joined at another time has nothing to do
    with it. Raises BadRecordError, and then nothing of the piece is kept."""
    given = object_of({"decided": value}, "decided")
    noun = given.get("of") if given else None
    if given is None or not isinstance(noun, str) or noun not in _NOUNS:
        raise BadRecordError(f"decided: of must be one of {', '.join(_NOUNS)}")
    (model, time), rows = _NOUNS[noun], list_of(given, "rows", dict)
    where = f"decided: {noun}: "
    with transaction.atomic():
        lacking = _lacking(model, time, rows, where)
        people = People(object_of(given, "people") or {}, where)
        places = Places(where)
        for field in model._meta.concrete_fields:
            if field.related_model is Comment:
                places.find(row.get(field.name) for row in lacking)
        lacking = _with_what_they_name(model, lacking, where)
        made = [
            made for row in lacking if (made := _columns_of(model, row, people, places, where)) is not None
        ]
        _insert(model, made)


def _lacking(
    model: type[models.Model], time: str, rows: list[dict[str, Any]], where: str
) -> list[dict[str, Any]]:
    """Raises BadRecordError where the site has rows of its own."""
    key = model._meta.pk.name
    if not time:
        known = {str(pk) for pk in model._default_manager.values_list("pk", flat=True)}
        return [row for row in rows if row.get(key) not in known]
    if not all(type(row.get(key)) is int and 0 < row[key] < 2**63 for row in rows):
        raise BadRecordError(f"{where}each row has its number as id")
    here = dict(model._default_manager.filter(pk__in=[row[key] for row in rows]).values_list("pk", time))
    for row in rows:
        if row[key] in here and here[row[key]] != time_of(row, time, where):
            raise BadRecordError(
                f"{where}number {row[key]} is another here: only a site without a past of its own takes them"
            )
    newest = model._default_manager.aggregate(newest=Max("pk"))["newest"] or 0
    return [row for row in rows if row[key] > newest]


def _with_what_they_name(
    model: type[models.Model], rows: list[dict[str, Any]], where: str
) -> list[dict[str, Any]]:
    """Those of which every other row that they name is here: an appeal against what wasn't taken isn't, either."""
    for field in model._meta.concrete_fields:
        if (named := field.related_model) in {noun for noun, _time in _NOUNS.values()}:
            numbers = [row[field.name] for row in rows if row.get(field.name) is not None]
            if not all(type(number) is int for number in numbers):
                raise BadRecordError(f"{where}{field.name} must be a number")
            here = set(named._default_manager.filter(pk__in=numbers).values_list("pk", flat=True))
            if named is model:
                here |= {row["id"] for row in rows}
            rows = [row for row in rows if row.get(field.name) is None or row[field.name] in here]
    return rows


def _columns_of(
    model: type[models.Model], row: dict[str, Any], people: People, places: Places, where: str
) -> dict[str, Any] | None:
    """What a row is in the database, by its columns; None where whom or what it is about isn't here."""
    where = f"{where}{row.get(model._meta.pk.name, 'a row without a number')}: "
    if unknown := row.keys() - {field.name for field in _fields(model)}:
        raise BadRecordError(f"{where}there is no {min(unknown)}")
    columns: dict[str, Any] = {}
    for field in _fields(model):
        given = row.get(field.name)
        if field.name == "after" and model is Notification:
            found = places.newest(row.get("discussion"), given) if "discussion" in row else None
        elif field.related_model is User:
            found = people.of(given)
        elif field.related_model in (Comment, Discussion):
            found = places.of(given)
        else:
            columns[field.column] = _value(field, given, where)
            continue
        if found is None and not field.null:
            if given is None:
                raise BadRecordError(f"{where}{field.name} is missing")
            return None
        columns[field.column] = found
    return columns


def _value(field: Any, given: Any, where: str) -> Any:
    if isinstance(field, models.JSONField):
        if given is not None and not isinstance(given, dict | list):
            raise BadRecordError(f"{where}{field.name} must be an object")
        return {} if given is None else given
    if given is None:
        if not field.null and not field.empty_strings_allowed:
            raise BadRecordError(f"{where}{field.name} is missing")
        return None if field.null else ""
    if not isinstance(given, bool | int | float | str):
        raise BadRecordError(f"{where}{field.name} must be a text or a number")
    with checked(f"{where}{field.name}: "):
        return given if field.is_relation else _written(field.clean(given, None))


def _insert(model: type[models.Model], rows: list[dict[str, Any]]) -> None:
    """As they are: Django would give the log's entries the time of now, and nobody may change them afterwards."""
    if not rows:
        return
    table, columns = model._meta.db_table, ", ".join(rows[0])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)"  # noqa: S608 (names of our own)
            " ON CONFLICT DO NOTHING",
            [json.dumps(rows)],
        )
        if not isinstance(model._meta.pk, models.DateField):
            # The next number that is given is none of these.
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            (sequence,) = cursor.fetchone()
            cursor.execute(
                f"SELECT setval(%s, greatest((SELECT max(id) FROM {table}), (SELECT last_value FROM {sequence})))",  # noqa: S608
                [sequence],
            )
