"""WordPress: its own export, WXR 1.0 to 1.2 (an RSS file with elements of `http://wordpress.org/export/…/`).

Posts are taken with authors (those of the plugin Co-Authors Plus, too), excerpt, state, time, the pictures at their head and in
their text, and comments with their threads. Pages, menus and other kinds aren't; nor are pingbacks and trackbacks, spam and what
was thrown away. The first of a post's categories that can be an address is its section (“news” without one, and “Uncategorized” is
none); its other categories and its tags are its topics.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from django.utils.timezone import get_current_timezone

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
# Of the plugin Co-Authors Plus, for those who write without an account.
_GUEST = "guest-author"
_LISTS = ("category", "post_tag", "author")
_NONE = {"uncategorized", "未分類"}


def read(path: Path, options: Options) -> Iterator[Item]:
    """The items of the file in their order. Raises BrokenFileError, before the first where the file isn't whole."""
    with path.open("rb") as file:
        attachments, authors = _beside(file, options)
        place = PictureFolder(options.pictures, "/uploads/", attachments) if options.pictures else None
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
            elif text(element, "wp:post_type") not in ("attachment", _GUEST):
                item = _item(element, f"line {line}, {_called(element)}", authors, place, options)
                item.read = read_so_far
                yield item
        if not is_ours:
            raise BrokenFileError("it is no export of WordPress: it names no version of WXR")


def _beside(file: Any, options: Options) -> tuple[dict[str, Attachment], dict[str, str]]:
    """Pictures by their ids, and the names of guest authors; the whole file is read, so that nothing is taken of a broken one."""
    found: dict[str, Attachment] = {}
    guests: dict[str, str] = {}
    for element, _line, _read in xml_stream.elements(file, ("item",), _PREFIXES):
        kind = text(element, "wp:post_type")
        if kind == "attachment" and options.pictures:
            alt = _meta(element).get("_wp_attachment_image_alt", "")
            address = text(element, "wp:attachment_url")
            caption = words(text(element, "excerpt:encoded"))
            found[text(element, "wp:post_id")] = Attachment(address, caption, words(alt))
        elif kind == _GUEST:
            meta = _meta(element)
            guests[meta.get("cap-user_login", "")] = meta.get("cap-display_name", "") or text(
                element, "title"
            )
    file.seek(0)
    return found, guests


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
    comments = [_comment(one, item.remarks) for one in children(post, "wp:comment")]
    item.record |= discussion(comments, item.remarks)
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
    # Several are a list of Co-Authors Plus; WordPress itself has one.
    logins = _terms(post, "author", remarks) or [text(post, "dc:creator")]
    for term in children(post, "category"):
        if term.get("domain") not in _LISTS:
            remarks.append(f"its {term.get('domain')} “{words(term.text or '')[:80]}” not taken")
    section, categories = section_of(options.section, _terms(post, "category", remarks))
    link = text(post, "link")
    return {
        "origin": origin("wordpress", text(post, "guid") or link),
        "section": section,
        "slug": unquote(text(post, "wp:post_name"))[:120],
        "headline": short(words(text(post, "title")) or words(body), 200, "the headline", remarks),
        "standfirst": short(words(text(post, "excerpt:encoded")), 500, "the excerpt", remarks),
        "body": body,
        "pictures": shown.records if shown else [],
        "state": state,
        # A draft's date is only when it was begun.
        "published_at": _published(post, remarks) if state == "published" else None,
        "authors": lines([authors.get(login) or login for login in logins], 120, "an author's name", remarks),
        "topics": list(dict.fromkeys([*categories, *_terms(post, "post_tag", remarks)])),
        "discussion": "open" if text(post, "wp:comment_status") == "open" else "closed",
        "former_addresses": former_address(link, remarks) if state == "published" else [],
    }


def _published(post: Element, remarks: list[str]) -> str | None:
    time = _time(post, "wp:post_date", "its time", remarks)
    if time is None:
        remarks.append("it says of no time that it was published; it is dated now")
    return time


def _time(element: Element, name: str, of: str, remarks: list[str]) -> str | None:
    """In UTC; where the file has only the clock of its own site, as after an import there, that is taken for this one's."""
    time = utc(text(element, f"{name}_gmt"), of, remarks)
    if time is None and (time := utc(text(element, name), of, remarks, zone=get_current_timezone())):
        remarks.append(f"{of} is by the clock of its own site, and taken for this one's")
    return time


def _comment(comment: Element, remarks: list[str]) -> Said:
    approved = text(comment, "wp:comment_approved")
    state, untaken = _COMMENTS.get(approved, ("", "thrown away"))
    kind = text(comment, "wp:comment_type")
    if kind not in ("", "comment"):
        untaken = f"it is a {kind}"
    parent = text(comment, "wp:comment_parent")
    key = f"wp-{text(comment, 'wp:comment_id')}"
    return Said(
        key=key,
        parent=f"wp-{parent}" if parent not in ("", "0") else "",
        author=text(comment, "wp:comment_author"),
        html=text(comment, "wp:comment_content"),
        time=_time(comment, "wp:comment_date", f"comment {key}", remarks) or "",
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
