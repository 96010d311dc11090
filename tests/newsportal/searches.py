"""A search as a reader makes it, and what its page shows."""

import re
from html import unescape

from django.test import Client


def found(query: str, **more: str) -> list[str]:
    """The headlines, or the names of the authors of comments, in their order."""
    return headlines(Client().get("/search/", {"q": query, **more}).text)


def headlines(html: str) -> list[str]:
    kind = r"<h3[^>]*>(.*?)</h3>|<bdi>(\w+)</bdi>\s*</a>\s*</p>\s*<p class=\"found-words"
    return [words_of(one or other) for one, other in re.findall(kind, html, re.DOTALL)]


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())
