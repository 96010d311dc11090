"""What a record says of its comments: who wrote which, in answer to what, and who voted on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.characters import INVISIBLE, without_heaps
from accounts.models import User
from comments.text import MAX_LENGTH
from newsportal.exchange.fields import (
    BadRecordError,
    choice_of,
    count_of,
    id_of,
    line,
    object_of,
    storable,
    time_of,
)
from newsportal.exchange.held_votes import HeldVotes, held_votes
from newsportal.exchange.moderated import Moderated, moderated_of


@dataclass(frozen=True)
class CommentRecord:
    """`author` is empty where the record says nothing of one, and None where it says that there is none any more.
    `votes` is None where it gives but `up` and `down`; `cast` says when they were cast, where it is known; `remark` says where its
    score isn't what they come to."""

    key: str
    parent: str
    author: str | None
    text: str
    time: datetime | None
    edited: datetime | None
    picked: datetime | None
    state: str
    votes: dict[str, int] | None
    up: int
    down: int
    cast: dict[str, datetime] = field(default_factory=dict)
    held: tuple[HeldVotes, ...] = ()
    remark: str = ""
    moderated: Moderated = field(default_factory=Moderated)


def comment_records(values: list[dict[str, Any]]) -> list[CommentRecord]:
    """The comments with each parent before its replies, otherwise as given. Raises BadRecordError."""
    keys = _keys(values)
    return _parents_first([_comment(value, key) for value, key in zip(values, keys, strict=True)])


def user_name(given: Any, what: str) -> str:
    """A reader's name as the site keeps it: without what nobody sees, which could turn a page around."""
    name = INVISIBLE.sub("", User.normalize_username(line(given, what, 150)))
    # A name is a part of the address of its reader's page.
    if not name or "/" in name or "\n" in name or "\r" in name or len(name) > 150:
        raise BadRecordError(f"{what} must be a name of 1 to 150 characters in one line, without a slash")
    return name


def _keys(values: list[dict[str, Any]]) -> list[str]:
    """Each comment's id, or its place in the list where it has none: the same at each load of the same file."""
    ids = [id_of(value, "id", f"comment {place}: ") for place, value in enumerate(values, 1)]
    given = Counter(key for key in ids if key)
    for key, times in given.items():
        if times > 1:
            raise BadRecordError(f"{times} comments have the same id {key}")
    return [key or _free(str(place), given) for place, key in enumerate(ids, 1)]


def _free(key: str, given: Counter[str]) -> str:
    while key in given:
        key = f"-{key}"
    return key


def _comment(value: dict[str, Any], key: str) -> CommentRecord:
    where = f"comment {key}: "
    state = choice_of(value, "state", ("public", "hidden", "held", "deleted"), where)
    author = value.get("author", "")
    votes = _votes(value, where)
    return CommentRecord(
        key=key,
        parent=id_of(value, "parent", where),
        author=author if author in (None, "") else user_name(author, f"{where}author"),
        text=_text(value, where, empty=state == "deleted"),
        time=time_of(value, "time", where),
        edited=time_of(value, "edited", where),
        picked=time_of(value, "picked", where),
        state=state,
        votes=votes,
        up=count_of(value, "up", where),
        down=count_of(value, "down", where),
        cast=_cast(value, votes or {}, f"{where}cast: "),
        held=held_votes(value, votes or {}, where),
        remark=_remark(value, votes or {}, where),
        moderated=moderated_of(value, where),
    )


def _text(value: dict[str, Any], where: str, *, empty: bool) -> str:
    text = value.get("body")
    if not isinstance(text, str) or not (text.strip() or empty) or len(text) > MAX_LENGTH:
        raise BadRecordError(f"{where}body must be a text of 1 to {MAX_LENGTH} characters")
    return without_heaps(storable(text, f"{where}body"))


def _votes(value: dict[str, Any], where: str) -> dict[str, int] | None:
    """Votes as {name: ±1}; a list of {"voter", "value"} is taken, too."""
    votes = value.get("votes")
    if votes is None:
        return None
    if isinstance(votes, dict):
        pairs = list(votes.items())
    elif isinstance(votes, list) and all(isinstance(vote, dict) for vote in votes):
        pairs = [(vote.get("voter"), vote.get("value")) for vote in votes]
    else:
        raise BadRecordError(f"{where}votes must be an object of names and 1 or -1")
    if any(type(vote) is not int or vote not in (1, -1) for _name, vote in pairs):
        raise BadRecordError(f"{where}a vote is 1 or -1")
    named = {user_name(name, f"{where}a voter"): vote for name, vote in pairs}
    if len(named) < len(pairs):
        raise BadRecordError(f"{where}somebody votes twice")
    return named


def _cast(value: dict[str, Any], votes: dict[str, int], where: str) -> dict[str, datetime]:
    given = object_of(value, "cast") or {}
    times = {user_name(name, where): time_of(given, name, where) for name in given}
    if not times.keys() <= votes.keys():
        raise BadRecordError(f"{where}each is the time of one of the comment's votes")
    return {name: time for name, time in times.items() if time}


def _remark(value: dict[str, Any], votes: dict[str, int], where: str) -> str:
    """A score is never taken as given: it is what the votes come to."""
    counted = "up" in value or "down" in value
    score = (value.get("up") or 0) - (value.get("down") or 0) if counted else sum(votes.values())
    if value.get("score") in (None, score):
        return ""
    return f"{where}score is {score} by its votes, not {value['score']!r:.20} as given"


def _parents_first(comments: list[CommentRecord]) -> list[CommentRecord]:
    known = {comment.key for comment in comments}
    waiting: dict[str, list[CommentRecord]] = {}
    ordered: list[CommentRecord] = []
    placed: set[str] = set()
    for comment in comments:
        if comment.parent and comment.parent not in known:
            raise BadRecordError(f"comment {comment.key} answers {comment.parent}, which isn't there")
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
        raise BadRecordError(f"comment {next(iter(waiting))} answers itself, directly or through others")
    return ordered
