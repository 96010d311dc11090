"""Takes single fields out of a record and says in one line what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, localtime, make_aware

# They have no place in XML: a headline with one would break every feed that shows it.
CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# Past these, a time zone's hours could leave what a calendar can hold.
YEARS = range(1600, 3000)
_MANY_VOTES = 100_000


class BadRecordError(Exception):
    """The record can't be loaded; the message says why in one line."""


class BadPhotoError(BadRecordError):
    """Of the record only the picture can't be loaded."""


def storable(text: str, what: str) -> str:
    """The text as it is. Raises BadRecordError where the database couldn't hold it."""
    if "\x00" in text:
        raise BadRecordError(f"{what} holds a character that can't be stored (NUL)")
    if _SURROGATE.search(text):
        raise BadRecordError(f"{what} holds half a character (a lone surrogate)")
    return text


def line(text: Any, what: str, most: int) -> str:
    """A text of one line, stripped."""
    if not isinstance(text, str):
        raise BadRecordError(f"{what} must be a text")
    if CONTROL.search(text):
        raise BadRecordError(f"{what} holds a control character")
    if len(text.strip()) > most:
        raise BadRecordError(f"{what} must have at most {most} characters")
    return storable(text, what).strip()


def text_of(value: dict[str, Any], name: str, most: int, where: str = "", *, required: bool = False) -> str:
    """The text under `name`; empty where there is none and none is required."""
    text = value.get(name)
    if text is None and not required:
        return ""
    text = line(text, where + name, most)
    if required and not text:
        raise BadRecordError(f"{where}{name} must be a text")
    return text


def prose_of(value: dict[str, Any], name: str, most: int, where: str) -> str:
    """A text of several lines, as it is; empty where there is none."""
    text = value.get(name, "")
    if not isinstance(text, str) or len(text) > most:
        raise BadRecordError(f"{where}{name} must be a text of at most {most} characters")
    return storable(text, where + name)


def lines_of(value: dict[str, Any], name: str, most: int) -> list[str]:
    """The list of texts under `name`, each at most `most` long; empty ones are left out."""
    items = list_of(value, name, str)
    return [text for item in items if (text := line(item, name, most))]


def list_of(value: dict[str, Any], name: str, of: type) -> list[Any]:
    items = value.get(name)
    if items is None:
        return []
    if not isinstance(items, list) or not all(isinstance(item, of) for item in items):
        raise BadRecordError(f"{name} must be a list of {'objects' if of is dict else 'texts'}")
    return items


def object_of(value: dict[str, Any], name: str) -> dict[str, Any] | None:
    given = value.get(name)
    if given is not None and not isinstance(given, dict):
        raise BadRecordError(f"{name} must be an object")
    return given


def count_of(value: dict[str, Any], name: str, where: str) -> int:
    count = value.get(name)
    if count is None:
        return 0
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= _MANY_VOTES:
        raise BadRecordError(f"{where}{name} must be a number from 0 to {_MANY_VOTES}")
    return count


def choice_of(value: dict[str, Any], name: str, choices: tuple[str, ...], where: str = "") -> str:
    """One of `choices`; the first where there is none."""
    chosen = value.get(name)
    if chosen is None:
        return choices[0]
    if chosen not in choices:
        raise BadRecordError(f"{where}{name} must be one of {', '.join(choices)}")
    return str(chosen)


def time_of(value: dict[str, Any], name: str, where: str = "") -> datetime | None:
    """A time; in the site's zone where it names none."""
    text = value.get(name)
    if text is None:
        return None
    try:
        time = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        time = None
    if time is None or time.year not in YEARS:
        raise BadRecordError(f"{where}{name} must be a time like 2026-11-24T07:12:00+09:00")
    return time if is_aware(time) else make_aware(time)


def time_told(time: datetime | None) -> str:
    """As `time_of` reads it, by the site's clock; empty for none."""
    return localtime(time).isoformat() if time else ""


def flag_of(value: dict[str, Any], name: str, where: str = "", *, default: bool = False) -> bool:
    flag = value.get(name)
    if flag is None:
        return default
    if not isinstance(flag, bool):
        raise BadRecordError(f"{where}{name} must be true or false")
    return flag


@contextmanager
def checked(where: str) -> Iterator[None]:
    """Has what a model's own checks refuse told in one line."""
    try:
        yield
    except ValidationError as error:
        raise BadRecordError(f"{where}{'; '.join(error.messages)}") from error


def id_of(value: dict[str, Any], name: str, where: str) -> str:
    """An id as text, whether it came as one or as a number; empty where there is none."""
    given = value.get(name)
    if given is None:
        return ""
    if not isinstance(given, (str, int)) or isinstance(given, bool) or given == "":
        raise BadRecordError(f"{where}{name} must be a text or a number")
    text = storable(str(given), where + name)
    if len(text) > 64:
        raise BadRecordError(f"{where}{name} must have at most 64 characters")
    return text
