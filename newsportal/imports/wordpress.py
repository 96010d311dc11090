"""WordPress: its own export, WXR 1.0 to 1.2 (an RSS file with elements of `http://wordpress.org/export/…/`).

Posts are taken with authors, excerpt, state, time, the pictures at their head and in their text, and comments with their threads.
Pages, menus and other kinds aren't; nor are pingbacks and trackbacks, spam and what was thrown away. The first of a post's
categories that can be an address is its section (“news” without one, and “Uncategorized” is none); its other categories and its tags
are its topics.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from newsportal.imports import xml_stream
from newsportal.imports.bodies import plain_body
from newsportal.imports.discussion import Said, discussion
from newsportal.imports.item import BrokenFileError, Item, Options
from newsportal.imports.text_pictures import Attachment, PictureFolder, TextPictures
from newsportal.imports.values import former_address, lines, origin, section_of, short, utc, words
from newsportal.imports.xml_stream import children, text

_PREFIXES = {
    **{f"http://wordpress.org/export/1.{minor}/": "wp" for minor in range(3)},
    **{f"http://wordpress.org/export/1.{minor}/excerpt/": "excerpt" for minor in range(3)},
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
}
# What was private, or behind a password, there isn't public here.
_STATES = {
    "publish": "published",
    "future": "published",
    "draft": "draft",
    "pending": "draft",
    "private": "draft",
    "auto-draft": "draft",
}
_COMMENTS = {"1": ("", ""), "0": ("held", ""), "spam": ("", "spam"), "trash": ("", "thrown away")}
_KINDS = {"page": "a page", "nav_menu_item": "an entry of a menu", "revision": "an earlier version"}
_NONE = {"uncategorized", "未分類"}


def read(path: Path, options: Options) -> Iterator[Item]:
    """The items of the file in their order. Raises BrokenFileError, before the first where the file isn't whole."""
    with path.open("rb") as file:
        attachments = _attachments(file, options)
        place = PictureFolder(options.pictures, "/uploads/", attachments) if options.pictures else None
        authors: dict[str, str] = {}
        is_ours = False
        for element, line, read_so_far in xml_stream.elements(
            file, ("wp:author", "wp:wxr_version", "item"), _PREFIXES
        ):
            if element.tag == "wp:wxr_version":
                is_ours = True
            elif element.tag == "wp:author":
                authors[text(element, "wp:author_login")] = text(element, "wp:author_display_name")
            elif not is_ours:
                break
            elif text(element, "wp:post_type") != "attachment":
                item = _item(element, f"line {line}, {_called(element)}", authors, place, options)
                item.read = read_so_far
                yield item
        if not is_ours:
            raise BrokenFileError("it is no export of WordPress: it names no version of WXR")


def _attachments(file: Any, options: Options) -> dict[str, Attachment]:
    """By their ids; the whole file is read, so that nothing is taken of a broken one."""
    found: dict[str, Attachment] = {}
    wanted = ("item",) if options.pictures else ()
    for element, _line, _read in xml_stream.elements(file, wanted, _PREFIXES):
        if text(element, "wp:post_type") == "attachment":
            alt = _meta(element).get("_wp_attachment_image_alt", "")
            address = text(element, "wp:attachment_url")
            caption = words(text(element, "excerpt:encoded"))
            found[text(element, "wp:post_id")] = Attachment(address, caption, words(alt))
    file.seek(0)
    return found


def _item(
    post: Element,
    where: str,
    authors: dict[str, str],
    place: PictureFolder | None,
    options: Options,
) -> Item:
    item = Item(where)
    kind, status = text(post, "wp:post_type") or "post", text(post, "wp:status") or "publish"
    if kind != "post":
        item.remarks.append(
            f"not taken: it is {_KINDS.get(kind, f'of the kind “{kind}”')}, and only posts are taken"
        )
        return item
    if status not in _STATES:
        told = "it was thrown away" if status == "trash" else f"its status is “{status}”"
        item.remarks.append(f"not taken: {told}")
        return item
    shown = TextPictures(place) if place else None
    item.record = _record(post, _STATES[status], authors, item.remarks, options, shown)
    if photo := _photo(post, place, item.remarks):
        item.record["photo"] = photo
    item.record |= discussion([_comment(one) for one in children(post, "wp:comment")], item.remarks)
    _count_alike(item.remarks)
    return item


