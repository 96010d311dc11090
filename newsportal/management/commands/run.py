"""`manage.py run`: what `make run` starts."""

import contextlib
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsportal.serving import Failed, Portal


class Command(BaseCommand):
    help = "Prepares and serves the whole portal on this machine: database, pages and worker, until Ctrl-C."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            Portal(self._say).run()
        except Failed as error:
            raise CommandError(str(error)) from error

    def _say(self, line: str) -> None:
        # Whoever read our lines may have gone, with the terminal or a pipe; the portal goes on and ends in order.
        with contextlib.suppress(OSError):
            self.stdout.write(line)
            self.stdout.flush()
