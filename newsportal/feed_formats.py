"""RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1, as Django's syndication framework writes them, with what it doesn't know: all
authors of an item, its whole text and its picture.

An item has, beside what the framework gives it: `summary` (plain text), `content` (HTML), `image` (an address) and
`image_words`, each empty where there is none, and `authors`: [{"name", "url"}].
"""

from __future__ import annotations

import json
from typing import IO, Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from articles.in_xml import in_xml

_MEDIA = {"xmlns:media": "http://search.yahoo.com/mrss/"}


def _add_image(handler: Any, item: dict[str, Any]) -> None:
    """The picture as Media RSS has it, which needs no length in bytes."""
    if item["image"]:
        handler.startElement("media:content", {"url": item["image"], "medium": "image"})
        if item["image_words"]:
            handler.addQuickElement("media:description", item["image_words"], {"type": "plain"})
        handler.endElement("media:content")


class _Writable(SyndicationFeed):
    """A feed without what XML can't hold."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.feed = _in_xml(self.feed)

    def add_item(self, *args: Any, **kwargs: Any) -> None:
        super().add_item(*args, **kwargs)
        self.items[-1] = _in_xml(self.items[-1])


def _in_xml(value: Any) -> Any:
    if isinstance(value, str):
        return in_xml(value)
    if isinstance(value, dict):
        return {name: _in_xml(one) for name, one in value.items()}
    return [_in_xml(one) for one in value] if isinstance(value, list | tuple) else value


class Rss(_Writable, Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return {
            **super().rss_attributes(),
            **_MEDIA,
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for author in item["authors"]:
            handler.addQuickElement("dc:creator", author["name"])
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])
        _add_image(handler, item)


class Atom(_Writable, Atom1Feed):
    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), **_MEDIA}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for author in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", author["name"])
            handler.addQuickElement("uri", author["url"])
            handler.endElement("author")
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})
        _add_image(handler, item)


class Json(SyndicationFeed):
    """What is empty is left out, as the format wants it (jsonfeed.org/version/1.1)."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: IO[str], encoding: str) -> None:
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": self.feed["language"],
            "authors": [{"name": self.feed["author_name"], "url": self.feed["author_link"]}],
        }
        items = [_json_item(item) for item in self.items]
        outfile.write(json.dumps({**_filled(feed), "items": items}, ensure_ascii=False))


def _json_item(item: dict[str, Any]) -> dict[str, Any]:
    return _filled(
        {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            # An item must have a content, be it empty.
            "content_text" if not item["content"] else "content_html": item["content"]
            or item["summary"]
            or " ",
            "summary": item["summary"],
            "image": item["image"],
            "date_published": item["pubdate"].isoformat(),
            "date_modified": item["updateddate"].isoformat(),
            "authors": item["authors"],
            "tags": list(item["categories"]),
        }
    )


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, [])}


FORMATS: dict[str, type[SyndicationFeed]] = {"rss": Rss, "atom": Atom, "json": Json}
