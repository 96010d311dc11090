"""Mails as their readers get them: sent by the worker, read back from their files."""

from __future__ import annotations

import email
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command


@pytest.fixture
def mails(transactional_db: None, settings: Any) -> Any:
    """Has the worker send what waits, and reads the files that came of it."""

    def read() -> list[Any]:
        call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)
        folder = Path(settings.MAILERS["default"]["OPTIONS"]["file_path"])
        files = sorted(folder.glob("*"), key=lambda file: file.stat().st_mtime_ns) if folder.exists() else []
        return [
            email.message_from_bytes(file.read_bytes().split(b"\n" + b"-" * 79)[0], policy=default)
            for file in files
        ]

    return read
