"""Picture files that come from anywhere, opened and decoded so that none can do harm: no decoder but those named, no more pixels
than memory has room for, one picture at a time."""

from __future__ import annotations

import io
import struct
import threading
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, UnidentifiedImageError

# One after the other: what one needs at most, a process needs at most.
one_at_a_time = threading.Lock()
# What Pillow's decoders raise at files that are broken on purpose or by accident.
BROKEN = (
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


def opened(upload: File, most: Mapping[str, int]) -> Image.Image:
    """The picture before it is decoded; `most` are the formats that are taken and the pixels that each may have. Raises
    ValidationError where it has more; where it has so many that Pillow says no more of it, too. Raises what is BROKEN."""
    upload.seek(0)
    try:
        image = Image.open(upload, formats=tuple(most))
    except Image.DecompressionBombError as error:
        upload.seek(0)
        begins = upload.read(16)
        accepts = {kind: Image.OPEN[kind][1] for kind in most}
        kind = next(kind for kind, fits in accepts.items() if fits and fits(begins))
        raise too_many_pixels(most[kind]) from error
    if image.width * image.height > most[image.format or ""]:
        raise too_many_pixels(most[image.format or ""])
    return image


def too_many_pixels(most: int) -> ValidationError:
    words = _("The picture has more than %(most)d million pixels. Save it smaller and try again.")
    return ValidationError(words % {"most": most // 1_000_000})


def in_full_colours(image: Image.Image) -> Image.Image:
    """What can be averaged: colours that are looked up can't, nor can one that stands for what can be seen through."""
    if image.mode.startswith("I"):
        # Grey of 16 bits, which Pillow would cut off at 255 and not scale. The one grey that may be seen through goes unseen.
        return image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    if image.mode in ("P", "PA", "1") or "transparency" in image.info:
        return image.convert("RGBA")
    return image


def on_white(image: Image.Image) -> Image.Image:
    """The picture without what can be seen through, which is white as the paper."""
    if "A" not in image.getbands():
        return image if image.mode == "RGB" else image.convert("RGB")
    whole = Image.new("RGB", image.size, "white")
    whole.paste(image.convert("RGB"), mask=image.getchannel("A"))
    return whole


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """What a wide-gamut screen took for red shall be that red without the profile, too, which may name its owner."""
    if not profile:
        return image
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted or image
