"""An article's body as clean HTML: from the rich-text field of the admin, an import or plain paragraphs."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape, unescape

import nh3

_TAGS = {
    "p", "h2", "h3", "blockquote", "ul", "ol", "li", "a", "em", "strong", "br", "hr", "sub", "sup", "code", "pre",
    "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption",
}  # fmt: skip
# Named tag by tag: an attribute that isn't listed can't carry a script, a style or a tracker.
_ATTRIBUTES = {
    "*": set(),
    "a": {"href", "title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
# Some eighty thousand words. nh3 is slow on what is larger and deeply nested, so the size is capped first.
MAX_LENGTH = 500_000


def cleaned(html: str) -> str:
    """`html` with only what an article may hold. Raises ValueError past MAX_LENGTH characters."""
    if len(html) > MAX_LENGTH:
        raise ValueError(f"a body has at most {MAX_LENGTH} characters")
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
        clean_content_tags={"script", "style"},
    )


def letters(html: str) -> str:
    """All that is read of `html`, without its marks and white space: where two are the same their readers read the same."""
    return "".join(unescape(nh3.clean(html, tags=set())).split())


def from_paragraphs(paragraphs: Iterable[str]) -> str:
    """Plain paragraphs as HTML."""
    return "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)
