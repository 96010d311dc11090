"""The comments of other systems as records: who wrote them, in answer to what, and which of them aren't taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accounts.characters import INVISIBLE
from comments.text import MAX_LENGTH
from newsportal.exchange.fields import CONTROL
from newsportal.imports.comment_words import markdown
from newsportal.imports.values import utc

ANONYMOUS = "Anonymous"


@dataclass
class Said:
    """A comment as its system has it. `untaken` says why it isn't taken, and is empty where it is."""

    key: str
    parent: str
    author: str
    html: str
    time: str
    state: str = ""
    untaken: str = ""


def discussion(said: list[Said], remarks: list[str]) -> dict[str, Any]:
    """The `comments` and `stand_ins` of a record. What isn't taken stays as a deleted one where others answer it, so that these
    keep their place; `remarks` name it. Those who wrote are stand-ins: that somebody was called so elsewhere makes them nobody
    who is called so here."""
    known = {one.key for one in said}
    answered = _answered(said)
    records = []
    for one in said:
        if one.untaken:
            remarks.append(f"comment {one.key} not taken: {one.untaken}")
        if one.untaken and one.key not in answered:
            continue
        if one.parent and one.parent not in known:
            remarks.append(
                f"comment {one.key} answers {one.parent}, which isn't there; it begins a thread of its own"
            )
        records.append(_record(one, known, remarks))
    if not records:
        return {}
    names = {record["author"] for record in records if record["author"]}
    return {"comments": records, "stand_ins": sorted(names)}


def _answered(said: list[Said]) -> set[str]:
    """The keys of what is answered, be it through others that aren't taken, by one that is."""
    parents = {one.key: one.parent for one in said}
    answered: set[str] = set()
    for one in said:
        key = "" if one.untaken else one.parent
        while key and key not in answered:
            answered.add(key)
            key = parents.get(key, "")
    return answered


def _record(one: Said, known: set[str], remarks: list[str]) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": one.key,
        "time": utc(one.time, f"comment {one.key}", remarks),
        "votes": {},
    }
    if one.parent in known:
        record["parent"] = one.parent
    if one.untaken:
        return record | {"author": None, "body": "", "state": "deleted"}
    text = CONTROL.sub("", markdown(one.html).replace("\x00", ""))
    if not text:
        remarks.append(f"comment {one.key} has no words; it is kept as a deleted one")
        return record | {"author": None, "body": "", "state": "deleted"}
    if len(text) > MAX_LENGTH:
        remarks.append(f"comment {one.key} was cut to {MAX_LENGTH} characters")
        text = f"{text[: MAX_LENGTH - 1]}…"
    return record | {"author": _name(one.author), "body": text} | ({"state": one.state} if one.state else {})


def _name(given: str) -> str:
    """A name that records may have, see `newsportal.exchange.comment_records.user_name`."""
    name = INVISIBLE.sub("", " ".join(given.replace("/", "∕").split())).strip()
    return name[:140] or ANONYMOUS
