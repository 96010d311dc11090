"""Files that are no picture, or more than one: refused with a sentence and all else that was typed kept, or served as pixels alone."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from struct import pack
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from articles import pictures
from articles.models import Photo
from tests.articles.photos import LIBRARY, file, jpeg, upload
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import EditorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return signed_in(EditorFactory())


def send(editor: Client, data: bytes, name: str = "a.jpg") -> Any:
    typed = {
        "alt": "Gulls on a pier",
        "caption": "At dawn",
        "credit": "Ada",
        "focus_x": "50",
        "focus_y": "50",
    }
    return editor.post(f"{LIBRARY}add/", {"image": upload(data, name), **typed})


def chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))


def png_bomb(width: int, height: int) -> bytes:
    """A few kilobytes that say they have so many pixels."""
    head = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def jpeg_bomb() -> bytes:
    """A small JPEG whose head says that it is 60,000 pixels wide and high."""
    data = bytearray(jpeg())
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = pack(">HH", 60_000, 60_000)
    return bytes(data)


def archive() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("page.html", "<script>alert(1)</script>")
    return out.getvalue()


UNREADABLE, MANY = "not a picture that can be read", "million pixels"
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "SVG": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', UNREADABLE),
    "SVG behind a head of XML": (lambda: b'<?xml version="1.0"?><!DOCTYPE svg><svg/>', UNREADABLE),
    "a page": (lambda: b"<!doctype html><script>alert(1)</script>", UNREADABLE),
    "a script that begins as a GIF": (lambda: b"GIF89a=1;alert(1)//" + b"\0" * 20, UNREADABLE),
    "GIF": (lambda: file("GIF"), UNREADABLE),
    "BMP": (lambda: file("BMP"), UNREADABLE),
    "an archive": (archive, UNREADABLE),
    "a JPEG's head on a page": (lambda: b"\xff\xd8\xff\xe0<html><script>alert(1)</script>", UNREADABLE),
    "half a JPEG": (lambda: jpeg((900, 900))[:3000], UNREADABLE),
    "half a PNG": (lambda: file("PNG", (900, 900))[:500], UNREADABLE),
    "a PNG without its pixels": (lambda: png_bomb(300, 300), UNREADABLE),
    "a bomb": (lambda: png_bomb(5000, 5000), MANY),
    "a bomb beyond Pillow's own counting": (lambda: png_bomb(20_000, 20_000), MANY),
    "a bomb beyond all counting": (lambda: png_bomb(60_000, 60_000), MANY),
    "a bomb that is a JPEG": (jpeg_bomb, MANY),
    "nothing": (lambda: b"", "empty"),
    "26 megabytes": (lambda: jpeg() + b"\0" * 26 * 1024 * 1024, "larger than 25 MB"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_with_a_sentence_beside_the_field_and_what_was_typed_is_kept(
    editor: Client, what: str
) -> None:
    make, sentence = REFUSED[what]
    page = send(editor, make())
    assert page.status_code == 200 and not Photo.objects.exists()
    [said] = page.context["adminform"].form.errors["image"]
    assert sentence in said and said in words(page.text)
    for typed in ("Gulls on a pier", "At dawn", "Ada"):
        assert f'value="{typed}"' in page.text


def test_files_that_are_broken_anywhere_are_taken_or_refused_and_never_break_the_page(editor: Client) -> None:
    for kind in ("JPEG", "PNG", "WEBP", "AVIF", "TIFF"):
        whole = file(kind, (40, 40))
        for place in range(0, len(whole), max(1, len(whole) // 12)):
            broken = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
            assert send(editor, broken).status_code in (200, 302), (kind, place)


def secrets() -> dict[str, Any]:
    """Everything that a camera or an editor's program writes beside the pixels."""
    exif = Image.Exif()
    exif[0x010E], exif[0x0110], exif[0x013B] = "Our garden", "A camera", "Ada of the house"
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 41.0, 22.0), 3: "E", 4: (139.0, 41.0, 30.0)})
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><GPSLatitude>35,41.36N</GPSLatitude></x:xmpmeta>'
    return {"exif": exif, "xmp": xmp}


