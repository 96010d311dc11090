"""What a record may hold, checked field by field before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, make_aware

from comments.text import MAX_LENGTH


class BadRecordError(Exception):
    """The record can't be loaded; the message says why in one line."""


@dataclass(frozen=True)
class CommentRecord:
    """`author` is empty where the record says nothing of one, and None where it says that there is none any more.
    `votes` is None where it gives but `up` and `down`."""

    key: str
    parent: str
    author: str | None
    text: str
    time: datetime | None
    state: str
    votes: dict[str, int] | None
    up: int
    down: int


@dataclass(frozen=True)
class PhotoRecord:
    caption: str = ""
    credit: str = ""
    alt: str = ""
    file: str = ""
    image: str = ""


@dataclass(frozen=True)
class ArticleRecord:
    section: str
    headline: str
    slug: str = ""
    standfirst: str = ""
    body: str | list[str] = ""
    photo: PhotoRecord | None = None
    authors: list[str] = field(default_factory=list)
    source: str = ""
    source_notice: str = ""
    site_notice: str = ""
    topics: list[str] = field(default_factory=list)
    published_at: datetime | None = None
    updated_at: datetime | None = None
    state: str = "published"
    announcement: dict[str, str] | None = None
    comments: list[CommentRecord] = field(default_factory=list)


def article_record(value: Any) -> ArticleRecord:
    """The record of a parsed JSON value. Raises BadRecordError."""
    if not isinstance(value, dict):
        raise BadRecordError("a record is a JSON object")
    comments = _list(value, "comments", dict)
    given = {str(comment["id"]) for comment in comments if "id" in comment}
    keys = _keys(comments, given)
    return ArticleRecord(
        section=_text(value, "section", 60, required=True),
        headline=_text(value, "headline", 200, required=True),
        slug=_text(value, "slug", 120),
        standfirst=_text(value, "standfirst", 500),
        body=_body(value),
        photo=_photo(value),
        authors=[_named(name, "authors", 120) for name in _list(value, "authors", str)],
        source=_text(value, "source", 120),
        source_notice=_text(value, "source_notice", 150),
        site_notice=_text(value, "site_notice", 150),
        topics=[_named(name, "topics", 80) for name in _list(value, "topics", str)],
        published_at=_time(value, "published_at"),
        updated_at=_time(value, "updated_at"),
        state=_choice(value, "state", ("published", "draft", "unpublished")),
        announcement=_announcement(value),
        comments=in_reading_order(
            [_comment(comment, key) for comment, key in zip(comments, keys, strict=True)]
        ),
    )


def in_reading_order(comments: list[CommentRecord]) -> list[CommentRecord]:
    """The comments with each parent before its replies, otherwise as given. Raises BadRecordError for a parent that is
    missing or, through others, its own reply."""
    by_key = {comment.key: comment for comment in comments}
    if len(by_key) < len(comments):
        raise BadRecordError("two comments have the same id")
    waiting: dict[str, list[CommentRecord]] = {}
    for comment in comments:
        if comment.parent and comment.parent not in by_key:
            raise BadRecordError(f"comment {comment.key} answers {comment.parent}, which isn't there")
    ordered: list[CommentRecord] = []
    placed: set[str] = set()
    for comment in comments:
        stack = [comment]
        while stack:
            one = stack.pop()
            if one.parent and one.parent not in placed:
                waiting.setdefault(one.parent, []).append(one)
                continue
            ordered.append(one)
            placed.add(one.key)
            stack.extend(reversed(waiting.pop(one.key, [])))
    if waiting:
        raise BadRecordError(f"comment {next(iter(waiting))} answers itself through others")
    return ordered


def _keys(comments: list[dict[str, Any]], given: set[str]) -> list[str]:
    """Each comment's id, or its place in the list where it has none."""
    keys = []
    for place, comment in enumerate(comments, 1):
        key = str(comment["id"]) if "id" in comment else str(place)
        while "id" not in comment and key in given:
            key = f"-{key}"
        keys.append(key)
    return keys


