"""`manage.py restore FOLDER`: a site from one of the backups that `manage.py backup` made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from newsportal.backups.backup import Backup, BackupError
from newsportal.backups.restoring import restore


class Command(BaseCommand):
    help = (
        "Restores a backup into an empty database, with its pictures, and proves its totals. "
        "Nothing is ever restored over a site."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="the backup: a folder in BACKUP_DIR")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            restore(Backup(folder.resolve()), settings.MEDIA_ROOT)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except OperationalError as error:
            raise CommandError(f"The database can't be used: {error}") from error
        self.stdout.write(f"{folder} is restored.")
        call_command("recount", check=True, stdout=self.stdout)
