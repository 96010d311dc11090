"""Mail as files, where no mail server is set: one file each, in the order of their names."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path

from django.core.mail.backends import filebased


class EmailBackend(filebased.EmailBackend):
    _fname: str | None

    def _get_filename(self) -> str:
        """Django's own names have but the second and a place in memory: two mails of one second could share a file."""
        if self._fname is None:
            name = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{secrets.token_hex(4)}.log"
            self._fname = str(Path(self.file_path) / name)
        return self._fname
