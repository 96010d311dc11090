"""What a record may hold, checked field by field before anything is written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from articles.models import Photo
from articles.slugs import RESERVED
from newsportal.exchange.comment_records import CommentRecord, comment_records, user_name
from newsportal.exchange.correction_records import CorrectionRecord, correction_records
from newsportal.exchange.fields import (
    BadRecordError,
    choice_of,
    lines_of,
    list_of,
    object_of,
    storable,
    text_of,
    time_of,
)

__all__ = [
    "ArticleRecord",
    "BadRecordError",
    "CommentRecord",
    "PhotoRecord",
    "article_record",
    "photo_record",
]

_FOCUS = re.compile(r"[01](\.\d{1,6})?x[01](\.\d{1,6})?")
_AT = re.compile(r"/media/photos/\d{4}/\d\d/[a-z0-9_-]+-[0-9a-f]{12}\.jpe?g")
_NO_ADDRESS = "at must be an address like /media/photos/2026/11/pier-0123456789ab.jpeg"
_LENGTHS = {
    "caption": 300,
    "credit": 120,
    "alt": 300,
    "file": 500,
    # A picture of 25 MB in base64.
    "image": 35_000_000,
    "focus": 20,
    "at": 200,
    "name": Photo.NAME,
}


@dataclass(frozen=True)
class PhotoRecord:
    """`file` is looked for beside the record's own file; `image` is the picture itself, as a data: address; `at` is the address
    that it has on the site, `former` are the files that it had there before, `name` what its file was called where it came from;
    it was uploaded by `by` at `time`."""

    caption: str = ""
    credit: str = ""
    alt: str = ""
    file: str = ""
    image: str = ""
    focus: str = ""
    at: str = ""
    name: str = ""
    by: str = ""
    time: datetime | None = None
    former: tuple[str, ...] = ()


@dataclass(frozen=True)
class ArticleRecord:
    """`origin` is what the article was called where it came from, such as an agency's number: whoever has it is the article, whatever
    its address is by now. `stand_ins` are the names among authors and voters that stand for nobody in particular; `remarks` say what of the
    record is not loaded as it stands."""

    section: str
    headline: str
    slug: str = ""
    standfirst: str = ""
    body: str | list[str] = ""
    photo: PhotoRecord | None = None
    pictures: list[PhotoRecord] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    source: str = ""
    source_notice: str = ""
    site_notice: str = ""
    topics: list[str] = field(default_factory=list)
    published_at: datetime | None = None
    updated_at: datetime | None = None
    corrections: list[CorrectionRecord] = field(default_factory=list)
    state: str = "published"
    announcement: dict[str, str] | None = None
    discussion: str = "open"
    comments: list[CommentRecord] = field(default_factory=list)
    stand_ins: frozenset[str] = frozenset()
    origin: str = ""
    former_addresses: list[str] = field(default_factory=list)
    newsroom: dict[str, Any] | None = None
    terms: dict[str, Any] | None = None
    remarks: list[str] = field(default_factory=list)


def article_record(value: Any) -> ArticleRecord:
    """The record of a parsed JSON value. Raises BadRecordError."""
    if not isinstance(value, dict):
        raise BadRecordError("a record is a JSON object")
    comments = comment_records(list_of(value, "comments", dict))
    return ArticleRecord(
        section=text_of(value, "section", 60, required=True),
        headline=text_of(value, "headline", 200, required=True),
        slug=text_of(value, "slug", 120),
        standfirst=text_of(value, "standfirst", 500),
        body=_body(value),
        photo=_photo(value),
        pictures=[_picture(one) for one in list_of(value, "pictures", dict)],
        authors=lines_of(value, "authors", 120),
        source=text_of(value, "source", 120),
        source_notice=text_of(value, "source_notice", 150),
        site_notice=text_of(value, "site_notice", 150),
        topics=lines_of(value, "topics", 80),
        published_at=time_of(value, "published_at"),
        updated_at=time_of(value, "updated_at"),
        corrections=correction_records(list_of(value, "corrections", dict)),
        state=choice_of(value, "state", ("published", "draft", "in_review", "unpublished")),
        announcement=_announcement(value),
        discussion=choice_of(value, "discussion", ("open", "closed", "held")),
        comments=comments,
        stand_ins=frozenset(user_name(name, "stand_ins") for name in list_of(value, "stand_ins", str)),
        origin=text_of(value, "origin", 250),
        former_addresses=_paths(value),
        newsroom=object_of(value, "newsroom"),
        terms=object_of(value, "terms"),
        remarks=[comment.remark for comment in comments if comment.remark],
    )


def _body(value: dict[str, Any]) -> str | list[str]:
    body = value.get("body")
    if body is None:
        return ""
    if not isinstance(body, str) and not (
        isinstance(body, list) and all(isinstance(part, str) for part in body)
    ):
        raise BadRecordError("body must be a list of paragraphs or one text of HTML")
    storable("".join(body), "body")
    return body


def _paths(value: dict[str, Any]) -> list[str]:
    paths = lines_of(value, "former_addresses", 250)
    if any(not path.startswith("/") or path.split("/")[1] in RESERVED for path in paths):
        raise BadRecordError(
            "former_addresses must be paths like /harbour/night-ferry/, and none of the site's own"
        )
    return paths


def _photo(value: dict[str, Any]) -> PhotoRecord | None:
    photo = object_of(value, "photo")
    return photo_record(photo, "photo: ") if photo is not None else None


def _picture(value: dict[str, Any]) -> PhotoRecord:
    picture = photo_record(value, "pictures: ")
    if not picture.at:
        raise BadRecordError(f"pictures: {_NO_ADDRESS}")
    return picture


def photo_record(photo: dict[str, Any], where: str) -> PhotoRecord:
    """Raises BadRecordError, which says `where`."""
    texts: dict[str, str] = {name: text_of(photo, name, most, where) for name, most in _LENGTHS.items()}
    if texts["focus"] and not _FOCUS.fullmatch(texts["focus"]):
        raise BadRecordError(f"{where}focus must be two shares of width and height, like 0.5x0.25")
    # Nothing but a picture of the library lies there, and none that another file could be taken for.
    if texts["at"] and not _AT.fullmatch(texts["at"]):
        raise BadRecordError(f"{where}{_NO_ADDRESS}")
    by = user_name(photo["by"], "by") if photo.get("by") else ""
    former = lines_of(photo, "former", 200)
    if not all(_AT.fullmatch(one) for one in former):
        raise BadRecordError(f"{where}former: {_NO_ADDRESS}")
    names = tuple(one.removeprefix(settings.MEDIA_URL) for one in former)
    return PhotoRecord(**texts, by=by, time=time_of(photo, "time", where), former=names)


def _announcement(value: dict[str, Any]) -> dict[str, str] | None:
    given = value.get("announcement")
    if given is None:
        return None
    announcement = {"text": given} if isinstance(given, str) else given
    if not isinstance(announcement, dict):
        raise BadRecordError("announcement must be a text or an object")
    url = text_of(announcement, "url", 200, "announcement: ")
    try:
        # The link stands above every page, so an address of another kind (javascript:) must not get in.
        if url:
            URLValidator(schemes=["http", "https"])(url)
    except ValidationError as error:
        raise BadRecordError("announcement: url must be an http or https address") from error
    return {"text": text_of(announcement, "text", 200, "announcement: ", required=True), "url": url}
