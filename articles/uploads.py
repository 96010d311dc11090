"""Pictures that somebody of the desk uploads, taken into the library."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from articles import photo_words, pictures
from articles.models import Photo
from articles.tasks import make_sizes


def take(upload: UploadedFile, *, by: User, alt: str = "") -> Photo:
    """The photo that the library has of it from now on, with what the file says of itself; the worker makes its sizes. Raises
    ValidationError with a sentence for whoever chose it."""
    clean = pictures.cleaned(upload)
    words = photo_words.found_in(upload)
    photo = Photo(**words | ({"alt": alt} if alt else {}), uploaded_by=by)
    photo.original_name = (upload.name or "")[: Photo.NAME]
    photo.image = clean
    photo.save()
    make_sizes.enqueue(photo.pk)
    return photo
