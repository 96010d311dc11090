"""Workers that send alerts, and whom they reached."""

from __future__ import annotations

from collections import Counter
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

from django.conf import settings as django_settings

from tests.mails import mails
from tests.worker import worker_process

# When all that a killed worker held is sent by another.
LATER = timedelta(minutes=1)


def file_worker(folder: Path) -> AbstractContextManager[None]:
    """A worker in a process of its own, which is killed at the end. Its mails are files, in the test's own folder."""
    return worker_process(VAR_DIR=str(folder), SECRET_KEY=django_settings.SECRET_KEY)


def written(folder: Path) -> int:
    return len(list((folder / "mail").glob("*")))


def recipients() -> Counter[str]:
    """How many mails each has; a file that its worker was killed over may be empty."""
    return Counter(str(mail["To"]) for mail in mails() if mail["To"])
