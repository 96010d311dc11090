"""The addresses that a text leads to, and a list of domains with what the editors want done where one of them is named.

A listed domain stands for all below it, too; of two that fit the longer one counts: "docs.example.com" may pass where
"example.com" doesn't.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from urllib.parse import unquote

from comments.disguises import fold

_LINK = re.compile(r'<a href="(https?:[^"]*)"')
# As browsers read an address (WHATWG URL): any slashes, in any number, and what stands before an @ is no host.
_HOST = re.compile(r"https?:[/\\]*(?:[^/\\?#]*@)?([^/\\?#:\[]+|\[[^\]]*\])", re.IGNORECASE)
# Where one is only named: of letters of any script, and of ASCII letters alone, for Japanese goes on behind it without a space.
# The dot may stand in brackets as with those who mean to hide it.
_DOT = r"(?:\.|\[\.\]|\(\.\))"
_NAMED = [
    re.compile(
        rf"(?<![{letters}.-])(?:[{letters}-]{{1,63}}{_DOT}){{1,9}}[{letters}-]{{2,63}}(?![{letters}-])"
    )
    for letters in (r"\w", "a-z0-9_")
]
_IN_BRACKETS = re.compile(r"\[\.\]|\(\.\)")


def links(html: str) -> list[str]:
    """The hosts of the links in a comment's `html`, in its order and as often as they are linked; empty for none."""
    hosts = (_HOST.match(unescape(address)) for address in _LINK.findall(html))
    return [host_name(found.group(1)) if found else "" for found in hosts]


def named(text: str) -> set[str]:
    """What of `text` looks like a domain's name, be it linked or not."""
    if "." not in text and "。" not in text and "．" not in text:
        return set()
    folded = fold(text).replace("。", ".")
    dotted = " ".join(part for part in folded.split() if "." in part)
    return {_IN_BRACKETS.sub(".", found) for pattern in _NAMED for found in pattern.findall(dotted)}


def host_name(typed: str) -> str:
    """A host as it is compared, in small letters and those of DNS (IDNA); what can't be one stays as it was typed."""
    name = fold(unquote(typed)).strip().replace("。", ".").strip(".")
    if name.isascii():
        return name
    try:
        return name.encode("idna").decode()
    except UnicodeError:
        return name


class DomainList[Answer]:
    """`listed` are answers by domain, as `host_name` writes it."""

    def __init__(self, listed: Mapping[str, Answer]) -> None:
        self._listed = listed
        self.has_any = bool(listed)

    def answer(self, host: str) -> tuple[str, Answer] | None:
        """The domain that `host` is or lies below, and what was listed for it."""
        return next(((name, self._listed[name]) for name in _upwards(host) if name in self._listed), None)

    def answers(self, hosts: Iterable[str]) -> list[tuple[str, Answer]]:
        """The same of several, for those that are listed."""
        return [found for host in hosts if (found := self.answer(host))]


def _upwards(host: str) -> Iterator[str]:
    """ "a.b.c", "b.c", "c"."""
    yield host
    while "." in host:
        host = host.partition(".")[2]
        yield host
