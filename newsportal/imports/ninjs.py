"""ninjs, the IPTC's news in JSON: 2.x, and 1.x by its older names. A file is an item, a list of them, or JSON lines."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from articles.body import from_paragraphs
from newsportal.exchange.fields import BadRecordError
from newsportal.exchange.reading import read as read_json
from newsportal.imports import agency
from newsportal.imports.item import BrokenFileError, Item, Options

# A wire's file is a page or two. JSON is held as a whole, so it is bounded.
MOST_BYTES = 32_000_000
_TEXT = ("text", "composite", "")
_HTML = ("text/html", "application/xhtml+xml")


def read(path: Path, options: Options) -> Iterator[Item]:
    """Raises BrokenFileError, before the first item where the file isn't whole."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise BrokenFileError(f"it has more than {MOST_BYTES:,} bytes, and so is no file of a wire")
    with path.open("rb") as file:
        found = list(read_json(file))
    for one in found:
        if isinstance(one.value, BadRecordError):
            raise BrokenFileError(f"{one.where}: {one.value}")
    for one in found:
        item = _item(one.where, one.value, options, path.parent)
        item.read = size
        yield item


def _item(where: str, value: Any, options: Options, folder: Path) -> Item:
    if not isinstance(value, dict):
        return Item(where, remarks=["not taken: it is no object, as an item of ninjs is"])
    if _text(value, "type") not in _TEXT:
        return Item(
            where,
            remarks=[f"not taken: it is of the type “{_text(value, 'type')[:40]}”, and only text is taken"],
        )
    return agency.item(where, "wire", _story(value), options, folder)


def _story(value: dict[str, Any]) -> agency.Story:
    return agency.Story(
        key=_text(value, "uri"),
        version=_text(value, "version"),
        status=_text(value, "pubstatus") or "usable",
        headline=escape(_main(value, "headlines", "headline") or _text(value, "title")),
        summary=_main(value, "descriptions", "description_html") or escape(_text(value, "description_text")),
        html=_body(value),
        byline=escape(_text(value, "by") or _text(value, "byline")),
        subjects=[escape(_text(one, "name")) for one in _objects(value, "subjects", "subject")]
        + [escape(one) for one in _list(value, "keywords") if isinstance(one, str)],
        source=escape(next((_text(one, "name") for one in _objects(value, "infosources", "infosource")), ""))
        or escape(_text(value, "copyrightholder")),
        notice=escape(_text(value, "copyrightnotice")),
        note=escape(_text(value, "ednote")),
        is_correction="correction"
        in [_text(one, "name").casefold() for one in _objects(value, "genres", "genre")],
        first=_text(value, "firstcreated"),
        changed=_text(value, "versioncreated"),
        # What is no time is an embargo all the same.
        embargo=str(value.get("embargoed") or ""),
        picture=_picture(value),
    )


def _body(value: dict[str, Any]) -> str:
    """HTML where there is any; otherwise the plain text, an empty line between two paragraphs."""
    bodies = _objects(value, "bodies")
    for body in bodies:
        if _text(body, "contenttype") in _HTML:
            return _text(body, "value")
    html = _text(value, "body_html") or _text(value, "body_xhtml")
    plain = next((_text(body, "value") for body in bodies), "") or _text(value, "body_text")
    return html or from_paragraphs(
        part.strip() for part in plain.replace("\r\n", "\n").split("\n\n") if part.strip()
    )


def _main(value: dict[str, Any], name: str, older: str) -> str:
    """Of several the one whose role is main, else the first."""
    given = _objects(value, name)
    given.sort(key=lambda one: _text(one, "role") != "main")
    return _text(given[0], "value") if given else _text(value, older)


def _picture(value: dict[str, Any]) -> dict[str, str]:
    """The first picture that belongs to it, by the name of its largest rendition's file."""
    for one in _objects(value, "associations"):
        files = sorted(_objects(one, "renditions"), key=lambda file: -_number(file, "width"))
        address = next((_text(file, "href") for file in files if _text(file, "href")), "")
        if _text(one, "type") == "picture" and address:
            caption = _main(one, "descriptions", "description_text") or _main(one, "headlines", "headline")
            told = {"caption": caption[:300], "credit": (_text(one, "by") or _text(one, "byline"))[:120]}
            return {"file": address} | {name: " ".join(words.split()) for name, words in told.items()}
    return {}


def _objects(value: dict[str, Any], *names: str) -> list[dict[str, Any]]:
    """A list of objects; 1.x has an object of objects for some."""
    for name in names:
        given = value.get(name)
        if isinstance(given, dict):
            given = list(given.values())
        if isinstance(given, list):
            return [one for one in given if isinstance(one, dict)]
    return []


def _list(value: dict[str, Any], name: str) -> list[Any]:
    given = value.get(name)
    return given if isinstance(given, list) else []


def _text(value: dict[str, Any], name: str) -> str:
    given = value.get(name)
    return str(given) if isinstance(given, (str, int, float)) and not isinstance(given, bool) else ""


def _number(value: dict[str, Any], name: str) -> float:
    given = value.get(name)
    return given if isinstance(given, (int, float)) else 0
