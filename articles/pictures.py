"""What is done to a picture: cleaned when it comes in, made in several widths as AVIF and WebP for the pages, and cut for other sites."""

from __future__ import annotations

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from imagefield.processing import register
from PIL import Image, ImageOps

from accounts import decoding

# CSS pixels at which pages show pictures, and twice that for dense screens.
WIDTHS = (320, 640, 960, 1440, 1920)
# For readers whose browser can't choose.
MIDDLE = 960
# The shapes in which other sites show a picture beside a link, cut around its focal point: those that Google's guide to
# articles asks for, at the size that it has room for.
SHAPES = {"square": (1200, 1200), "classic": (1200, 900), "wide": (1200, 675)}
QUALITY = 78
# Looks like WebP's of 78 and takes a tenth to a third less. At speed 8 it is made as quickly; slower ones gain a hundredth.
AVIF_QUALITY, AVIF_SPEED = 60, 8
# A picture of more pixels is refused before it is decoded: a small file can unfold into gigabytes. JPEG is decoded at half its
# size, so that 50 million are as few as 12; but where it comes in several passes all of them are kept until the last, and so are
# those of the others, WebP's and AVIF's more than once. None needs over 200 MB.
MAX_PIXELS = {
    "JPEG": 50_000_000,
    "PNG": 16_000_000,
    "TIFF": 16_000_000,
    "WEBP": 12_000_000,
    "AVIF": 12_000_000,
}
MAX_PIXELS_IN_PASSES = 25_000_000
# What is kept has no more: half again as wide as any page asks for.
KEPT_PIXELS = 12_500_000
MAX_BYTES = 25 * 1024 * 1024


@register
def scale_to_webp(get_image, width):  # type: ignore[no-untyped-def]
    """An imagefield processor: scales to `width` pixels (never up) and saves as WebP."""

    def processor(image, context):  # type: ignore[no-untyped-def]
        context.save_kwargs.update(format="WEBP", quality=QUALITY, method=4)
        return _scaled(get_image(image, context), width)

    return processor


@register
def scale_to_avif(get_image, width):  # type: ignore[no-untyped-def]
    """As AVIF, otherwise as above."""

    def processor(image, context):  # type: ignore[no-untyped-def]
        context.save_kwargs.update(format="AVIF", quality=AVIF_QUALITY, speed=AVIF_SPEED)
        return _scaled(get_image(image, context), width)

    return processor


def _scaled(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        return image
    return image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)


def cut_size(shape: tuple[int, int], of: tuple[int, int]) -> tuple[int, int]:
    """The width and height of what is cut to `shape` from a picture of the size `of`."""
    factor = min(1, of[0] / shape[0], of[1] / shape[1])
    width, height = (max(1, round(side * factor)) for side in shape)
    return width, height


@register
def cut_to_jpeg(get_image, shape):  # type: ignore[no-untyped-def]
    """An imagefield processor: cuts to `shape` around the focal point, scales down (never up) and saves as JPEG, which
    every service reads."""

    def processor(image, context):  # type: ignore[no-untyped-def]
        image = get_image(image, context)
        context.save_kwargs.update(format="JPEG", quality=QUALITY, optimize=True)
        return ImageOps.fit(
            image, cut_size(shape, image.size), Image.Resampling.LANCZOS, centering=context.ppoi
        )

    return processor


def _format(extension, processor, measure):  # type: ignore[no-untyped-def]
    def spec(fieldfile, context):  # type: ignore[no-untyped-def]
        context.extension = extension
        context.processors = [(processor, measure)]
        if processor != "cut_to_jpeg":
            # Nothing is cut: another focal point makes no other file, and pages that were sent name the same one.
            context.ppoi = [0.5, 0.5]

    return spec


FORMATS = {
    **{f"w{width}": _format(".webp", "scale_to_webp", width) for width in WIDTHS},
    **{f"avif{width}": _format(".avif", "scale_to_avif", width) for width in WIDTHS},
    **{name: _format(".jpg", "cut_to_jpeg", shape) for name, shape in SHAPES.items()},
}


def opened(upload: File) -> Image.Image:
    """The picture before it is decoded. Raises ValidationError where it has too many pixels, and what is BROKEN."""
    image = decoding.opened(upload, MAX_PIXELS)
    if image.info.get("progressive") and image.width * image.height > MAX_PIXELS_IN_PASSES:
        raise decoding.too_many_pixels(MAX_PIXELS_IN_PASSES)
    return image


def cleaned(upload: File) -> ContentFile:
    """The upload as an upright JPEG in sRGB that carries pixels and nothing else.

    Decoding and encoding anew drops GPS data, comments and anything hidden behind the picture (polyglots).
    Raises ValidationError for what is no picture, too large, or broken.
    """
    if upload.size and upload.size > MAX_BYTES:
        raise ValidationError(_("The picture is larger than 25 MB. Save it smaller and try again."))
    try:
        with decoding.one_at_a_time:
            data = _encoded(_upright(upload))
    except decoding.BROKEN as error:
        raise ValidationError(
            _("This file is not a picture that can be read. Use JPEG, PNG, WebP, AVIF or TIFF.")
        ) from error
    return ContentFile(data, name=f"{(upload.name or 'photo').rsplit('/')[-1].rsplit('.')[0]}.jpg")


def _upright(upload: File) -> Image.Image:
    image = opened(upload)
    profile = image.info.get("icc_profile")
    if image.width * image.height > KEPT_PIXELS:
        image.draft("RGB", (image.width // 2, image.height // 2))
    image = decoding.in_full_colours(image)
    if image.width * image.height > KEPT_PIXELS:
        image = image.reduce(2)
    return decoding.in_srgb(decoding.on_white(ImageOps.exif_transpose(image)), profile)


def _encoded(image: Image.Image) -> bytes:
    image.info.clear()
    out = BytesIO()
    image.save(out, "JPEG", quality=90, optimize=True)
    return out.getvalue()


def is_clean(file: File) -> bool:
    """Whether `file` is a JPEG as `cleaned` makes them: upright, in RGB, with nothing said beside the picture."""
    try:
        file.seek(0)
        image = Image.open(file, formats=("JPEG",))
        return image.mode == "RGB" and not set(image.info) - {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "dpi",
            "icc_profile",
        }
    except decoding.BROKEN:
        return False
    finally:
        file.seek(0)