def _comment(value: dict[str, Any], key: str) -> CommentRecord:
    where = f"comment {key}: "
    if len(key) > 64:
        raise BadRecordError(f"{where}its id has more than 64 characters")
    body = value.get("body", "")
    if not isinstance(body, str) or not body.strip() or len(body) > MAX_LENGTH or "\x00" in body:
        raise BadRecordError(f"{where}its body must be a text of 1 to {MAX_LENGTH} characters without NUL")
    parent = value.get("parent")
    if parent is not None and not isinstance(parent, (str, int)):
        raise BadRecordError(f"{where}its parent must be another comment's id")
    return CommentRecord(
        key=key,
        parent="" if parent is None else str(parent),
        author=None if value.get("author", "") is None else _text(value, "author", 150, where),
        text=body,
        time=_time(value, "time", where),
        state=_choice(value, "state", ("public", "hidden", "held", "deleted"), where),
        votes=_votes(value, where),
        up=_count(value, "up", where),
        down=_count(value, "down", where),
    )


def _votes(value: dict[str, Any], where: str) -> dict[str, int] | None:
    """Votes as {name: ±1}; a list of {"voter", "value"} is taken, too."""
    votes = value.get("votes")
    if votes is None:
        return None
    if isinstance(votes, list) and all(isinstance(vote, dict) for vote in votes):
        votes = {vote.get("voter"): vote.get("value") for vote in votes}
    if not isinstance(votes, dict) or not all(isinstance(name, str) and name for name in votes):
        raise BadRecordError(f"{where}its votes must be an object of names and 1 or -1")
    if any(vote not in (1, -1) or isinstance(vote, bool) for vote in votes.values()):
        raise BadRecordError(f"{where}a vote is 1 or -1")
    if value.get("author") and value["author"] in votes:
        raise BadRecordError(f"{where}its author votes on it")
    return votes


def _text(value: dict[str, Any], name: str, most: int, where: str = "", *, required: bool = False) -> str:
    text = value.get(name)
    if text is None and not required:
        return ""
    if not isinstance(text, str) or (required and not text.strip()):
        raise BadRecordError(f"{where}{name} must be a text")
    return _named(text, name, most, where)


def _named(text: str, name: str, most: int, where: str = "") -> str:
    if len(text) > most or "\x00" in text:
        raise BadRecordError(f"{where}{name} must have at most {most} characters and no NUL")
    return text.strip()


def _list(value: dict[str, Any], name: str, of: type) -> list[Any]:
    items = value.get(name)
    if items is None:
        return []
    if not isinstance(items, list) or not all(isinstance(item, of) for item in items):
        raise BadRecordError(f"{name} must be a list of {'objects' if of is dict else 'texts'}")
    return items


def _count(value: dict[str, Any], name: str, where: str) -> int:
    count = value.get(name, 0)
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= 100_000:
        raise BadRecordError(f"{where}{name} must be a number from 0 to 100000")
    return count


def _choice(value: dict[str, Any], name: str, choices: tuple[str, ...], where: str = "") -> str:
    chosen = value.get(name, choices[0])
    if chosen not in choices:
        raise BadRecordError(f"{where}{name} must be one of {', '.join(choices)}")
    return str(chosen)


def _time(value: dict[str, Any], name: str, where: str = "") -> datetime | None:
    text = value.get(name)
    if text is None:
        return None
    try:
        time = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        time = None
    if time is None:
        raise BadRecordError(f"{where}{name} must be a time like 2026-11-24T07:12:00+09:00")
    return time if is_aware(time) else make_aware(time)


def _body(value: dict[str, Any]) -> str | list[str]:
    body = value.get("body", "")
    good = isinstance(body, str) or (isinstance(body, list) and all(isinstance(part, str) for part in body))
    if not good or "\x00" in "".join(body):
        raise BadRecordError("body must be a list of paragraphs or one text of HTML")
    return body


def _photo(value: dict[str, Any]) -> PhotoRecord | None:
    photo = value.get("photo")
    if photo is None:
        return None
    if not isinstance(photo, dict):
        raise BadRecordError("photo must be an object")
    lengths: dict[str, int] = {"caption": 300, "credit": 120, "alt": 300, "file": 500, "image": 40_000_000}
    return PhotoRecord(**{name: _text(photo, name, most, "photo: ") for name, most in lengths.items()})


def _announcement(value: dict[str, Any]) -> dict[str, str] | None:
    given = value.get("announcement")
    if given is None:
        return None
    announcement = {"text": given} if isinstance(given, str) else given
    if not isinstance(announcement, dict):
        raise BadRecordError("announcement must be a text or an object")
    return {
        "text": _text(announcement, "text", 200, "announcement: ", required=True),
        "url": _text(announcement, "url", 200, "announcement: "),
    }
