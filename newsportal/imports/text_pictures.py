"""Pictures in the text of a post: those that lie in the folder of pictures come along, each as a figure of its own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from html import escape, unescape
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from django.conf import settings
from django.utils.text import slugify

from newsportal.imports.values import beside, words

IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\s(src|alt)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')""", re.IGNORECASE)
_GALLERY, _NUMBERS = re.compile(r"\[gallery\b([^\[\]\n]*)\]"), re.compile(r"\bids=[\"']([\d,\s]+)[\"']")
# Sizes that were cut of a picture: “ferry-300x200.jpg” in WordPress, “size/w600/ferry.jpg” in Ghost.
_CUT, _SIZE = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w+$)"), re.compile(r"(?<=/)size/w\d+(?:h\d+)?/")
_DATED = re.compile(r"(?:^|/)(\d{4})/(\d\d)/")
_LINK = re.compile(r"<a\b([^<>]*)>\s*(<img\b[^<>]*>)\s*</a>", re.IGNORECASE)
_ADDRESS = re.compile(r"""\shref\s*=\s*["']([^"'<>]*)["']""", re.IGNORECASE)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|tiff?)$", re.IGNORECASE)
_FIGURE = re.compile(r"<(/?)figure\b[^<>]*>", re.IGNORECASE)
_CAPTION = re.compile(r"<figcaption\b[^<>]*>", re.IGNORECASE), re.compile(r"</figcaption\s*>", re.IGNORECASE)
# A gallery holds figures, and nothing holds galleries.
_MOST_FIGURES = 3
# A paragraph with a picture in it: the words stay one, the picture stands before them.
_PARAGRAPH = re.compile(r"<p\b[^<>]*>((?:(?!</?p\b).)*)</p>", re.IGNORECASE | re.DOTALL)


class Attachment(NamedTuple):
    """A picture as a system knows it: where it lay there, and its words."""

    address: str
    caption: str
    alt: str


class PictureFolder:
    """The `folder` with what lay behind `marker` in the addresses, and what else a file says of pictures: its `attachments`, by their
    numbers."""

    def __init__(self, folder: Path, marker: str, attachments: Mapping[str, Attachment]) -> None:
        self.folder, self.attachments = folder, attachments
        self._marker = marker
        self._alts = {attachment.address: attachment.alt for attachment in attachments.values()}

    def at(self, address: str) -> str | None:
        """The name of the picture in the folder; None where it isn't in it."""
        return beside(self.folder, address, self._marker)

    def find(self, address: str) -> str | None:
        """As `at`, but in full, where what lay at the address was cut."""
        return self.at(_whole(address)) or self.at(address)

    def alt(self, address: str) -> str:
        return self._alts.get(_whole(address), "") or self._alts.get(address, "")


class TextPictures:
    """Takes the pictures of one text from `place`. `records` are those that were found so far, as a record of `load` has them;
    `missing` the addresses of the others; `links` counts the pictures that led elsewhere."""

    def __init__(self, place: PictureFolder) -> None:
        self._place = place
        self._found: dict[str, dict[str, str]] = {}
        self.missing: list[str] = []
        self.links = 0

    @property
    def records(self) -> list[dict[str, str]]:
        return list(self._found.values())

    def taken(self, html: str) -> str:
        """`html` with each picture that was found at its address here, and without those that weren't."""
        html = _GALLERY.sub(self._gallery, html)
        html = IMAGE.sub(lambda tag: self._image(tag[0]), html)
        return _LINK.sub(self._unlinked, html)

    def _gallery(self, found: re.Match[str]) -> str:
        listed = _NUMBERS.search(found[1])
        numbers = [number.strip() for number in listed[1].split(",")] if listed else []
        known = [self._place.attachments[number] for number in numbers if number in self._place.attachments]
        if not known:
            return found[0]
        self.missing += [
            f"number {number} of a gallery" for number in numbers if number not in self._place.attachments
        ]
        shown = [
            f'<figure><img src="{escape(one.address)}"><figcaption>{escape(one.caption)}</figcaption></figure>'
            for one in known
        ]
        return f"\n\n{''.join(shown)}\n\n"

    def _image(self, tag: str) -> str:
        given = {name.lower(): unescape(double or single) for name, double, single in _ATTRIBUTE.findall(tag)}
        address = words(given.get("src", ""))
        name = self._place.find(address)
        if name is None:
            self.missing.append(address)
            return ""
        at = _at(self._place.folder, name)
        alt = words(given.get("alt", "") or self._place.alt(address))[:300]
        record = self._found.setdefault(at, {"at": at, "file": name, "name": PurePosixPath(name).name[:200]})
        if alt:
            record.setdefault("alt", alt)
        return f'<img src="{at}" alt="{escape(alt)}">'

    def _unlinked(self, link: re.Match[str]) -> str:
        """A picture that was a link to itself in full is none here; nor is one to elsewhere, which is said."""
        address = _ADDRESS.search(link[1])
        if address and not _PICTURE_FILE.search(address[1].partition("?")[0]):
            self.links += 1
        return link[2]


