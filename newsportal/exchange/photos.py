"""Pictures of records: taken from a file beside the record or from the record itself, and written into it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from articles import pictures, uploads
from articles.models import Article, FormerPicture, Photo
from articles.tasks import make_sizes
from newsportal.exchange.fields import BadPhotoError, BadRecordError, object_of
from newsportal.exchange.people import named
from newsportal.exchange.records import PhotoRecord, photo_record

_HEAD = "data:image/jpeg;base64,"
_CENTRE = "0.5x0.5"


def save_photo(record: PhotoRecord, folder: Path, name: str) -> Photo:
    """The record's photo, its picture cleaned and kept where the record says or else as `name`; the worker makes its sizes. One that is
    there already stays as it is. Raises BadPhotoError."""
    place = record.at.removeprefix(settings.MEDIA_URL)
    if place and (there := Photo.objects.filter(image=place).first()):
        return there
    clean, said = read_picture(record, folder)
    photo = Photo(
        caption=record.caption or said.get("caption", ""),
        credit=record.credit or said.get("credit", ""),
        alt=record.alt or said.get("alt", ""),
        ppoi=record.focus or _CENTRE,
        original_name=record.name,
        uploaded_by_id=named([record.by])[record.by] if record.by else None,
    )
    if clean is not None and place:
        _put(clean, place)
        photo.image = place
    elif clean is not None:
        clean.name = f"{name}.jpg"
        photo.image = clean
    photo.save()
    # Where another photo has the file it goes on to show it.
    theirs = set(Photo.objects.filter(image__in=record.former).values_list("image", flat=True))
    FormerPicture.objects.bulk_create(
        [FormerPicture(name=former, photo=photo) for former in record.former if former not in theirs],
        ignore_conflicts=True,
    )
    if record.time:
        Photo.objects.filter(pk=photo.pk).update(uploaded_at=record.time)
    if photo.image:
        make_sizes.enqueue(photo.pk)
    return photo


def save_pictures(article: Article, records: list[PhotoRecord], folder: Path) -> None:
    """The pictures of the article's text, each where the text has it. Raises BadPhotoError."""
    for record in records:
        # One whose picture a dump lacked has nothing to show in the text.
        if record.image or record.file:
            save_photo(record, folder, article.slug)
    if records:
        # The text is read again, so that the library knows where these stand.
        Article.objects.filter(pk=article.pk).update(body=F("body"))


def load_one(value: Any, folder: Path) -> None:
    """A photo that no article shows now, from a dump of everything. Raises BadRecordError."""
    photo = object_of({"photo": value}, "photo")
    if photo is None:
        raise BadRecordError("photo must be an object")
    record = photo_record(photo, "photo: ")
    if not record.at or not (record.image or record.file):
        # By its address it is known at the second load.
        raise BadRecordError("photo: one without an article needs at, its address, and image")
    with transaction.atomic():
        save_photo(record, folder, "photo")


def _put(picture: File, place: str) -> None:
    """A file may lie there without its photo, as where an earlier load was cut off; raises BadPhotoError where it is another."""
    if default_storage.exists(place):
        with default_storage.open(place) as there:
            is_there = there.read() == picture.read()
    else:
        is_there = default_storage.save(place, picture) == place
    if not is_there:
        raise BadPhotoError(f"another file lies at {settings.MEDIA_URL}{place}")


def read_picture(record: PhotoRecord, folder: Path) -> tuple[File | None, dict[str, str]]:
    """The record's picture as it would be kept, None where it has none; and what its file says of itself. Raises BadPhotoError."""
    given = _inline(record.image) if record.image else _file(folder, record.file) if record.file else None
    if given is None:
        return None, {}
    try:
        # A dump's pictures were cleaned when they first came in, and say nothing more; encoding them again would only wear them out.
        return (given, {}) if pictures.is_clean(given) else uploads.read(given)
    except ValidationError as error:
        raise BadPhotoError(f"photo: {error.messages[0]}") from error


def photo_told(
    photo: Photo, complain: Callable[[str], None], where: str, *, everything: bool
) -> dict[str, Any]:
    """The record of a photo: its words and its picture; with `everything` its address, those of its files before, and who uploaded
    it as what and when. `complain` hears, with `where` it belongs, of a picture that is gone from the storage."""
    told: dict[str, Any] = {"caption": photo.caption, "credit": photo.credit, "alt": photo.alt}
    if photo.ppoi != _CENTRE:
        told["focus"] = photo.ppoi
    if everything:
        told |= {
            "at": photo.image.url if photo.image else "",
            "name": photo.original_name,
            "by": Photo.objects.values_list("uploaded_by__username", flat=True).get(pk=photo.pk) or "",
            "time": timezone.localtime(photo.uploaded_at).isoformat(),
            "former": sorted(
                f"{settings.MEDIA_URL}{name}" for name in photo.former_pictures.values_list("name", flat=True)
            ),
        }
    try:
        told["image"] = _image(photo)
    except OSError as error:
        complain(f"{where}: the picture can't be read ({error.strerror})")
    return {name: value for name, value in told.items() if value}


def _image(photo: Photo) -> str:
    """The picture as a record has it. Raises OSError where it is gone from the storage."""
    if not photo.image:
        return ""
    with photo.image.open("rb") as file:
        return _HEAD + base64.b64encode(file.read()).decode()


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
