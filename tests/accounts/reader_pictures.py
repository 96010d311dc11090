"""A reader's picture: a file for it, the form that sends it, and what of it is kept."""

import io
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import User

PAGE = "/accounts/picture/"


def file(kind: str = "JPEG", size: tuple[int, int] = (300, 200), mode: str = "RGB", **options: Any) -> bytes:
    """Red on the left, blue on the right."""
    image = Image.new(mode, size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def send(client: Client, data: bytes, name: str = "me.jpg") -> Any:
    return client.post(PAGE, {"picture": SimpleUploadedFile(name, data)})


def files(user: User) -> list[str]:
    folder = f"readers/{user.pk}"
    return sorted(default_storage.listdir(folder)[1]) if default_storage.exists(folder) else []


def shown(user: User, size: int = 192) -> Image.Image:
    user.refresh_from_db()
    with default_storage.open(f"readers/{user.pk}/{user.picture}-{size}.webp") as stored:
        image = Image.open(io.BytesIO(stored.read()))
        image.load()
    return image
