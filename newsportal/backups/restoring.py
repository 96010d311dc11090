"""Makes a site of a backup: into an empty database, and beside whatever pictures are there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from django.core.management import call_command

from newsportal.backups import database
from newsportal.backups.backup import Backup, BackupError


def restore(backup: Backup, media: Path) -> None:
    """The database as it was, with the migrations that came since, and its pictures in `media`.

    Raises BackupError; then the database is as empty as before, and the same call may be made again.
    """
    backup.require_whole()
    if not database.is_empty():
        raise BackupError(
            "The database isn't empty, and nothing is ever restored over a site. "
            "Make an empty one, and name it in DATABASE_URL; without DATABASE_URL, choose another VAR_DIR."
        )
    try:
        _copy(backup.media, media)
    except OSError as error:
        raise BackupError(f"The pictures can't be restored to {media}: {error}") from error
    # Last, for it is what tells a restored site from an empty one.
    database.restore(backup.dump)
    call_command("migrate", interactive=False, verbosity=0)


def _copy(pictures: Path, media: Path) -> None:
    """Each written aside first: cut off half-way, none is there in part."""
    for picture in pictures.rglob("*"):
        if picture.is_file():
            place = media / picture.relative_to(pictures)
            place.parent.mkdir(parents=True, exist_ok=True)
            aside = place.with_name(f".{place.name}.{os.getpid()}")
            shutil.copy2(picture, aside)
            aside.replace(place)
