"""`manage.py backup`: what newsportal-backup.service runs each night."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone

from newsportal.backups.backup import BackupError
from newsportal.backups.making import forget_old, make


class Command(BaseCommand):
    help = (
        "Makes a backup of database and pictures in BACKUP_DIR, then removes those older than BACKUP_DAYS. "
        "`restore` makes a site of it. Settings and secrets aren't in it."
    )
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        folder, now = settings.BACKUP_DIR, timezone.now()
        try:
            made = make(folder, settings.MEDIA_ROOT, now)
            removed = forget_old(folder, settings.BACKUP_DAYS, now)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except OperationalError as error:
            raise CommandError(f"The database can't be used: {error}") from error
        self.stdout.write(f"{made.folder} is made; {len(removed)} old ones are removed.")
