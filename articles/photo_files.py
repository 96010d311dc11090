"""Files of photos that nobody needs any more: of another focal point, of a picture that was exchanged, of a photo that was deleted.
The worker deletes them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import F, Q
from django.utils import timezone

if TYPE_CHECKING:
    from articles.models import Photo

# Pages that were sent before name them: shared caches for ten minutes, a page that lies open in a browser, other sites to which
# somebody gave a link.
GRACE = timedelta(days=1)


def leave(before: Photo) -> None:
    """Have the files of a photo as it was `before` deleted after GRACE, but for what is needed then. In the transaction of the change:
    where that is undone, nothing is deleted."""
    from articles.tasks import forget_photo_files

    if files := before.files:
        due = forget_photo_files.using(run_after=timezone.now() + GRACE)
        due.enqueue(before.image.name, sorted(files))


def forget(image: str, files: list[str]) -> None:
    """Delete those `files`, of the picture `image`, that no photo has by now (a focal point may have moved back) and no text names.
    Repeatable."""
    from articles.models import Article, BodyPicture, Photo

    needed: set[str] = set()
    shown = BodyPicture.objects.filter(Q(photo__image=image) | Q(photo__former_pictures=image))
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
