"""Readers' pictures: whatever comes in is decoded, cut square and encoded anew in the sizes that pages show.

So nothing of the file survives but what one sees: no place where it was taken, no name of a camera, nothing that is hidden
behind the pixels. All files of a reader lie in a folder of their own, where nothing stays that isn't shown.
"""

from __future__ import annotations

import io
import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from accounts.decoding import BROKEN, in_full_colours, in_srgb, on_white, one_at_a_time, opened

if TYPE_CHECKING:
    from accounts.models import User

# CSS pixels at which pages show a picture, and twice that for dense screens.
SHOWN = 96
SIZES = (SHOWN, 2 * SHOWN)
QUALITY = 84
# In the storage. What lies there is kept by caches for a minute only: see newsportal/media.py and deploy/nginx.conf.
FOLDER = "readers"
MAX_BYTES = 10 * 1024 * 1024
# A small file can unfold into gigabytes, so its pixels are counted before it is decoded, and formats are named, so that no
# rarely used decoder of Pillow is reached by a crafted file (nor is SVG, which can hold scripts). A phone's camera
# takes 25 million, as JPEG. The decoders of the others keep all of them, WebP's more than once: none needs over 200 MB.
MAX_PIXELS = {"JPEG": 25_000_000, "PNG": 16_000_000, "WEBP": 12_000_000, "AVIF": 12_000_000}


def encoded(upload: File) -> dict[int, bytes]:
    """{size: WebP} of the picture in `upload`. Raises ValidationError with a sentence for whoever chose it."""
    if (upload.size or 0) > MAX_BYTES:
        raise ValidationError(_("The picture is larger than 10 MB. Save it smaller and try again."))
    try:
        with one_at_a_time:
            square = _square(upload)
    except BROKEN as error:
        raise _unreadable() from error
    return {size: _webp(square, size) for size in SIZES}


def _unreadable() -> ValidationError:
    return ValidationError(_("This file is not a picture that can be read. Use JPEG, PNG, WebP or AVIF."))


def _kept(data: bytes) -> dict[int, bytes]:
    """The sizes of what was the largest of them once, and stays as it is: encoding it again would wear it out. Raises ValidationError
    where it isn't one, or has something beside what one sees."""
    try:
        with one_at_a_time:
            image = opened(ContentFile(data), {"WEBP": SIZES[-1] ** 2})
            said = image.info.keys() & {"exif", "icc_profile", "xmp"}
            is_whole = int.from_bytes(data[4:8], "little") + 8 == len(data)
            image.load()
    except BROKEN as error:
        raise _unreadable() from error
    if image.size != (SIZES[-1], SIZES[-1]) or image.mode != "RGB" or said or not is_whole:
        raise _unreadable()
    return {SHOWN: _webp(image, SHOWN), SIZES[-1]: data}


def _square(upload: File) -> Image.Image:
    """The middle of the picture, upright, on white, in sRGB, of the largest size, with nothing said beside it."""
    image = opened(upload, MAX_PIXELS)
    # JPEG can be decoded at an eighth of its size and the like.
    image.draft("RGB", (2 * SIZES[-1], 2 * SIZES[-1]))
    whole = on_white(ImageOps.exif_transpose(_smaller(image)))
    return ImageOps.fit(
        in_srgb(whole, image.info.get("icc_profile")), (SIZES[-1], SIZES[-1]), Image.Resampling.LANCZOS
    )


def _smaller(image: Image.Image) -> Image.Image:
    """Of few enough pixels that what follows costs next to nothing."""
    factor = min(image.size) // (2 * SIZES[-1])
    image = in_full_colours(image)
    return image.reduce(factor) if factor > 1 else image


def _webp(square: Image.Image, size: int) -> bytes:
    image = square.resize((size, size), Image.Resampling.LANCZOS)
    image.info.clear()
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()


# ------------------------------------------------------------------ files


def show(user: User, upload: File) -> None:
    """See User.show_picture."""
    _exchange(user, secrets.token_hex(8), encoded(upload))


def keep(user: User, data: bytes) -> None:
    """Shows the picture whose largest file `data` once was, here or on another site. Raises ValidationError where it is none."""
    _exchange(user, secrets.token_hex(8), _kept(data))


def remove(user: User) -> None:
    """See User.remove_picture."""
    _exchange(user, "", {})


def remove_newer(user: User, since: datetime) -> None:
    """Takes away a picture that was chosen after `since`, by when its files were written."""
    if not user.picture:
        return
    try:
        chosen_at = default_storage.get_modified_time(path(user, user.picture, SHOWN))
    except FileNotFoundError:
        return
    if chosen_at >= since:
        remove(user)


def _exchange(user: User, name: str, files: dict[int, bytes]) -> None:
    """Under the row's lock, so that of two pictures that are sent at once one stays, with its files; and with the files
    first, so that no page ever names one that isn't there."""
    with transaction.atomic():
        locked = type(user).objects.select_for_update(no_key=True).get(pk=user.pk)
        sweep(user, keep=locked.picture)
        for size, data in files.items():
            default_storage.save(path(user, name, size), ContentFile(data))
        type(user).objects.filter(pk=user.pk).update(picture=name)
        # These alone: beside them may lie by then what comes after this one.
        transaction.on_commit(lambda: _delete(user, locked.picture))
    user.picture = name


def _delete(user: User, name: str) -> None:
    for size in SIZES if name else ():
        default_storage.delete(path(user, name, size))


def sweep(user: User, *, keep: str = "") -> None:
    """Deletes what lies in the reader's folder beside the files of the picture `keep`; also what one who was killed in
    mid-change has left."""
    folder = _folder(user)
    if not default_storage.exists(folder):
        return
    for file in default_storage.listdir(folder)[1]:
        if not keep or not file.startswith(keep):
            default_storage.delete(f"{folder}/{file}")


def address(user: User, size: int) -> str:
    """Where the picture is served in `size`. The name can't be guessed and is never used for another picture."""
    return default_storage.url(path(user, user.picture, size))


def addresses(user: User) -> str:
    """The `srcset` of all sizes."""
    return ", ".join(f"{address(user, size)} {size // SHOWN}x" for size in SIZES)


def _folder(user: User) -> str:
    return f"{FOLDER}/{user.pk}"


def path(user: User, name: str, size: int) -> str:
    return f"{_folder(user)}/{name}-{size}.webp"
