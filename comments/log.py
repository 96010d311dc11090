"""Adds to the log of moderation, see models/moderation_entry.py: the one place where its entries are made."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection

from comments.models.comment import Comment
from comments.models.moderation_entry import ModerationEntry

if TYPE_CHECKING:
    from accounts.models import User


def note(act: str, *, by: User | None, **fields: Any) -> ModerationEntry:
    """Add that `by` (or with None the `rule` that `fields` names) did `act`. `fields` are the entry's own: `comment`,
    `discussion`, `reader`, `rule`, `reason`, `before`, `after`, `undoes`, `batch`. Called in the transaction of the act,
    so that there is neither without the other."""
    return note_all([ModerationEntry(act=act, actor=by, **fields)])[0]


def note_all(entries: Iterable[ModerationEntry]) -> list[ModerationEntry]:
    """Add many in one statement, and return them. Whom an entry on a comment concerns is its author, where no `reader` is
    named."""
    entries = list(entries)
    nameless = [entry for entry in entries if entry.comment_id and entry.reader_id is None]
    if nameless:
        comments = Comment.objects.filter(pk__in={entry.comment_id for entry in nameless})
        authors: dict[int | None, int | None] = dict(comments.values_list("pk", "author_id"))
        for entry in nameless:
            entry.reader_id = authors.get(entry.comment_id)
    _add(entries)
    return entries


@cache
def _fields() -> list[Any]:
    return [field for field in ModerationEntry._meta.concrete_fields if not field.primary_key]


@cache
def _insert() -> str:
    columns = ", ".join(field.column for field in _fields())
    lists = ", ".join(f"%s::{field.db_type(connection).partition('(')[0]}[]" for field in _fields())
    return f"INSERT INTO comments_moderationentry ({columns}) SELECT * FROM unnest({lists}) RETURNING id"  # noqa: S608 (names of our own)


def _add(entries: list[ModerationEntry]) -> None:
    """As one list a column. Django would make a parameter of each value, for it doesn't know what a discussion's id is, which is an article's;
    of an act on five thousand comments that took a second."""
    if not entries:
        return
    fields = _fields()
    values = [
        [field.get_db_prep_save(field.pre_save(entry, True), connection) for entry in entries]
        for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(_insert(), values)
        for entry, (pk,) in zip(entries, cursor.fetchall(), strict=True):
            entry.pk = pk
            entry._state.adding, entry._state.db = False, connection.alias
