"""An agency's story, whichever format it came in, as an item: what it is called, which version it is, and whether it may be used."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from articles.models import Correction
from newsportal.imports.bodies import plain_body
from newsportal.imports.item import Item, Options, Wire
from newsportal.imports.values import (
    NEWS,
    any_time,
    beside,
    lines,
    origin,
    short,
    standing_section,
    whole,
    words,
)

# What agencies write at the head of a note to editors that corrects; other notes are for editors alone.
_CORRECTS = re.compile(r"\W*(?:correct(?:s|ed|ion|ions|ing)?\b|訂正)", re.IGNORECASE)
# The page says itself that it is one.
_LABEL = re.compile(r"correction\s*[:：]\s*", re.IGNORECASE)
_BY = re.compile(r"^by\s+", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|;|\band\b|&)\s*")


@dataclass
class Story:
    """As the formats have it; `status` is usable, withheld or canceled, times are ISO 8601."""

    key: str
    version: str = ""
    status: str = "usable"
    headline: str = ""
    summary: str = ""
    html: str = ""
    byline: str = ""
    subjects: list[str] = field(default_factory=list)
    source: str = ""
    notice: str = ""
    note: str = ""
    is_correction: bool = False
    first: str = ""
    changed: str = ""
    embargo: str = ""
    picture: dict[str, str] = field(default_factory=dict)


def item(where: str, kind: str, story: Story, options: Options, folder: Path) -> Item:
    """The story as it is taken. Pictures lie beside its file, in `folder`, or in the operator's."""
    made = Item(f"{where}, “{words(story.headline)[:60] or story.key[:60]}”")
    if not story.key:
        made.remarks.append("not taken: it has no name of its own, by which a correction would find it")
        return made
    status = story.status.casefold().replace("cancelled", "canceled")
    if status not in ("", "usable", "withheld", "canceled"):
        made.remarks.append(f"not taken: its status is “{story.status[:40]}”")
        return made
    embargo = any_time(story.embargo)
    is_killed = status == "canceled"
    made.wire = Wire(
        _version(story, is_killed=is_killed),
        is_killed=is_killed,
        is_withheld=status == "withheld",
        correction=_correction(story),
        embargo=embargo,
        is_open_ended=bool(story.embargo) and embargo is None,
    )
    if made.wire.is_killed:
        # Whatever else such an item says or lacks: what must not be used is found by its name alone.
        made.record = {"origin": origin(kind, story.key), "section": NEWS, "headline": "–"}
        return made
    state = "draft" if options.draft or status == "withheld" else "published"
    if made.wire.is_open_ended:
        # Published too early it can't be taken back; as a draft it is only late.
        state = "draft"
        made.remarks.append(f"its embargo, {story.embargo[:40]!r}, names no time; it isn't published")
    made.record = _record(kind, story, state, made, options)
    if made.wire.is_withheld and not made.record["headline"]:
        # One that stands here is found by its name, too.
        made.record["headline"] = story.key[:200]
    if story.picture:
        name = beside(options.pictures or folder, story.picture.get("file", ""), "/")
        if name:
            made.record["photo"] = {**story.picture, "file": name}
        else:
            made.remarks.append(
                f"its picture not taken: {story.picture.get('file', '')[:200]} isn't beside the file"
            )
    return made


def _record(kind: str, story: Story, state: str, made: Item, options: Options) -> dict[str, Any]:
    remarks = made.remarks
    html, lost = plain_body(whole(story.html))
    remarks += lost
    section, topics = standing_section(options.section, lines(story.subjects, 80, "a subject", remarks))
    first = any_time(story.embargo) or any_time(story.first) or any_time(story.changed)
    if story.first and any_time(story.first) is None:
        remarks.append(f"its time, {story.first[:40]!r}, can't be read")
    record: dict[str, Any] = {
        "origin": origin(kind, story.key),
        "section": section,
        "headline": short(words(story.headline), 200, "the headline", remarks),
        "standfirst": short(words(story.summary), 500, "the summary", remarks),
        "body": html,
        "state": state,
        "published_at": first.isoformat() if first and state == "published" else None,
        "authors": lines(_AND.split(_BY.sub("", words(story.byline))), 120, "an author's name", remarks),
        "topics": topics,
        "source": short(words(story.source), 120, "the source", remarks),
        "source_notice": short(words(story.notice), 150, "the notice", remarks),
    }
    changed = any_time(story.changed)
    # It corrects what we never had: its readers elsewhere may have come here.
    if made.wire and made.wire.correction and state == "published" and changed:
        record["corrections"] = [{"time": changed.isoformat(), "words": made.wire.correction}]
    return record


def _version(story: Story, *, is_killed: bool) -> int:
    """Counted by the agency; where it doesn't, by the time: a kill without one is of now, and no old one."""
    if re.fullmatch(r"\d{1,15}", story.version.strip()):
        return int(story.version)
    changed = any_time(story.changed) or (timezone.now() if is_killed else None)
    return int(changed.timestamp()) if changed else 0


def _correction(story: Story) -> str:
    note = words(story.note)
    if _CORRECTS.match(note):
        return (_LABEL.sub("", note) or note)[: Correction.MOST]
    return (
        (note or gettext("The agency has corrected this story."))[: Correction.MOST]
        if story.is_correction
        else ""
    )