def _whole(address: str) -> str:
    """Where the picture lay in full, of which a size was cut."""
    return _SIZE.sub("", _CUT.sub("", address))


def _at(folder: Path, name: str) -> str:
    """Where the picture lies on the site: at the same address for the same file, so that what stands in several texts is one photo,
    however many runs bring them. Made with the site's key: who has a picture can't find out whether a draft shows it."""
    with (folder / name).open("rb") as file:
        digest = hashlib.file_digest(
            file, lambda: hashlib.blake2b(digest_size=6, key=settings.SECRET_KEY.encode()[:64])
        ).hexdigest()
    dated = _DATED.search(name)
    year, month = dated.groups() if dated else ("1970", "01")
    stem = slugify(PurePosixPath(name).stem)[:50] or "photo"
    return f"{settings.MEDIA_URL}photos/{year}/{month}/{stem}-{digest}.jpg"


def in_figures(html: str) -> str:
    """Each picture in a figure of its own, as the desk's editor has them; a caption of several stands under the last."""
    parts: list[str] = []
    at = 0
    for start, end, inside in _figures(html):
        parts += [_apart(html[at:start]), _figure(inside)]
        at = end
    return "".join([*parts, _apart(html[at:])])


def _figures(html: str) -> list[tuple[int, int, str]]:
    """(start, end, what is inside) of the outermost figures. One that is never ended is none."""
    found: list[tuple[int, int, str]] = []
    depth = start = inside = 0
    for tag in _FIGURE.finditer(html):
        if not tag[1]:
            if not depth:
                start, inside = tag.start(), tag.end()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                found.append((start, tag.end(), html[inside : tag.start()]))
    return found


def _figure(html: str, depth: int = 1) -> str:
    """What is inside a figure as figures, one for each picture; those in it, as in a gallery, have captions of their own."""
    inner = _figures(html) if depth < _MOST_FIGURES else []
    if inner:
        rest = html
        for start, end, _inside in reversed(inner):
            rest = rest[:start] + rest[end:]
        own = _caption(rest)
        return "".join(_figure(inside, depth + 1) for *_place, inside in inner) + (
            f"<p>{own}</p>" if own else ""
        )
    html = _FIGURE.sub("", html)
    images = IMAGE.findall(html)
    if not images:
        return f"<figure>{html}</figure>"
    own = _caption(html)
    images[-1] += f"<figcaption>{own}</figcaption>" if own else ""
    return "".join(f"<figure>{image}</figure>" for image in images)


def _caption(html: str) -> str:
    """What the first caption says; empty where there is none."""
    begins, ends = _CAPTION
    begun = begins.search(html)
    ended = ends.search(html, begun.end()) if begun else None
    told = html[begun.end() : ended.start()] if begun and ended else ""
    return told if words(told) else ""


def _apart(html: str) -> str:
    """Pictures of paragraphs stand before their words."""

    def parted(paragraph: re.Match[str]) -> str:
        images = IMAGE.findall(paragraph[1])
        if not images:
            return paragraph[0]
        rest = IMAGE.sub("", paragraph[1]).strip()
        told = f"<p>{rest}</p>" if words(rest) else ""
        return "".join(f"<figure>{image}</figure>" for image in images) + told

    return _PARAGRAPH.sub(parted, html)
