"""What is no picture to show is refused with a sentence, and takes little memory."""

import os
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from struct import pack
from typing import Any

import pytest
from django.test import Client

from accounts import pictures
from accounts.models import User
from tests.accounts.reader_pictures import PAGE, file, files, send
from tests.comments.pages import words

pytestmark = pytest.mark.django_db(transaction=True)


def chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that says it has so many pixels, all of one colour."""
    head = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


UNREADABLE = "not a picture that can be read"


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "SVG": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', UNREADABLE),
    "a page": (lambda: b"<!doctype html><script>alert(1)</script>", UNREADABLE),
    "a picture's head on a page": (lambda: b"\xff\xd8\xff\xe0<html><script>alert(1)</script>", UNREADABLE),
    "GIF": (lambda: file("GIF"), UNREADABLE),
    "TIFF": (lambda: file("TIFF"), UNREADABLE),
    "half a JPEG": (lambda: file(size=(900, 900))[:2000], UNREADABLE),
    "half a PNG": (lambda: file("PNG", size=(900, 900))[:500], UNREADABLE),
    "a PNG without its pixels": (lambda: bomb(300, 300), UNREADABLE),
    "a bomb": (lambda: bomb(5000, 5000), "more than 16 million pixels"),
    "a bomb beyond Pillow's own counting": (lambda: bomb(20_000, 20_000), "more than 16 million pixels"),
    "a bomb beyond all counting": (lambda: bomb(60_000, 60_000), "more than 16 million pixels"),
    "nothing": (lambda: b"", "This file is empty"),
    "eleven megabytes": (lambda: file() + b"\0" * 11 * 1024 * 1024, "larger than 10 MB"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_picture_to_show_is_refused_with_a_sentence_beside_the_field(
    client: Client, kelpie: User, what: str
) -> None:
    send(client, file())
    before = files(kelpie)
    make, sentence = REFUSED[what]
    answer = send(client, make(), "me.svg")
    assert answer.status_code == 422
    assert "field-errors" in answer.text and sentence in words(answer.text)
    assert files(kelpie) == before


def test_a_file_of_a_very_long_name_is_told_to_have_a_shorter_one(client: Client, kelpie: User) -> None:
    """Its name stands in a head of the form that may have so many letters; past that nothing of the form can be read."""

    def sent(name: str) -> Any:
        head = f'--x\r\nContent-Disposition: form-data; name="picture"; filename="{name}.jpg"\r\n'
        body = head.encode() + b"Content-Type: image/jpeg\r\n\r\n" + file() + b"\r\n--x--\r\n"
        return client.post(PAGE, body, content_type="multipart/form-data; boundary=x")

    assert sent("x" * 300).status_code == 303
    answer = sent("x" * 3000)
    assert answer.status_code == 400 and "give the file a shorter name" in words(answer.text)


@pytest.mark.parametrize("sent", [{}, {"picture": "words"}, {"picture": ""}])
def test_a_form_without_a_file_is_told_to_choose_one(client: Client, kelpie: User, sent: Any) -> None:
    answer = client.post(PAGE, sent)
    assert answer.status_code == 422 and "Choose a picture first." in words(answer.text)


def test_files_that_are_broken_anywhere_are_shown_or_refused_and_never_break_the_page(
    client: Client, kelpie: User
) -> None:
    for kind in ("JPEG", "PNG", "WEBP", "AVIF"):
        whole = file(kind, size=(40, 40))
        for place in range(0, len(whole), max(1, len(whole) // 25)):
            broken = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
            assert send(client, broken).status_code in (303, 422), (kind, place)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_the_largest_picture_that_is_taken_needs_less_than_300_megabytes(tmp_path: Path, kind: str) -> None:
    side = int(pictures.MAX_PIXELS[kind] ** 0.5)
    # As costly as the format can be: all colours in full, see-through, in several passes.
    options = {
        "JPEG": {"progressive": True, "subsampling": 0},
        "WEBP": {"lossless": True, "method": 0},
        "AVIF": {"speed": 10, "subsampling": "4:4:4"},
        "PNG": {"compress_level": 1},
    }[kind]
    mode = "RGB" if kind == "JPEG" else "RGBA"
    path = tmp_path / "large"
    path.write_bytes(file(kind, size=(side, side), mode=mode, **options))
    measured = subprocess.run(
        [sys.executable, "-m", "tests.memory_of_a_picture", "accounts.pictures.encoded", path],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "newsportal.settings"},
    )
    assert int(measured.stdout) < 300
