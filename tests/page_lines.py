"""Reads a page as the lines that somebody sees: each block's words in one line, in the order of the page."""

from html.parser import HTMLParser

_INLINE = {"a", "b", "em", "strong", "span", "code", "time", "i", "sub", "sup"}
_SILENT = {"head", "script", "style", "template", "noscript"}


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        self._end_line(tag)

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT
        self._end_line(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words.append(data)

    def _end_line(self, tag: str) -> None:
        if tag in _INLINE:
            return
        line = " ".join("".join(self._words).split())
        if line:
            self.lines.append(line)
        self._words = []


def page_lines(html: str) -> list[str]:
    """The visible lines of `html`, white space as one blank."""
    reading = _Lines()
    reading.feed(html)
    reading.close()
    reading._end_line("")
    return reading.lines
