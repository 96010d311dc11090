"""`manage.py prepare`: what an operator runs after each change of the code, before the services start anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from newsportal.preparation import HalfMigratedError, prepare


class Command(BaseCommand):
    help = "Brings database and static files to what the code needs. Where all is right, it changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            prepare(self.stdout.write)
        except OperationalError as error:
            raise CommandError(f"The database can't be used: {error}") from error
        except HalfMigratedError as error:
            raise CommandError(str(error)) from error
