"""Bodies of WordPress' classic editor: an empty line makes a paragraph there, a line break is one, and an address on a line of its
own is shown as what it leads to (`wpautop` and `WP_Embed::autoembed` in its source)."""

from __future__ import annotations

import re
from html import escape, unescape

from newsportal.imports.between import between

# In these an empty line makes a paragraph, too.
_HOLDERS = "blockquote|div|section|article|aside"
_BLOCKS = "p|h[1-6]|ul|ol|li|pre|table|thead|tbody|tr|td|th|figure|hr|dl|dd|dt|address"
_BLOCK = re.compile(rf"\s*</?(?:{_BLOCKS}|{_HOLDERS})\b", re.IGNORECASE)
_OPENS = re.compile(rf"(<(?:{_BLOCKS})\b[^<>]*>)", re.IGNORECASE)
_CLOSES = re.compile(rf"(</(?:{_BLOCKS})\s*>|<hr\b[^<>]*>)", re.IGNORECASE)
_HOLDS = re.compile(rf"(</?(?:{_HOLDERS})\b[^<>]*>)", re.IGNORECASE)
_CODE = re.compile(r"<(pre)\b[^<>]*>", re.IGNORECASE), r"</{kind}\s*>"
_KEPT = re.compile(r"<pre>(\d+)</pre>")
_ADDRESS = re.compile(r"^[ \t]*(https?://[^\s<>\"]+)[ \t]*$", re.MULTILINE)


def paragraphs(html: str) -> str:
    """The body with paragraphs; what is written out as code stays as it is."""
    code: list[str] = []

    def keep(inside: str) -> str:
        code.append(inside)
        return f"<pre>{len(code) - 1}</pre>"

    html = between(*_CODE, html.replace("\r\n", "\n"), keep)
    html = _ADDRESS.sub(lambda found: f"\n\n{link(found[1])}\n\n", html)
    html = _HOLDS.sub(r"\n\n\1\n\n", _CLOSES.sub(r"\1\n\n", _OPENS.sub(r"\n\n\1", html)))
    parts = [part.strip() for part in re.split(r"\n\s*\n", html)]
    html = "\n".join(part if _BLOCK.match(part) else _paragraph(part) for part in parts if part)
    return _KEPT.sub(lambda found: f"<pre>{code[int(found[1])]}</pre>", html)


def link(address: str) -> str:
    """A paragraph that is a link to `address`, which is HTML, and nothing else."""
    address = unescape(address)
    return f'<p><a href="{escape(address)}">{escape(address, quote=False)}</a></p>'


def _paragraph(part: str) -> str:
    return f"<p>{part.replace('\n', '<br>')}</p>"
