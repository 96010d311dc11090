"""What other systems keep of a comment as HTML, as the small Markdown that comments are written in here."""

from __future__ import annotations

import re
from html.parser import HTMLParser

# A new paragraph comes before and after each.
_BLOCKS = {"p", "div", "blockquote", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr"}
_AROUND = {"em": "*", "i": "*", "strong": "**", "b": "**", "code": "`"}
_UNREAD = {"script", "style"}
# What would mean something in Markdown and meant nothing where it was written.
_MEANS = re.compile(r"([\\`*_\[\]])")
_BEGINS = re.compile(r"^(\s*)(\d{0,9})(>|[-+](?=\s)|(?<=\d)[.)](?=\s))", re.MULTILINE)
_EMPTY_LINES = re.compile(r"\n{3,}")


def markdown(html: str) -> str:
    """The words of `html`, with emphasis, links, quotes, lists and code. Line breaks of its own count, as in plain text."""
    reading = _Markdown()
    reading.feed(html)
    reading.close()
    return _EMPTY_LINES.sub("\n\n", reading.text).strip()


class _Markdown(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._quotes: list[list[str]] = []
        self._links: list[str] = []
        self._unread = 0

    @property
    def text(self) -> str:
        while self._quotes:
            self._unquote()
        return "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self._unread += 1
        elif tag == "blockquote":
            self._quotes.append(self._parts)
            self._parts = []
        elif tag in _BLOCKS:
            self._parts.append("\n\n")
        elif tag == "br":
            self._parts.append("\n")
        elif tag == "li":
            self._parts.append("\n- ")
        elif tag == "a":
            address = (dict(attrs).get("href") or "").strip()
            self._links.append(address if re.fullmatch(r"https?://[^\s()<>]+", address) else "")
            self._parts.append("[" if self._links[-1] else "")
        else:
            self._parts.append(_AROUND.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            self._unread = max(self._unread - 1, 0)
        elif tag == "blockquote" and self._quotes:
            self._unquote()
        elif tag in _BLOCKS:
            self._parts.append("\n\n")
        elif tag == "a" and self._links:
            address = self._links.pop()
            self._parts.append(f"]({address})" if address else "")
        else:
            self._parts.append(_AROUND.get(tag, ""))

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self._parts.append(_BEGINS.sub(r"\1\2\\\3", _MEANS.sub(r"\\\1", data)))

    def _unquote(self) -> None:
        quoted = _EMPTY_LINES.sub("\n\n", "".join(self._parts)).strip()
        self._parts = self._quotes.pop()
        lines = "\n".join(f"> {line}".rstrip() for line in quoted.splitlines())
        self._parts.append(f"\n\n{lines}\n\n")
