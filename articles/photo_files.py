"""Files of photos that nobody needs any more: of another focal point, of a picture that was exchanged, of a photo that was deleted.
The worker deletes them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import F
from django.utils import timezone

if TYPE_CHECKING:
    from articles.models import Photo

# What was cut around another point shows nothing that readers mayn't see, and pages name it that lie open in a browser, and other
# sites to which somebody gave a link.
GRACE = timedelta(days=1)
# A picture is often taken away for whoever has a right against it: it stays for no longer than a shared cache may send pages that
# name it, ten minutes where the site doesn't answer (stored_pages).
GRACE_OF_GONE = timedelta(minutes=15)


def leave(before: Photo, *, is_gone: bool) -> None:
    """Have the files of a photo as it was `before` deleted after GRACE, or where the picture itself `is_gone` after GRACE_OF_GONE, but
    for what is needed then. In the transaction of the change: where that is undone, nothing is deleted."""
    from articles.tasks import forget_photo_files

    if files := before.files:
        due = forget_photo_files.using(run_after=timezone.now() + (GRACE_OF_GONE if is_gone else GRACE))
        due.enqueue(before.image.name, sorted(files))


def forget(image: str, files: list[str]) -> None:
    """Delete those `files`, of the picture `image`, that no photo has by now (a focal point may have moved back) and no text names.
    Repeatable."""
    from articles.models import Article, BodyPicture, Photo

    needed: set[str] = set()
    shown = BodyPicture.objects.filter(photo__former_pictures=image)
    naming = Article.objects.filter(
        pk__in=shown.values("article"), body__contains=f'"{settings.MEDIA_URL}{image}"'
    )
    # Saved at the very moment of the exchange, by whoever couldn't see it yet: see former_picture.
    naming.update(body=F("body"))
    if naming.exists():
        # The photo has no picture any more.
        needed.add(image)
    for photo in Photo.objects.filter(image=image):
        needed |= photo.files
    for name in set(files) - needed:
        default_storage.delete(name)
