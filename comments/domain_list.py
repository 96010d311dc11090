"""The addresses that a text leads to, and a list of domains with what the editors want done where one of them is named.

A listed domain stands for all below it, too; of two that fit the longer one counts: "docs.example.com" may pass where
"example.com" doesn't.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Collection, Iterable, Iterator, Mapping
from html import unescape
from urllib.parse import unquote

from comments.disguises import fold

_LINK = re.compile(r'<a href="(https?:[^"]*)"')
_ADDRESS = re.compile(r'<a href="([^"/][^"]*)"')
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
_NUMBER = re.compile("0x[0-9a-f]*|[0-9]+")
_IN_BRACKETS = re.compile(r"\[\.\]|\(\.\)")


def links(html: str) -> list[str]:
    """The hosts of the links in a comment's `html`, in its order and as often as they are linked; empty for none."""
    hosts = (_HOST.match(unescape(address)) for address in _LINK.findall(html))
    return [host_name(found.group(1)) if found else "" for found in hosts]


def named(text: str, tops: Collection[str]) -> set[str]:
    """What of `text` looks like a domain's name, be it linked or not; of names in other letters than those of ASCII only what
    ends as one of `tops`: to write them in those of DNS takes long, and each two Japanese sentences look like one."""
    folded = fold(text).replace("。", ".")
    if "." not in folded:
        return set()
    dotted = " ".join(part for part in folded.split() if "." in part)
    found = {_IN_BRACKETS.sub(".", one) for pattern in _NAMED for one in pattern.findall(dotted)}
    plain = {one for one in found if one.isascii() and "xn--" not in one}
    return plain | {host_name(one) for one in found - plain if _top(one) in tops}


def led_to(html: str, tops: Collection[str]) -> set[str]:
    """What looks like a domain's name anywhere in the addresses that a comment's `html` links to: where a redirect leads, whom a
    mail is for; as in `named`."""
    addresses = " ".join(map(unescape, _ADDRESS.findall(html)))
    # Escaped within an address that is escaped itself.
    return named(unquote(unquote(addresses)), tops) if addresses else set()


def _top(name: str) -> str:
    """The last part of a name, in its own letters."""
    return _read(name.rpartition(".")[2])


def host_name(typed: str) -> str:
    """A host as it is compared, in small letters and those of DNS (IDNA); what can't be one stays as it was typed."""
    name = ".".join(map(_read, fold(unquote(typed)).strip().replace("。", ".").strip(".").split(".")))
    if not name.isascii():
        try:
            return name.encode("idna").decode()
        except UnicodeError:
            return name
    return _dotted(name) if _NUMBER.fullmatch(name.rpartition(".")[2]) else name


def _read(label: str) -> str:
    """A part of a name that is written in the letters of DNS, in its own: browsers have another for ß than Python has, which takes
    it for ss, as `fold` does."""
    if not label.startswith("xn--"):
        return label
    try:
        return fold(label[4:].encode("ascii").decode("punycode"))
    except (UnicodeError, ValueError):
        return label


def _dotted(address: str) -> str:
    """An IPv4 address as it is listed, be it written as one number, in octal, or in hex: browsers read each."""
    try:
        return socket.inet_ntoa(socket.inet_aton(address))
    except OSError:
        return address


class DomainList[Answer]:
    """`listed` are answers by domain, as `host_name` writes it; `tops` the last parts of these, in their own letters."""

    def __init__(self, listed: Mapping[str, Answer]) -> None:
        self._listed = listed
        self.has_any = bool(listed)
        self.tops = frozenset(map(_top, listed))

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
