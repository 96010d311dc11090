"""Mail as files, where no mail server is set: one file each, in the order of their names."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.mail.backends import filebased


class EmailBackend(filebased.EmailBackend):
    """Django's own writes all that one connection sends into one file."""

    def open(self) -> bool:
        """Nothing: a server that is reached and then not given any mail leaves no file."""
        return False

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        for message in email_messages:
            name = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{secrets.token_hex(4)}.log"
            content = message.message().as_bytes() + b"\n" + b"-" * 79 + b"\n"
            (Path(self.file_path) / name).write_bytes(content)
        return len(email_messages)
