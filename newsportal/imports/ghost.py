"""Ghost: its export in JSON, as Ghost 1 to 6 write it: `db[0].data` with a table a list.

Posts are taken with authors, excerpt, state, time, and the pictures at their head and in their text. The first tag that can be an
address is a post's section (“news” without one), its other tags are its topics; tags that begin with # are internal and aren't taken.
Pages aren't; nor is what only members could read made public: it comes as a draft.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import ijson

from newsportal.imports.bodies import plain_body
from newsportal.imports.item import BrokenFileError, Item, Options
from newsportal.imports.text_pictures import PictureFolder, TextPictures
from newsportal.imports.values import beside, former_address, lines, origin, section_of, short, utc, words

_STATES = {"published": "published", "scheduled": "published", "draft": "draft", "sent": "draft"}
_TABLES = {"tags", "users", "posts_tags", "posts_authors", "posts_meta", "posts"}
# Behind it stands in addresses what the folder of pictures holds.
_IMAGES = "/content/images/"
# What an export has in the place of the site's own address: the paths behind it lead on here.
_SITE = "__GHOST_URL__"
# How deep a row stands: in data.posts[], and since Ghost 1 in db[].data.posts[].
_DEPTHS = (3, 5)
MOST_DEPTH = 100
# The parser holds a row as a whole, and a text whatever it belongs to.
MOST_BYTES = 64_000_000


@dataclass
class _Tables:
    """What posts refer to by id, which is small beside them."""

    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    tags_of: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    authors_of: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    pictures: dict[str, dict[str, str]] = field(default_factory=dict)
    posts: int = 0

    def add(self, table: str, row: dict[str, Any]) -> None:
        match table:
            case "tags":
                self.tags[str(row.get("id"))] = {
                    name: str(row.get(name) or "") for name in ("name", "visibility")
                }
            case "users":
                self.users[str(row.get("id"))] = str(row.get("name") or "")
            case "posts_tags":
                self.tags_of[str(row.get("post_id"))].append((_place(row), str(row.get("tag_id"))))
            case "posts_authors":
                self.authors_of[str(row.get("post_id"))].append((_place(row), str(row.get("author_id"))))
            case "posts_meta":
                told = {"alt": "feature_image_alt", "caption": "feature_image_caption"}
                self.pictures[str(row.get("post_id"))] = {
                    name: words(row.get(key) or "") for name, key in told.items()
                }
            case "posts":
                self.posts += 1


class _Bounded:
    """The file, as long as no row and nothing else that is read at once is larger than MOST_BYTES; then it raises BrokenFileError.
    `since` is how much was read since the last one ended."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.since = file, 0

    def read(self, size: int = -1) -> bytes:
        given = self._file.read(size)
        self.since += len(given)
        if self.since > MOST_BYTES:
            raise BrokenFileError(f"something in it has more than {MOST_BYTES:,} bytes, and so is no post")
        return given


def read(path: Path, options: Options) -> Iterator[Item]:
    """The posts in their order. Raises BrokenFileError, before the first where the file isn't whole."""
    tables = _Tables()
    with path.open("rb") as file:
        for name, row in _rows(file, _TABLES):
            tables.add(name, row)
        if not tables.posts:
            raise BrokenFileError(
                "it is no export of Ghost, or one without posts: it has no db[0].data.posts"
            )
        file.seek(0)
        for place, (_name, post) in enumerate(_rows(file, {"posts"}), 1):
            item = _item(post, tables, options, place)
            item.read = file.tell()
            yield item


def _rows(file: BinaryIO, tables: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of `tables`, each with the table's name; only one of them is in memory at a time."""
    builder: Any = None
    path: list[str] = []
    name, depth = "", 0
    bounded = _Bounded(file)
    for event, value in _events(bounded):
        if builder is None:
            bounded.since = 0
        if event == "map_key":
            path[-1] = value
        if builder is None and event == "start_map" and len(path) in _DEPTHS and path[-2] in tables:
            builder, name, depth = ijson.ObjectBuilder(), path[-2], len(path)
        if builder is not None:
            builder.event(event, value)
        if event in ("start_map", "start_array"):
            path.append("")
            if len(path) > MOST_DEPTH:
                raise BrokenFileError(f"lists and objects stand in one another more than {MOST_DEPTH} deep")
        elif event in ("end_map", "end_array"):
            path.pop()
            if builder is not None and len(path) == depth:
                yield name, builder.value
                builder = None


def _events(file: _Bounded) -> Iterator[tuple[str, Any]]:
    """Without the path of each, whose length nothing bounds. Raises BrokenFileError."""
    try:
        yield from ijson.basic_parse(file, use_float=True)
    except ijson.IncompleteJSONError as error:
        raise BrokenFileError(f"the file isn't whole, or isn't JSON ({_reason(error)})") from error
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise BrokenFileError(f"it isn't JSON ({_reason(error)})") from error


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:100]


