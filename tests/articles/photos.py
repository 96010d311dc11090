"""Photos for tests: files as cameras and others make them, and such as lie in the library."""

from __future__ import annotations

from io import BytesIO
from struct import pack
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles.models import Photo

LIBRARY = "/admin/articles/photo/"


def jpeg(size: tuple[int, int] = (800, 500), **save: Any) -> bytes:
    """Red on the left, blue on the right."""
    return file("JPEG", size, **save)


def file(kind: str, size: tuple[int, int] = (800, 500), mode: str = "RGB", **save: Any) -> bytes:
    image = Image.new(mode, size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    out = BytesIO()
    image.save(out, kind, **save)
    return out.getvalue()


def upload(data: bytes | None = None, name: str = "a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg() if data is None else data, "image/jpeg")


def photo(name: str = "pier.jpg", **fields: Any) -> Photo:
    """One that lies in the library, with its sizes made."""
    made = Photo(original_name=name, **{"alt": "A pier", "caption": "The pier at dawn", **fields})
    made.image.save(name, ContentFile(jpeg()), save=False)
    made.save()
    made.make_sizes()
    made.refresh_from_db()
    return made


def in_text(*photos: Photo) -> str:
    """A body in which they stand."""
    return "".join(f'<p>Before.</p><figure><img src="{one.image.url}" alt="x"></figure>' for one in photos)


# The form of a photo, without its file.
TYPED = {"alt": "A pier", "caption": "", "credit": "", "focus_x": 50, "focus_y": 50}


def with_iptc(*records: tuple[int, int, bytes]) -> bytes:
    """A JPEG with these records, as Photoshop lays them into a file."""
    data = b"".join(b"\x1c" + pack(">BBH", *key, len(value)) + value for *key, value in records)
    block = b"8BIM\x04\x04\x00\x00" + pack(">I", len(data)) + data + b"\0" * (len(data) % 2)
    segment = b"Photoshop 3.0\0" + block
    return b"\xff\xd8\xff\xed" + pack(">H", len(segment) + 2) + segment + jpeg()[2:]
