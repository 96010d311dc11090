"""What the worker does for the whole portal."""

from django.core.management import call_command
from django.tasks import task


@task
def clear_sessions() -> None:
    """Forget the sessions that have expired."""
    call_command("clearsessions")
