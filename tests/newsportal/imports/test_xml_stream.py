"""XML that means harm is refused with a sentence, at once and in little memory, whatever format it claims to be."""

from __future__ import annotations

import resource
import tracemalloc
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from newsportal.imports.item import BrokenFileError
from newsportal.imports.xml_stream import elements
from tests.newsportal.imports.harmful import HARMFUL


def read(xml: bytes) -> list[str]:
    return [found.element.text or "" for found in elements(BytesIO(xml), ("item",), {})]


@pytest.mark.parametrize("xml", HARMFUL.values(), ids=HARMFUL)
def test_entities_are_never_resolved(xml: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET")
    tracemalloc.start()
    with pytest.raises(BrokenFileError, match="entities are never resolved"):
        read(xml.replace("{file}", (tmp_path / "secret").as_uri()).encode())
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_document_type_without_entities_and_the_five_of_xml_are_no_harm() -> None:
    assert read(b"<!DOCTYPE r><r><item>&amp;&lt;&#x6e2f;</item></r>") == ["&<港"]
    assert read('<?xml version="1.0" encoding="utf-16"?><r><item>港</item></r>'.encode("utf-16")) == ["港"]


def test_elements_come_whole_with_their_line_and_one_inside_another_is_a_part_of_it() -> None:
    xml = b'<r xmlns:a="urn:x" xmlns="urn:y">\n<z/>\n<a:item b="1"><c>d</c><a:item/></a:item></r>'
    (found,) = elements(BytesIO(xml), ("p:item",), {"urn:x": "p", "urn:y": ""})
    assert found.line == 3 and [child.tag for child in found.element] == ["c", "p:item"]


class Endless:
    """A file without end: `item` again and again, never held as a whole."""

    def __init__(self, piece: bytes, most: int) -> None:
        self._piece, self._left = piece, most

    def read(self, size: int) -> bytes:
        self._left -= size
        return (self._piece * (size // len(self._piece) + 1)) if self._left > 0 else b""


def chained(*files: Any) -> Any:
    class Chain:
        def __init__(self) -> None:
            self._files: Iterator[Any] = iter(files)
            self._file = next(self._files)

        def read(self, size: int) -> bytes:
            while not (chunk := self._file.read(size)):
                following = next(self._files, None)
                if following is None:
                    return b""
                self._file = following
            return chunk

    return Chain()


def test_half_a_gigabyte_takes_no_more_memory_than_a_page() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    file = chained(
        BytesIO(b"<r>"),
        Endless(b"<item>" + b"words and words " * 1000 + b"</item>", 500_000_000),
        BytesIO(b"</r>"),
    )
    assert sum(1 for _found in elements(file, ("item",), {})) > 20_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000  # KB


@pytest.mark.parametrize(
    ("begin", "piece", "told"),
    [
        (b"<r><item>", b"words ", "more than 64,000,000 characters"),
        (b"<r><item a='", b"words ", "a tag or comment is longer"),
        (b"<r><!-- ", b"words ", "a tag or comment is longer"),
        (b"<r>", b"<a>", "100 deep"),
    ],
)
def test_what_one_item_may_take_is_bounded(begin: bytes, piece: bytes, told: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(BrokenFileError, match=told):
        list(elements(chained(BytesIO(begin), Endless(piece, 1_000_000_000)), ("item",), {}))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # KB
