"""What a picture's file says of itself: caption, credit and alternative text, as IPTC and XMP have them.

They come from anywhere, so they are read as foreign: XML without entities, letters in whatever code they were written in, no
control characters, and no longer than the field that they are offered for.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any
from xml.parsers import expat

from django.conf import settings
from django.core.files.base import File
from PIL import IptcImagePlugin

from accounts.decoding import BROKEN
from articles.pictures import opened

# Characters at most: those of the photo's fields.
LENGTHS = {"caption": 300, "credit": 120, "alt": 300}
# IPTC's Information Interchange Model 4.2: the code of the letters, and the records of what is said.
_CODE, _UTF_8 = (1, 90), b"\x1b%G"
_BYLINE, _CREDIT, _SOURCE, _CAPTION = (2, 80), (2, 110), (2, 115), (2, 120)
# XMP: ISO 16684-1, and the IPTC Photo Metadata Standard 2021.1 for the alternative text.
_DC, _PHOTOSHOP = "http://purl.org/dc/elements/1.1/", "http://ns.adobe.com/photoshop/1.0/"
_CORE = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
_ITEM = "http://www.w3.org/1999/02/22-rdf-syntax-ns# li"
_LANG = "http://www.w3.org/XML/1998/namespace lang"
_XMP = {
    f"{_DC} description": "caption",
    f"{_DC} creator": "byline",
    f"{_PHOTOSHOP} Credit": "credit",
    f"{_PHOTOSHOP} Source": "source",
    f"{_CORE} AltTextAccessibility": "alt",
}
# A packet has a few kilobytes; what some cameras and programs add is of no use here.
_MOST = 1_000_000
# What turns the direction of the text around it, and nothing else.
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def found_in(upload: File) -> dict[str, str]:
    """What the file says of "caption", "credit" and "alt", each where it says something, as the fields of a photo take it. Of a
    file that can't be read, nothing."""
    try:
        image = opened(upload)
        said = _iptc(image) | _xmp(image)
    except BROKEN:
        return {}
    said["credit"] = _credit(said)
    return {name: text for name, most in LENGTHS.items() if (text := _short(said.get(name, ""), most))}


def _credit(said: dict[str, str]) -> str:
    """ "Ada Byron/Agency": who took it and whose it is, each once."""
    by, whose = said.get("byline", ""), said.get("credit") or said.get("source", "")
    if not whose or not by or whose.casefold() in by.casefold():
        return by or whose
    return whose if by.casefold() in whose.casefold() else f"{by}/{whose}"


def _iptc(image: Any) -> dict[str, str]:
    try:
        records: Any = IptcImagePlugin.getiptcinfo(image) or {}
    except BROKEN:
        return {}
    is_utf_8 = _listed(records.get(_CODE)) == [_UTF_8]
    names = {"caption": _CAPTION, "byline": _BYLINE, "credit": _CREDIT, "source": _SOURCE}
    texts = {
        name: [_letters(raw, is_utf_8) for raw in _listed(records.get(key))] for name, key in names.items()
    }
    return {
        name: text for name, parts in texts.items() if (text := ", ".join(_plain(part) for part in parts))
    }


def _listed(value: Any) -> list[bytes]:
    found = value if isinstance(value, list) else [value]
    return [one for one in found if isinstance(one, bytes)]


def _letters(raw: bytes, is_utf_8: bool) -> str:
    """Many write UTF-8 and don't say so; what reads as that and has more than ASCII is nothing else. Otherwise Latin-1, which
    is Windows' own wherever it differs."""
    for code in ("utf-8", "cp1252"):
        try:
            return raw.decode(code)
        except UnicodeDecodeError:
            # Cut in the middle of a letter by a program that counts bytes.
            if is_utf_8:
                return raw.decode("utf-8", "ignore")
    return raw.decode("latin-1")


def _xmp(image: Any) -> dict[str, str]:
    packet = image.info.get("xmp") or b""
    packet = packet.encode() if isinstance(packet, str) else bytes(packet)
    reading = _Xmp()
    try:
        reading.read(packet.rstrip(b"\x00 \r\n\t")[: _MOST + 1])
    except (expat.ExpatError, ValueError, LookupError):
        return {}
    return reading.said()


class _Xmp:
    """Reads a packet by the parser's events; a document type, with which every XML bomb begins, ends it."""

    def __init__(self) -> None:
        self._found: dict[str, list[tuple[str, str]]] = {}
        self._name = self._lang = ""
        self._text: list[str] | None = None

    def read(self, packet: bytes) -> None:
        """Raises ExpatError or ValueError for what is no XMP."""
        if not packet:
            return
        if len(packet) > _MOST:
            raise ValueError("longer than any that says something")
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._take
        parser.Parse(packet, True)

    def said(self) -> dict[str, str]:
        """Of several languages the site's, or else the one that the file gives to all; of several makers all."""
        said = {}
        for name, found in self._found.items():
            texts = dict(reversed(found))
            own = [text for lang, text in found if lang.split("-")[0] == settings.LANGUAGE_CODE.split("-")[0]]
            chosen = (
                [text for _, text in found]
                if name == "byline"
                else [*own[:1], texts.get("x-default", ""), found[0][1]]
            )
            said[name] = (
                ", ".join(chosen) if name == "byline" else next((text for text in chosen if text), "")
            )
        return {name: text for name, text in said.items() if text}

    def _refuse(self, *_: Any) -> None:
        raise ValueError("a document type")

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        for key, value in attributes.items():
            if key in _XMP:
                self._keep(_XMP[key], "", value)
        if tag in _XMP:
            self._name, self._lang, self._text = _XMP[tag], "", []
        elif tag == _ITEM and self._name:
            self._lang, self._text = attributes.get(_LANG, "").lower(), []

    def _take(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        if self._name and (tag == _ITEM or tag in _XMP):
            self._keep(self._name, self._lang, "".join(self._text or []))
            self._text = []
        if tag in _XMP:
            self._name, self._text = "", None

    def _keep(self, name: str, lang: str, text: str) -> None:
        if plain := _plain(text):
            self._found.setdefault(name, []).append((lang, plain))


def _plain(text: str) -> str:
    """On one line, without what can't be seen."""
    seen = "".join(" " if unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn") else sign for sign in text)
    return " ".join(unicodedata.normalize("NFC", seen.translate(_TURNS)).split())


def _short(text: str, most: int) -> str:
    """At most so many characters, cut between words where there are such."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return (re.sub(r"\s+\S*$", "", head) or head).rstrip() + "…"
