"""Feeds: RSS 2.0 (and what it grew from) and Atom.

Read by the stream that all XML is read by, not by feedparser: that resolves entities, holds the file as a whole, and takes what
is left of one that was cut in half for all of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from newsportal.imports import xml_stream
from newsportal.imports.bodies import plain_body
from newsportal.imports.item import BrokenFileError, Item, Options
from newsportal.imports.links import absolute, joined
from newsportal.imports.values import any_time, lines, origin, short, standing_section, words
from newsportal.imports.xhtml import inside
from newsportal.imports.xml_stream import children, text

_PREFIXES = {
    "http://www.w3.org/2005/Atom": "atom",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/1999/xhtml": "",
    "http://purl.org/rss/1.0/": "",
    "http://search.yahoo.com/mrss/": "media",
}
# What stands outside of items and entries.
_OF_FEED = ("link", "atom:link", "atom:author")
# They are kept for all that follows, so their number is bounded.
MOST_AUTHORS = 20
_BASE = "http://www.w3.org/XML/1998/namespace:base"


def read(path: Path, options: Options) -> Iterator[Item]:
    """The feed's items in their order. What has come in before, by its guid or id, stays as it is. Raises BrokenFileError, before
    the first where the file isn't whole."""
    with path.open("rb") as file:
        xml_stream.check(file)
        feed, is_feed = _Feed(), False
        for found in xml_stream.elements(file, ("item", "atom:entry", *_OF_FEED), _PREFIXES):
            if found.element.tag in _OF_FEED:
                feed.add(found.element)
                continue
            is_feed = True
            item = Item(f"line {found.line}", read=found.read)
            record = _atom if found.element.tag == "atom:entry" else _rss
            item.record = record(found.element, feed, options, item.remarks)
            item.where += f", “{item.record['headline'][:60]}”"
            yield item
        if not is_feed:
            raise BrokenFileError(
                "it is no feed, or an empty one: it has neither items (RSS) nor entries (Atom)"
            )


class _Feed:
    """What a feed says of all that comes after it: where its own page is, and who wrote what names nobody."""

    def __init__(self) -> None:
        self.page = ""
        self.authors: list[str] = []

    def add(self, element: Element) -> None:
        if element.tag == "atom:author" and len(self.authors) < MOST_AUTHORS:
            self.authors.append(text(element, "atom:name"))
        elif element.tag == "atom:link":
            self.page = self.page or _page([element])
        elif element.tag == "link":
            self.page = self.page or (element.text or "").strip()


def _rss(item: Element, feed: _Feed, options: Options, remarks: list[str]) -> dict[str, Any]:
    body, summary = text(item, "content:encoded"), text(item, "description")
    beside = [*children(item, "enclosure"), *children(item, "media:content")]
    # What many feeds call a description is all that they have of the text.
    has_both = bool(body and summary)
    return _record(
        key=text(item, "guid") or text(item, "link"),
        title=text(item, "title"),
        summary=summary if has_both else "",
        body=body or summary,
        time=text(item, "pubDate") or text(item, "dc:date"),
        authors=[creator.text or "" for creator in children(item, "dc:creator")]
        or [_person(text(item, "author"))],
        categories=[category.text or "" for category in children(item, "category")],
        beside=[one.get("url", "") for one in beside],
        base=joined(feed.page, text(item, "link")),
        options=options,
        remarks=remarks,
    )


def _atom(entry: Element, feed: _Feed, options: Options, remarks: list[str]) -> dict[str, Any]:
    contents = children(entry, "atom:content")
    links = children(entry, "atom:link")
    base = joined(feed.page, entry.get(_BASE, "") or _page(links))
    body, summary = (
        _html(found[0]) if found else "" for found in (contents, children(entry, "atom:summary"))
    )
    return _record(
        key=text(entry, "atom:id"),
        title=_html(children(entry, "atom:title")[0]) if children(entry, "atom:title") else "",
        summary=summary if body else "",
        body=body or summary,
        time=text(entry, "atom:published") or text(entry, "atom:updated"),
        authors=[text(author, "atom:name") for author in children(entry, "atom:author")] or feed.authors,
        categories=[one.get("label") or one.get("term") or "" for one in children(entry, "atom:category")],
        beside=[one.get("href", "") for one in links if one.get("rel") == "enclosure"],
        base=joined(base, contents[0].get(_BASE, "")) if contents else base,
        options=options,
        remarks=remarks,
    )


def _record(
    *,
    key: str,
    title: str,
    summary: str,
    body: str,
    time: str,
    authors: list[str],
    categories: list[str],
    beside: list[str],
    base: str,
    options: Options,
    remarks: list[str],
) -> dict[str, Any]:
    html, lost = plain_body(absolute(body, base))
    remarks += lost
    remarks += [f"beside its text: not taken: {address:.200}" for address in dict.fromkeys(beside)]
    published = any_time(time)
    if published is None:
        remarks.append(f"its time, {time!r:.50}, can't be read; it is dated now")
    section, topics = standing_section(options.section, lines(categories, 80, "a category", remarks))
    # Without an id of its own the words are the item.
    name = key or hashlib.blake2b((title + body).encode(), digest_size=12).hexdigest()
    return {
        "origin": origin("feed", name),
        "section": section,
        "headline": short(words(title) or words(body), 200, "the headline", remarks),
        "standfirst": short(words(summary), 500, "the summary", remarks),
        "body": html,
        "published_at": published.isoformat() if published else None,
        "authors": lines(authors, 120, "an author's name", remarks),
        "topics": topics,
    }


def _html(construct: Element) -> str:
    """A text of Atom (RFC 4287, 3.1) as HTML: what is plain, what is HTML already, or elements of XHTML."""
    kind = construct.get("type", "text")
    if kind == "xhtml":
        return inside(construct)
    plain = construct.text or ""
    return plain if kind in ("html", "text/html") else plain.replace("&", "&amp;").replace("<", "&lt;")


def _page(links: list[Element]) -> str:
    """Of several links the one to the page itself; empty where there is none."""
    return next((link.get("href", "") for link in links if link.get("rel", "alternate") == "alternate"), "")


def _person(given: str) -> str:
    """RSS has an address of mail with the name behind it in brackets."""
    return given.partition("(")[2].rstrip(") ") if "(" in given else "" if "@" in given else given