def _item(post: dict[str, Any], tables: _Tables, options: Options, place: int) -> Item:
    title = words(_of(post, "title"))
    item = Item(f"post {place}, “{title[:60]}”")
    if post.get("type") == "page" or post.get("page"):
        item.remarks.append("not taken: it is a page, and only posts are taken")
        return item
    if _of(post, "status") not in _STATES:
        item.remarks.append(f"not taken: its status is “{_of(post, 'status')}”")
        return item
    item.record = _record(post, title, tables, options, item.remarks)
    return item


def _record(
    post: dict[str, Any], title: str, tables: _Tables, options: Options, remarks: list[str]
) -> dict[str, Any]:
    number, slug = _of(post, "id"), _of(post, "slug")
    state = _STATES[_of(post, "status")]
    if state == "published" and _of(post, "visibility") not in ("", "public"):
        state = "draft"
        remarks.append("it is for members only there, and a draft here")
    shown = TextPictures(PictureFolder(options.pictures, _IMAGES, {})) if options.pictures else None
    body, lost = plain_body(_of(post, "html").replace(_SITE, ""), pictures=shown)
    remarks += lost
    if not body and (post.get("lexical") or post.get("mobiledoc")):
        # Readers would find a headline and nothing below it.
        state = "draft"
        remarks.append(
            "its text not taken, and a draft here: the export has it in Ghost's own form only, not as HTML"
        )
    section, topics = section_of(options.section, _tags(post, tables, remarks))
    authors = [tables.users.get(one, "") for _place, one in sorted(tables.authors_of.get(number, []))]
    record = {
        "origin": origin("ghost", _of(post, "uuid") or number),
        "section": section,
        "slug": slug[:120],
        "headline": short(title, 200, "the headline", remarks),
        "standfirst": short(words(_of(post, "custom_excerpt")), 500, "the excerpt", remarks),
        "body": body,
        "pictures": shown.records if shown else [],
        "state": state,
        "published_at": utc(_of(post, "published_at"), "its time", remarks) if state == "published" else None,
        "authors": lines(
            authors or [tables.users.get(_of(post, "author_id"), "")], 120, "an author's name", remarks
        ),
        "topics": topics,
        # Ghost gives each post the address of its slug, unless its routes say otherwise, which the export doesn't tell.
        "former_addresses": former_address(f"/{slug}/", remarks) if state == "published" else [],
    }
    return record | _photo(post, tables.pictures.get(number, {}), options, remarks)


def _tags(post: dict[str, Any], tables: _Tables, remarks: list[str]) -> list[str]:
    given = [tables.tags.get(one) for _place, one in sorted(tables.tags_of.get(_of(post, "id"), []))]
    shown = [
        tag["name"]
        for tag in given
        if tag and tag["visibility"] != "internal" and not tag["name"].startswith("#")
    ]
    return lines(shown, 80, "a tag", remarks)


def _photo(
    post: dict[str, Any], told: dict[str, str], options: Options, remarks: list[str]
) -> dict[str, Any]:
    address = _of(post, "feature_image")
    if not address:
        return {}
    name = beside(options.pictures, address, _IMAGES) if options.pictures else None
    if name is None:
        why = (
            f"{address:.200} isn't in the folder of pictures"
            if options.pictures
            else "no folder of pictures was given"
        )
        remarks.append(f"its picture not taken: {why}")
        return {}
    return {
        "photo": {"file": name, "alt": told.get("alt", "")[:300], "caption": told.get("caption", "")[:300]}
    }


def _place(row: dict[str, Any]) -> int:
    order = row.get("sort_order")
    return order if isinstance(order, int) else 0


def _of(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)