TRACES = (b"garden", b"camera", b"house", b"GPS", b"xmpmeta", b"Exif", b"Photoshop", b"script", b"PK\x03\x04")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
@pytest.mark.django_db(transaction=True)
def test_nothing_that_is_served_says_more_than_one_sees(editor: Client, kind: str) -> None:
    """The picture, each width, and each shape; also of a file that is a page or an archive besides."""
    options = secrets() if kind in ("JPEG", "WEBP", "AVIF") else {"exif": secrets()["exif"]}
    if kind == "JPEG":
        options["comment"] = b"taken at the house<script>alert(1)</script>"
    data = file(kind, (2000, 1500), **options) + b"<script>alert(1)</script>" + archive()
    assert any(trace in data for trace in TRACES[:3])
    assert send(editor, data).status_code == 302
    photo = Photo.objects.get()
    photo.make_sizes()
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert len(files) >= 1 + len(pictures.FORMATS)
    for path in files:
        stored = path.read_bytes()
        assert not [trace for trace in TRACES if trace in stored], path
        with Image.open(path) as image:
            assert not image.getexif() and not set(image.info) & {
                "exif",
                "xmp",
                "comment",
                "photoshop",
                "icc_profile",
            }
            assert path.suffix.removeprefix(".") == (image.format or "").lower().replace(
                "jpeg", path.suffix[1:]
            )


def test_what_can_be_seen_through_lies_on_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (60, 60), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(pictures.cleaned(upload(out.getvalue()))) as image:
        assert min(image.getpixel((30, 30))) > 250


def test_a_picture_larger_than_any_page_asks_for_is_kept_smaller() -> None:
    with Image.open(pictures.cleaned(upload(jpeg((6000, 4000))))) as image:
        assert image.size == (3000, 2000)
    with Image.open(pictures.cleaned(upload(jpeg((4000, 3000))))) as image:
        assert image.size == (4000, 3000)


def costly(kind: str, path: Path) -> None:
    """The largest picture that is taken, as costly as its format can be: all colours in full, see-through, in several passes."""
    pixels = pictures.MAX_PIXELS_IN_PASSES if kind == "JPEG in passes" else pictures.MAX_PIXELS[kind]
    side = int(pixels**0.5)
    options: dict[str, Any] = {
        "JPEG": {"subsampling": 0},
        "JPEG in passes": {"progressive": True, "subsampling": 0},
        "WEBP": {"lossless": True, "method": 0},
        "AVIF": {"speed": 10, "subsampling": "4:4:4"},
        "PNG": {"compress_level": 1},
        "TIFF": {"compression": "tiff_lzw"},
    }[kind]
    mode = "RGB" if kind.startswith("JPEG") else "RGBA"
    path.write_bytes(file(kind.split(maxsplit=1)[0], (side, side), mode, **options))


@pytest.mark.parametrize("kind", [*pictures.MAX_PIXELS, "JPEG in passes"])
def test_the_largest_picture_that_is_taken_needs_less_than_300_megabytes(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "large"
    costly(kind, path)
    for function in ("articles.pictures.cleaned", "articles.photo_words.found_in"):
        measured = subprocess.run(
            [sys.executable, "-m", "tests.memory_of_a_picture", function, path],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "newsportal.settings"},
        )
        assert int(measured.stdout) < 300, function


@pytest.mark.parametrize("page", ["photo/upload/", "photo/add/", "article/add/"])
def test_a_gigabyte_is_refused_before_it_is_read(editor: Client, page: str) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="image"; filename="a.jpg"\r\n\r\n' + jpeg()
    kind, length = "multipart/form-data; boundary=x", str(1 << 30)
    answer = editor.generic("POST", f"/admin/articles/{page}", part, content_type=kind, CONTENT_LENGTH=length)
    assert answer.status_code == 413 and "That is more than we take at once" in answer.text
