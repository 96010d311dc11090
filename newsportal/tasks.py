"""What the worker does for the whole portal."""

import logging
from io import StringIO

from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.tasks import task
from django.utils import timezone

from newsportal import newsletters

logger = logging.getLogger(__name__)


@task
def clear_sessions() -> None:
    """Forget the sessions that have expired."""
    call_command("clearsessions")


@task
def forget_expired() -> None:
    """Counters of tries that count no more."""
    caches["default"].forget_expired()  # type: ignore[attr-defined]


@task
def take_wire() -> None:
    """Take what agencies have laid into WIRE_FOLDER. A file that is refused has its report beside it, which is no failure of ours."""
    try:
        call_command("wire", stdout=StringIO(), stderr=StringIO())
    except CommandError as error:
        logger.warning("%s", error)


@task
def put_newsletters_together() -> None:
    """Have the drafts ready for the editors, when their hour has come."""
    newsletters.put_together(timezone.now())
