"""Reads XML of any size element by element, and nothing that isn't in the file itself.

Expat, Python's own parser, with every declaration of an entity refused: of what entities do, none is of use here, and an XML
bomb, a billion laughs, a quadratic blowup and the reading of other files all begin with one. (defusedxml does the same, but had
no release since 2021.) What one element may take is bounded, so a file of a terabyte costs no more memory than one of a page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import BinaryIO, NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from newsportal.imports.item import BrokenFileError

_CHUNK = 1 << 16
# Of a wanted element with all that is in it: some thirty times the longest article with ten thousand comments.
MOST_CHARACTERS = 64_000_000
# Of one tag or comment, which the parser holds as a whole.
MOST_OF_A_TAG = 1_000_000
MOST_DEPTH = 100


class Found(NamedTuple):
    """An element, the line that it began in, and how many bytes of the file have been read."""

    element: Element
    line: int
    read: int


def check(file: BinaryIO) -> None:
    """Reads `file` to its end and back to its beginning. Raises BrokenFileError where `elements` would."""
    for _none in elements(file, (), {}):
        pass
    file.seek(0)


def elements(file: BinaryIO, wanted: Collection[str], prefixes: Mapping[str, str]) -> Iterator[Found]:
    """The elements whose name is `wanted`, each with all that is in it, in their order; one inside another is only a part of it.

    `prefixes` are {namespace: prefix}, so that names are as documents write them, such as wp:post_id; "" is no prefix.
    Raises BrokenFileError.
    """
    reading = _Reading(wanted, prefixes)
    read = 0
    while chunk := file.read(_CHUNK):
        read += len(chunk)
        reading.feed(chunk)
        if read - max(reading.parser.CurrentByteIndex, 0) > MOST_OF_A_TAG:
            raise BrokenFileError(
                f"line {reading.line}: a tag or comment is longer than {MOST_OF_A_TAG:,} bytes"
            )
        for element, line in reading.taken():
            yield Found(element, line, read)
    reading.end()
    for element, line in reading.taken():
        yield Found(element, line, read)


def children(element: Element, name: str) -> list[Element]:
    return [child for child in element if child.tag == name]


def text(element: Element, name: str) -> str:
    """The text of the first `name` directly in `element`, without the white space around it; empty where there is none."""
    return next(((child.text or "").strip() for child in element if child.tag == name), "")


class _Reading:
    """The state of the parser between two chunks."""

    def __init__(self, wanted: Collection[str], prefixes: Mapping[str, str]) -> None:
        self._wanted, self._prefixes = wanted, prefixes
        self._names: dict[str, str] = {}
        self._depth = self._began = self._line = self._size = 0
        self._builder: TreeBuilder | None = None
        self._finished: list[tuple[Element, int]] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.buffer_size = _CHUNK
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        # An entity that isn't declared here, or in a document elsewhere, would be left out without a word.
        self.parser.SkippedEntityHandler = self._refuse_entity
        self.parser.EntityDeclHandler = self._refuse_entity
        self.parser.ExternalEntityRefHandler = self._refuse_entity
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    @property
    def line(self) -> int:
        return self.parser.CurrentLineNumber

    def feed(self, chunk: bytes) -> None:
        try:
            self.parser.Parse(chunk)
        except expat.ExpatError as error:
            words = expat.ErrorString(error.code)
            raise BrokenFileError(f"line {error.lineno}: it isn't well-formed XML ({words})") from error
        except (LookupError, ValueError) as error:
            # An encoding that Python doesn't know, or that isn't one of single bytes.
            raise BrokenFileError(f"line {self.line}: its encoding can't be read ({error})") from error

    def end(self) -> None:
        try:
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise BrokenFileError(
                f"line {error.lineno}: the file ends in the middle; it was cut off"
            ) from error

    def taken(self) -> Iterator[tuple[Element, int]]:
        finished, self._finished = self._finished, []
        yield from finished

    def _name(self, given: str) -> str:
        name = self._names.get(given)
        if name is None:
            namespace, _, local = given.rpartition(" ")
            prefix = self._prefixes.get(namespace, namespace)
            name = self._names[given] = f"{prefix}:{local}" if prefix else local
        return name

    def _start(self, given: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise BrokenFileError(
                f"line {self.line}: elements stand in one another more than {MOST_DEPTH} deep"
            )
        name = self._name(given)
        if self._builder is None:
            if name not in self._wanted:
                return
            self._builder, self._began, self._line, self._size = TreeBuilder(), self._depth, self.line, 0
            self.parser.CharacterDataHandler = self._data
        self._builder.start(name, {self._name(key): value for key, value in attributes.items()})

    def _data(self, text: str) -> None:
        self._size += len(text)
        if self._size > MOST_CHARACTERS:
            raise BrokenFileError(f"line {self._line}: an item has more than {MOST_CHARACTERS:,} characters")
        self._builder.data(text)  # type: ignore[union-attr]

    def _end(self, given: str) -> None:
        if self._builder is not None:
            self._builder.end(self._name(given))
            if self._depth == self._began:
                self._finished.append((self._builder.close(), self._line))
                self._builder = None
                self.parser.CharacterDataHandler = None
        self._depth -= 1

    def _refuse_entity(self, *_told: object) -> int:
        raise BrokenFileError(
            f"line {self.line}: it has an entity of its own, and entities are never resolved"
        )
