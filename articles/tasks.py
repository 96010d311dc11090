"""What the worker does for the newsroom."""

from django.tasks import task
from django.utils import timezone

from articles import delivery, photo_files
from articles.models import Alert, DueWords, NewsletterIssue, Photo, Presence, Reads, WorkingCopy


@task
def make_sizes(photo_id: int) -> None:
    """Make the widths of a photo. Repeatable; a photo that is gone by then needs none."""
    photo = Photo.objects.filter(pk=photo_id).exclude(image="").first()
    if photo is not None:
        photo.try_sizes()


@task(priority=-10)
def make_missing_sizes() -> None:
    """Make the sizes of photos that have none after all this time, as when there are new ones to be made."""
    for photo in Photo.objects.without_sizes(timezone.now()):
        make_sizes.enqueue(photo.pk)


@task(priority=-10)
def forget_photo_files(image: str, files: list[str]) -> None:
    """Delete the files that a photo left behind."""
    photo_files.forget(image, files)


# After the mails that somebody waits for with a link to log in; before those about notifications.
@task(priority=-5)
def send_alerts() -> None:
    """Send the mails of alerts that are due."""
    delivery.send_due()


@task
def issue_daily_alert() -> None:
    """Address the day's mails, when their hour has come."""
    Alert.objects.issue_daily(timezone.now())


@task
def send_due_newsletters() -> None:
    """Send the issues that go by themselves, when their hour has come."""
    NewsletterIssue.objects.send_due(timezone.now())


@task
def forget_alert_deliveries() -> None:
    """Keep only the counts of old alerts."""
    Alert.objects.forget_deliveries(timezone.now())


@task(priority=-5)
def index_due_words() -> None:
    """Take the words anew of articles whose authors or topics were renamed, for a while; the rest with the next run."""
    if not DueWords.objects.index(delivery.RUN_SECONDS):
        index_due_words.enqueue()


@task
def forget_reads() -> None:
    """Drop the counts of reads that no list looks at any more."""
    Reads.objects.old(timezone.now()).delete()


@task
def forget_working_copies() -> None:
    """What nobody came back to, and who was here days ago."""
    WorkingCopy.objects.forget_old()
    Presence.objects.forget_old()
