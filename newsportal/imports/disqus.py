"""Disqus: its export in XML, all threads first and then all comments, which come into the articles that stand here.

An article is found by its thread's link, or its identifier. Import the articles first. Comments that were deleted or are spam there
aren't taken, unless others answer them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from xml.etree.ElementTree import Element

from newsportal.imports import xml_stream
from newsportal.imports.discussion import Said, discussion
from newsportal.imports.item import BrokenFileError, Item, Options
from newsportal.imports.standing import standing
from newsportal.imports.xml_stream import children, text

_PREFIXES = {"http://disqus.com": "", "http://disqus.com/disqus-internals": "dsq"}
_ID = "dsq:id"


class Thread(NamedTuple):
    number: str
    where: str
    link: str
    identifier: str
    is_deleted: bool


def read(path: Path, options: Options) -> Iterator[Item]:
    """An item for each thread that has comments. Raises BrokenFileError, before the first where the file isn't whole."""
    with TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "posts")) as posts:
        # Comments stand in the order of their time, not by thread: on the disk they are sorted in constant memory.
        posts.execute("CREATE TABLE post (thread TEXT, said TEXT)")
        threads = list(_split(path, posts))
        posts.execute("CREATE INDEX of_thread ON post (thread)")
        size, done = path.stat().st_size, 0
        total = max(posts.execute("SELECT count(*) FROM post").fetchone()[0], 1)
        for thread in threads:
            rows = posts.execute("SELECT said FROM post WHERE thread = ? ORDER BY rowid", [thread.number])
            said = [Said(**json.loads(row)) for (row,) in rows]
            done += len(said)
            if said:
                yield _item(thread, said, size * done // total)
        numbers = {thread.number for thread in threads}
        for (number,) in posts.execute("SELECT DISTINCT thread FROM post"):
            if number not in numbers:
                yield Item(
                    "the file",
                    remarks=[f"comments of thread {number} not taken: the thread isn't in the file"],
                )


def _split(path: Path, posts: sqlite3.Connection) -> Iterator[Thread]:
    """The threads; the comments go to `posts`."""
    is_ours = False
    with path.open("rb") as file:
        for element, line, _read in xml_stream.elements(file, ("category", "thread", "post"), _PREFIXES):
            number = element.get(_ID)
            if number is None:
                break
            is_ours = True
            if element.tag == "thread":
                where = f"line {line}, thread “{text(element, 'title')[:60] or number}”"
                yield Thread(
                    number, where, text(element, "link"), text(element, "id"), _is(element, "isDeleted")
                )
            elif element.tag == "post":
                of = next((found.get(_ID, "") for found in children(element, "thread")), "")
                posts.execute("INSERT INTO post VALUES (?, ?)", [of, json.dumps(_said(element, number))])
    if not is_ours:
        raise BrokenFileError("it is no export of Disqus: nothing in it has a number of Disqus'")


def _said(post: Element, number: str) -> dict[str, str | None]:
    author = next(iter(children(post, "author")), None)
    parent = next((found.get(_ID) for found in children(post, "parent")), None)
    untaken = "deleted there" if _is(post, "isDeleted") else "spam" if _is(post, "isSpam") else ""
    return {
        "key": f"disqus-{number}",
        "parent": f"disqus-{parent}" if parent else "",
        "author": "" if author is None else text(author, "name") or text(author, "username"),
        "html": text(post, "message"),
        "time": text(post, "createdAt"),
        "untaken": untaken,
    }


def _item(thread: Thread, said: list[Said], read_so_far: int) -> Item:
    item = Item(thread.where, read=read_so_far)
    article = None if thread.is_deleted else standing(thread.link, thread.identifier)
    if article is None:
        why = (
            "it was deleted there"
            if thread.is_deleted
            else f"no article here has the address {thread.link:.200}"
        )
        comments = "comment" if len(said) == 1 else f"{len(said)} comments"
        item.remarks.append(f"its {comments} not taken: {why}")
        return item
    of = {"section": article.section.slug, "slug": article.slug, "headline": article.headline}
    item.record = of | discussion(said, item.remarks)
    return item


def _is(element: Element, name: str) -> bool:
    return text(element, name) == "true"
