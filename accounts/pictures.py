"""Readers' pictures: whatever comes in is decoded, cut square and encoded anew in the sizes that pages show.

So nothing of the file survives but what one sees: no place where it was taken, no name of a camera, nothing that is hidden
behind the pixels. All files of a reader lie in a folder of their own, where nothing stays that isn't shown.
"""

from __future__ import annotations

import io
import secrets
import struct
import threading
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

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
# One after the other: what one needs at most, a process needs at most.
_decoding = threading.Lock()
# What Pillow's decoders raise at files that are broken on purpose or by accident.
_BROKEN = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    TypeError,
    OverflowError,
    RuntimeError,
    struct.error,
)


def encoded(upload: File) -> dict[int, bytes]:
    """{size: WebP} of the picture in `upload`. Raises ValidationError with a sentence for whoever chose it."""
    if (upload.size or 0) > MAX_BYTES:
        raise ValidationError(_("The picture is larger than 10 MB. Save it smaller and try again."))
    try:
        with _decoding:
            square = _square(upload)
    except _BROKEN as error:
        raise ValidationError(
            _("This file is not a picture that can be read. Use JPEG, PNG, WebP or AVIF.")
        ) from error
    return {size: _webp(square, size) for size in SIZES}


def _square(upload: File) -> Image.Image:
    """The middle of the picture, upright, on white, in sRGB, of the largest size, with nothing said beside it."""
    opened = _opened(upload)
    # JPEG can be decoded at an eighth of its size and the like.
    opened.draft("RGB", (2 * SIZES[-1], 2 * SIZES[-1]))
    image = ImageOps.exif_transpose(_smaller(opened))
    whole = Image.new("RGB", image.size, "white")
    whole.paste(image.convert("RGB"), mask=image.getchannel("A") if "A" in image.getbands() else None)
    return ImageOps.fit(
        _in_srgb(whole, opened.info.get("icc_profile")), (SIZES[-1], SIZES[-1]), Image.Resampling.LANCZOS
    )


def _opened(upload: File) -> Image.Image:
    """The picture before it is decoded. Raises ValidationError where it has too many pixels; where it has so many that Pillow
    says no more of it, too."""
    upload.seek(0)
    try:
        opened = Image.open(upload, formats=tuple(MAX_PIXELS))
    except Image.DecompressionBombError as error:
        upload.seek(0)
        begins = upload.read(16)
        accepts = {kind: Image.OPEN[kind][1] for kind in MAX_PIXELS}
        raise _too_many_pixels(
            next(kind for kind, fits in accepts.items() if fits and fits(begins))
        ) from error
    if opened.width * opened.height > MAX_PIXELS[opened.format or ""]:
        raise _too_many_pixels(opened.format or "")
    return opened


def _too_many_pixels(kind: str) -> ValidationError:
    words = _("The picture has more than %(most)d million pixels. Save it smaller and try again.")
    return ValidationError(words % {"most": MAX_PIXELS[kind] // 1_000_000})


def _smaller(image: Image.Image) -> Image.Image:
    """Of few enough pixels that what follows costs next to nothing."""
    factor = min(image.size) // (2 * SIZES[-1])
    if image.mode.startswith("I"):
        # Grey of 16 bits, which Pillow would cut off at 255 and not scale. The one grey that may be seen through goes unseen.
        image = image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    elif image.mode in ("P", "PA", "1") or "transparency" in image.info:
        # Colours that are looked up can't be averaged, nor can one that stands for what can be seen through.
        image = image.convert("RGBA")
    return image.reduce(factor) if factor > 1 else image


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """What a wide-gamut screen took for red shall be that red without the profile, too, which may name its owner."""
    if not profile:
        return image
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted or image


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
