"""Pictures that come from anywhere, as they are taken into the library: by an upload at the desk, from an agency, from another system."""

from __future__ import annotations

from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from articles import photo_words, pictures
from articles.models import Photo
from articles.tasks import make_sizes


def read(upload: File) -> tuple[ContentFile, dict[str, str]]:
    """The picture as it is kept, and what its file says of itself (`photo_words.found_in`), for the fields that are left empty. Raises
    ValidationError with a sentence for whoever chose it."""
    return pictures.cleaned(upload), photo_words.found_in(upload)


def take(upload: UploadedFile, *, by: User, alt: str = "") -> Photo:
    """The photo that the library has of it from now on, with what the file says of itself; the worker makes its sizes. Raises
    ValidationError with a sentence for whoever chose it."""
    clean, words = read(upload)
    photo = Photo(**words | ({"alt": alt} if alt else {}), uploaded_by=by)
    photo.original_name = (upload.name or "")[: Photo.NAME]
    photo.image = clean
    photo.save()
    make_sizes.enqueue(photo.pk)
    return photo
