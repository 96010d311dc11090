"""What the worker does for the whole portal."""

from django.core.cache import caches
from django.core.management import call_command
from django.tasks import task


@task
def clear_sessions() -> None:
    """Forget the sessions that have expired."""
    call_command("clearsessions")


@task
def forget_expired() -> None:
    """Counters of tries that count no more."""
    caches["default"].forget_expired()  # type: ignore[attr-defined]
