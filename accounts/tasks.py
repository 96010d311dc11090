"""What the worker does for accounts."""

from __future__ import annotations

from django.tasks import task

from accounts import erasing


# Nobody waits for it, and mails that somebody waits for go first.
@task(priority=-10)
def erase_due() -> None:
    """Erase the accounts whose time to think is over, a stretch of it."""
    erasing.erase_due()
