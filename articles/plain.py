"""An article's body as plain lines, in which its difference to another is read: a line a paragraph, with the signs that people
know from Markdown for what is marked, so that a word made bold is seen as a change."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BEGIN = {"h2": "## ", "h3": "### ", "li": "• ", "hr": "———", "figcaption": "", "p": "", "tr": "", "pre": ""}
_AROUND = {"strong": "**", "em": "*", "code": "`", "sub": "~", "sup": "^"}
# The paragraph within is no line of its own: it begins with the sign of what it stands in.
_HOLDS = {"li", "td", "th"}


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self._inside: list[str] = []
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _BEGIN and not (tag == "p" and self._inside and self._inside[-1] in _HOLDS):
            self._begin(_BEGIN[tag])
        if tag in _HOLDS or tag == "blockquote":
            self._inside.append(tag)
        elif tag == "br":
            self._begin("")
        elif tag == "a":
            self._links.append(given.get("href") or "")
        elif tag == "img":
            self._add(f"[{given.get('alt') or ''}]({given.get('src') or ''})")
        self._add(_AROUND.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        self._add(_AROUND.get(tag, ""))
        if tag == "a" and self._links:
            address = self._links.pop()
            self._add(f" ({address})" if address else "")
        elif tag in {"td", "th"}:
            self._add(" | ")
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        # White space of any kind and length is a space to a reader, and none where a line begins.
        words = re.sub(r"\s+", " ", data)
        self._add(words.lstrip() if not self.lines[-1] or self.lines[-1].endswith(" ") else words)

    def _begin(self, sign: str) -> None:
        quoted = "> " * self._inside.count("blockquote")
        if self.lines[-1].strip():
            self.lines.append("")
        self.lines[-1] = quoted + sign

    def _add(self, text: str) -> None:
        self.lines[-1] += text


def lines(html: str) -> str:
    """`html`, clean as articles.body makes it, as plain lines with a line end after each."""
    reading = _Lines()
    reading.feed(html)
    reading.close()
    return "".join(f"{line.rstrip()}\n" for line in reading.lines if line.strip())
