"""`manage.py run`: what `make run` starts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsportal.serving import Failed, Portal


class Command(BaseCommand):
    help = "Prepares and serves the whole portal on this machine: database, pages and worker, until Ctrl-C."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            Portal(say=self.stdout.write).run()
        except Failed as error:
            raise CommandError(str(error)) from error
