"""What moderators know of a discussion and its comments beyond what readers see, in `dump --everything`: its terms, when each
comment was looked at and approved, and its earlier wordings. And each comment's number, by which links from elsewhere find it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from articles.models import Article
from comments.models import Comment, CommentEdit, Discussion
from comments.text import MAX_LENGTH
from newsportal.exchange.fields import BadRecordError, list_of, storable, time_of, time_told

# Beyond it, many more can follow.
_LAST = 2**53
_TERMS = tuple(name for name in Discussion.SWITCHES if name != "state")


@dataclass(frozen=True)
class Moderated:
    """When it was first looked at, and approved; `earlier` are (text, when it was replaced), the oldest first; `number` is the one
    of its address, 0 where the record says none."""

    number: int = 0

    looked: datetime | None = None
    approved: datetime | None = None
    earlier: tuple[tuple[str, datetime], ...] = ()


def terms_record(article: Article) -> dict[str, Any]:
    """Under `terms`; nothing where the discussion is as a new one."""
    found = Discussion.objects.filter(pk=article.pk).values(*_TERMS, "opened_at").first() or {}
    opened = found.pop("opened_at", None)
    as_new = Discussion()
    terms = {name: value for name, value in found.items() if value != getattr(as_new, name)}
    terms |= {"opened_at": time_told(opened)} if opened else {}
    return {"terms": terms} if terms else {}


def set_terms(article: Article, terms: dict[str, Any]) -> None:
    """Raises BadRecordError."""
    if unknown := terms.keys() - {*_TERMS, "opened_at"}:
        raise BadRecordError(f"terms: there is no {min(unknown)}")
    values = {name: terms[name] for name in _TERMS if name in terms}
    try:
        Discussion(article=article, **values).clean_fields(exclude=["article", "state"])
    except ValidationError as error:
        raise BadRecordError(f"terms: {'; '.join(error.messages)}") from error
    values["opened_at"] = time_of(terms, "opened_at", "terms: ")
    Discussion.objects.of_all([article])
    Discussion.objects.filter(pk=article.pk).update(**values)


def moderated(article: Article) -> dict[str, dict[str, Any]]:
    """What a record has of each comment, by its key."""
    found: dict[str, dict[str, Any]] = {}
    comments = Comment.objects.filter(discussion=article.pk)
    known = comments.values_list("key", "pk", "looked_at", "approved_at")
    for key, number, looked, approved in known.iterator(chunk_size=2000):
        times = {"looked": looked, "approved": approved}
        found[key] = {"number": number} | {name: time_told(time) for name, time in times.items() if time}
    edits = CommentEdit.objects.filter(comment__discussion=article.pk).order_by("pk")
    for key, text, time in edits.values_list("comment__key", "text", "replaced_at"):
        found[key].setdefault("earlier", []).append({"body": text, "time": time_told(time)})
    return found


def moderated_of(value: dict[str, Any], where: str) -> Moderated:
    """What a comment's record says of it. Raises BadRecordError."""
    number = value.get("number", 0)
    if type(number) is not int or not 0 <= number <= _LAST:
        raise BadRecordError(f"{where}number must be a number from 1 to {_LAST}")
    return Moderated(
        number=number,
        looked=time_of(value, "looked", where),
        approved=time_of(value, "approved", where),
        earlier=tuple(_earlier(one, f"{where}earlier: ") for one in list_of(value, "earlier", dict)),
    )


def _earlier(value: dict[str, Any], where: str) -> tuple[str, datetime]:
    text, time = value.get("body"), time_of(value, "time", where)
    if not isinstance(text, str) or len(text) > MAX_LENGTH or time is None:
        raise BadRecordError(f"{where}each has a body of at most {MAX_LENGTH} characters and a time")
    return storable(text, f"{where}body"), time


def save_earlier(wordings: list[tuple[int, tuple[tuple[str, datetime], ...]]]) -> None:
    """Of comments that were made just now: (id, its earlier wordings)."""
    CommentEdit.objects.bulk_create(
        CommentEdit(comment_id=pk, text=text, replaced_at=time)
        for pk, earlier in wordings
        for text, time in earlier
    )
