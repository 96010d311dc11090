"""What the worker does for the newsroom."""

from django.tasks import task

from articles.models import Photo


@task
def make_sizes(photo_id: int) -> None:
    """Make the widths of a photo. Repeatable; a photo that is gone by then needs none."""
    photo = Photo.objects.filter(pk=photo_id).exclude(image="").first()
    if photo is not None:
        photo.make_sizes()
