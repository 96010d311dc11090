"""An article's body as clean HTML: from the rich-text field of the admin, what was pasted there, an import or plain paragraphs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import nh3
from django.conf import settings

from articles import tables
from articles.nesting import MOST_DEPTH, is_too_deep

if TYPE_CHECKING:
    from articles.models import Photo

_TAGS = {
    "p", "h2", "h3", "blockquote", "ul", "ol", "li", "a", "em", "strong", "br", "hr", "sub", "sup", "code", "pre",
    "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "img",
}  # fmt: skip
# Named tag by tag: an attribute that isn't listed can't carry a script, a style or a tracker.
_ATTRIBUTES = {
    "*": set(),
    "a": {"href", "title"},
    "ol": {"start"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
# What Word and the web call our marks.
_OTHERS = {
    "b": "strong",
    "i": "em",
    "h1": "h2",
    "h4": "h3",
    "h5": "h3",
    "h6": "h3",
    "div": "p",
    "dt": "p",
    "dd": "p",
}
_OTHER_TAG = re.compile(rf"(</?)({'|'.join(_OTHERS)})(?=[\s/>])", re.IGNORECASE)
# What would be played in a frame of another site is a link to there.
_FRAME = re.compile(r"<(?:iframe|embed|video)\b([^<>]*)>", re.IGNORECASE)
_SOURCE = re.compile(r"""\ssrc=["']?(https?:[^\s"'>]+)""", re.IGNORECASE)
_NOTHING = re.compile(r"<(p|h2|h3)>(?:\s|&nbsp;|\u00a0)*</\1>|<img(?![^>]*\ssrc=)[^>]*>")
_LONE_LINK = re.compile(r'<p><a href="(https?://[^"]+)"([^>]*)>([^<]+)</a></p>')
_PICTURE = re.compile(r'<img\b[^>]*\ssrc="([^"]+)"[^>]*>')
_FIGURE = re.compile(r"<figure>(?:(?!</figure>).)*</figure>", re.DOTALL)
# The column that a text has on a page: see --column in static/css/base.css.
_SIZES = "(min-width: 42rem) 40rem, 100vw"
# Some eighty thousand words.
MAX_LENGTH = 500_000


class TooLongError(ValueError):
    def __init__(self) -> None:
        super().__init__(f"a body has at most {MAX_LENGTH} characters")


class TooDeepError(ValueError):
    def __init__(self) -> None:
        super().__init__(f"the marks of a body stand at most {MOST_DEPTH} deep in each other")


def cleaned(html: str) -> str:
    """`html` with only what an article may hold. Raises TooLongError where it or what comes of it has more than MAX_LENGTH
    characters, and TooDeepError."""
    # nh3 takes seconds for what is large or deep, so both are capped first.
    if len(html) > MAX_LENGTH:
        raise TooLongError
    if is_too_deep(html):
        raise TooDeepError
    html = _FRAME.sub(_link_in_place, html)
    html = tables.without_captions(html)
    html = _OTHER_TAG.sub(lambda found: found[1] + _OTHERS[found[2].lower()], html)
    # The last step but for what is empty: whatever was made above is taken for as foreign as what came.
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
        clean_content_tags={"script", "style", "title"},
        attribute_filter=_own_pictures,
    )
    clean = tables.with_heads(_NOTHING.sub("", clean))
    # Some names grow; what is longer now could be saved today and never again.
    if len(clean) > MAX_LENGTH:
        raise TooLongError
    return clean


def _link_in_place(frame: re.Match[str]) -> str:
    source = _SOURCE.search(frame[1])
    return f'<p><a href="{source[1]}">{source[1]}</a></p>' if source else ""


def _own_pictures(tag: str, attribute: str, value: str) -> str | None:
    """A picture on another site would tell that site who reads, and go when it likes."""
    is_foreign = tag == "img" and attribute == "src" and not value.startswith(settings.MEDIA_URL)
    return None if is_foreign else value


def with_cards(html: str) -> str:
    """Clean HTML for a page: a paragraph that is a link to another site and nothing else is a card that names the site."""

    def card(link: re.Match[str]) -> str:
        site = urlsplit(unescape(link[1])).hostname or ""
        name = f"<span>{escape(site.removeprefix('www.'))}</span>"
        return f'<p class="link-card"><a href="{link[1]}"{link[2]}><strong>{link[3]}</strong> {name}</a></p>'

    return _LONE_LINK.sub(card, html)


def with_widths(html: str, photos: Iterable[Photo]) -> str:
    """Clean HTML for a page: each picture that is one of `photos` in the widths that were made of it, with the room that it
    takes known before it comes."""
    known = {photo.image.url: photo for photo in photos}

    def picture(tag: re.Match[str]) -> str:
        photo = known.get(unescape(tag[1]))
        if photo is None:
            return tag[0]
        alt = re.search(r'\salt="([^"]*)"', tag[0])
        widths = f' srcset="{photo.srcset}" sizes="{_SIZES}"' if photo.srcset else ""
        shown = (
            f'<img src="{photo.src}"{widths} width="{photo.width}" height="{photo.height}"'
            f' alt="{alt[1] if alt else ""}" loading="lazy" decoding="async">'
        )
        if not (avif := photo.avif_srcset):
            return shown
        return f'<picture><source type="image/avif" srcset="{avif}" sizes="{_SIZES}">{shown}</picture>'

    return _PICTURE.sub(picture, html) if known else html


def has_silent_picture(html: str) -> bool:
    """Whether a picture of clean HTML has no words for those who can't see it."""
    return any(not re.search(r'\salt="\s*[^"\s]', tag) for tag in re.findall(r"<img[^>]*>", html))


def pictures(html: str) -> set[str]:
    """The addresses of the pictures in clean HTML."""
    return {unescape(address) for address in _PICTURE.findall(html)}


def without_pictures(html: str, addresses: Collection[str]) -> str:
    """Clean HTML without the pictures at `addresses`, and without what stands below each in its figure."""

    def left(part: re.Match[str]) -> str:
        return "" if pictures(part[0]) & set(addresses) else part[0]

    return _NOTHING.sub("", _PICTURE.sub(left, _FIGURE.sub(left, html)))


def letters(html: str) -> str:
    """All that is read of `html`, without its marks and white space: where two are the same their readers read the same."""
    return "".join(unescape(nh3.clean(html, tags=set())).split())


def from_paragraphs(paragraphs: Iterable[str]) -> str:
    """Plain paragraphs as HTML."""
    return "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)
