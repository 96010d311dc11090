"""What the worker does for discussions, again and again."""

from django.tasks import task
from django.utils import timezone

from comments.bursts import hold_bursts
from comments.holding import count_stood
from comments.models import Vote


@task
def watch_votes() -> None:
    """Have bursts wait and what has stood count; forget where votes came from."""
    now = timezone.now()
    hold_bursts(now)
    count_stood(now)
    Vote.objects.forget_networks(now)
