"""Pictures of records: taken from a file beside the record or from the record itself, and written into it."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db.models import F

from articles import pictures
from articles.models import Article, Photo
from articles.tasks import make_sizes
from newsportal.exchange.fields import BadPhotoError
from newsportal.exchange.records import PhotoRecord

_HEAD = "data:image/jpeg;base64,"
_CENTRE = "0.5x0.5"


def save_photo(record: PhotoRecord, folder: Path, name: str) -> Photo:
    """The record's photo, its picture cleaned and kept as `name`; the worker makes its sizes. Raises BadPhotoError."""
    photo = Photo(caption=record.caption, credit=record.credit, alt=record.alt, ppoi=record.focus or _CENTRE)
    clean = cleaned_picture(record, folder)
    if clean is not None:
        clean.name = f"{name}.jpg"
        photo.image = clean
    photo.save()
    if photo.image:
        make_sizes.enqueue(photo.pk)
    return photo


def save_pictures(article: Article, records: list[PhotoRecord], folder: Path) -> None:
    """The pictures of the article's text, each where the text has it; one that is there already stays. Raises BadPhotoError."""
    for record in records:
        name = record.at.removeprefix(settings.MEDIA_URL)
        clean = cleaned_picture(record, folder)
        if clean is None or Photo.objects.filter(image=name).exists():
            continue
        if default_storage.save(name, clean) != name:
            raise BadPhotoError(f"pictures: another file lies at {record.at}")
        photo = Photo(
            caption=record.caption, credit=record.credit, alt=record.alt, ppoi=record.focus or _CENTRE
        )
        photo.image = name
        photo.save()
        make_sizes.enqueue(photo.pk)
    if records:
        # The text is read again, so that the library knows where these stand.
        Article.objects.filter(pk=article.pk).update(body=F("body"))


def cleaned_picture(record: PhotoRecord, folder: Path) -> File | None:
    """The record's picture as it would be kept; None where it has none. Raises BadPhotoError."""
    given = _inline(record.image) if record.image else _file(folder, record.file) if record.file else None
    if given is None:
        return None
    try:
        # A dump's pictures were cleaned when they first came in; encoding them again would only wear them out.
        return given if pictures.is_clean(given) else pictures.cleaned(given)
    except ValidationError as error:
        raise BadPhotoError(f"photo: {error.messages[0]}") from error


def photo_words(photo: Photo) -> dict[str, str]:
    """What a record says of the photo, but for the picture itself."""
    words = {"caption": photo.caption, "credit": photo.credit, "alt": photo.alt}
    if photo.ppoi != _CENTRE:
        words["focus"] = photo.ppoi
    return {name: value for name, value in words.items() if value}


def photo_image(photo: Photo) -> dict[str, str]:
    """The picture as a record has it. Raises OSError where it is gone from the storage."""
    if not photo.image:
        return {}
    with photo.image.open("rb") as file:
        return {"image": _HEAD + base64.b64encode(file.read()).decode()}


def _inline(address: str) -> ContentFile:
    """The picture in a data: address."""
    head, _comma, data = address.partition(",")
    if not head.startswith("data:image/") or not head.endswith(";base64"):
        raise BadPhotoError("photo: image must be a data: address with base64")
    try:
        return ContentFile(base64.b64decode(data, validate=True))
    except binascii.Error as error:
        raise BadPhotoError(f"photo: image isn't base64 ({error})") from error


def _file(folder: Path, name: str) -> ContentFile:
    path = (folder / name).resolve()
    # A record from elsewhere must not publish a picture that lies somewhere else on this machine.
    if not path.is_relative_to(folder.resolve()):
        raise BadPhotoError(f"photo: {name} lies outside the record's folder")
    try:
        if path.stat().st_size > pictures.MAX_BYTES:
            raise BadPhotoError("photo: The picture is larger than 25 MB. Save it smaller and try again.")
        return ContentFile(path.read_bytes())
    except OSError as error:
        raise BadPhotoError(f"photo: {name} can't be read ({error.strerror})") from error