def _record(
    post: Element,
    state: str,
    authors: dict[str, str],
    remarks: list[str],
    options: Options,
    shown: TextPictures | None,
) -> dict[str, Any]:
    body, lost = plain_body(text(post, "content:encoded"), is_classic=True, pictures=shown)
    remarks += lost
    if text(post, "wp:post_password"):
        state = "draft"
        remarks.append("it is behind a password there, and a draft here")
    login = text(post, "dc:creator")
    author = authors.get(login) or login
    section, categories = section_of(options.section, _terms(post, "category", remarks))
    link = text(post, "link")
    return {
        "origin": origin("wordpress", text(post, "guid") or link),
        "section": section,
        "slug": unquote(text(post, "wp:post_name"))[:120],
        "headline": short(words(text(post, "title")), 200, "the headline", remarks),
        "standfirst": short(words(text(post, "excerpt:encoded")), 500, "the excerpt", remarks),
        "body": body,
        "pictures": shown.records if shown else [],
        "state": state,
        # A draft's date is only when it was begun.
        "published_at": utc(text(post, "wp:post_date_gmt"), "its time", remarks)
        if state == "published"
        else None,
        "authors": lines([author], 120, "an author's name", remarks),
        "topics": list(dict.fromkeys([*categories, *_terms(post, "post_tag", remarks)])),
        "discussion": "open" if text(post, "wp:comment_status") == "open" else "closed",
        "former_addresses": former_address(link, remarks) if state == "published" else [],
    }


def _comment(comment: Element) -> Said:
    approved = text(comment, "wp:comment_approved")
    state, untaken = _COMMENTS.get(approved, ("", "thrown away"))
    kind = text(comment, "wp:comment_type")
    if kind not in ("", "comment"):
        untaken = f"it is a {kind}"
    parent = text(comment, "wp:comment_parent")
    return Said(
        key=f"wp-{text(comment, 'wp:comment_id')}",
        parent=f"wp-{parent}" if parent not in ("", "0") else "",
        author=text(comment, "wp:comment_author"),
        html=text(comment, "wp:comment_content"),
        time=text(comment, "wp:comment_date_gmt"),
        state=state,
        untaken=untaken,
    )


def _photo(post: Element, place: PictureFolder | None, remarks: list[str]) -> dict[str, str] | None:
    number = _meta(post).get("_thumbnail_id")
    if not number:
        return None
    if place is None:
        remarks.append("its picture not taken: no folder of pictures was given")
        return None
    if number not in place.attachments:
        remarks.append("its picture not taken: the file doesn't say where it lies")
        return None
    address, caption, alt = place.attachments[number]
    name = place.at(address)
    if name is None:
        remarks.append(f"its picture not taken: {address:.200} isn't in the folder of pictures")
        return None
    return {"file": name, "caption": short(caption, 300, "the caption", remarks), "alt": alt[:300]}


def _terms(post: Element, domain: str, remarks: list[str]) -> list[str]:
    given = [term.text or "" for term in children(post, "category") if term.get("domain") == domain]
    named = lines(given, 80, f"a {domain.removeprefix('post_')}", remarks)
    return [name for name in named if name.casefold() not in _NONE]


def _meta(post: Element) -> dict[str, str]:
    return {text(meta, "wp:meta_key"): text(meta, "wp:meta_value") for meta in children(post, "wp:postmeta")}


def _called(post: Element) -> str:
    return (
        f"“{words(text(post, 'title'))[:60]}”" if text(post, "title") else f"post {text(post, 'wp:post_id')}"
    )


def _count_alike(remarks: list[str]) -> None:
    """One line for all pingbacks of a post, where there are many."""
    counts = Counter(remarks)
    remarks[:] = [remark if times == 1 else f"{remark} ({times} times)" for remark, times in counts.items()]
