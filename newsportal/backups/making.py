"""Makes a backup while the site goes on, and forgets old ones."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from newsportal.backups import database
from newsportal.backups.backup import Backup, BackupError, complete, named

# These stay, however old: nights on which nothing could be made must not use up what was.
FEWEST = 3
# What is being made and what is being removed; neither is a backup.
_HALF, _GONE = ".half", ".gone"


def make(folder: Path, media: Path, at: datetime) -> Backup:
    """A backup in `folder` of the database and of the pictures in `media`, as of the time `at`.

    Raises BackupError; then nothing is left of it, and all others are as they were.
    """
    try:
        with _alone(folder):
            return _make(folder, media, at)
    except OSError as error:
        raise BackupError(f"No backup could be made in {folder}: {error}") from error


def _make(folder: Path, media: Path, at: datetime) -> Backup:
    for name in (_HALF, _GONE):
        shutil.rmtree(folder / name, ignore_errors=True)
    before = complete(folder)
    half = Backup(folder / _HALF)
    # Password hashes and addresses are in it: for this account alone.
    half.folder.mkdir(mode=0o700)
    try:
        # The database first: each picture that it names is there by then, and those that come in meanwhile do no harm.
        database.dump(half.dump)
        _copy(media, half.media, before[-1].media if before else None)
        half.write_note()
        # On the disk, all of it, before it has a name.
        os.sync()
        made = named(folder, at)
        half.folder.rename(made.folder)
    finally:
        shutil.rmtree(half.folder, ignore_errors=True)
    return made


def forget_old(folder: Path, days: int, now: datetime) -> list[Backup]:
    """Removes what is older than `days`, but for the newest FEWEST; returns what was removed."""
    with _alone(folder):
        old = [one for one in complete(folder)[:-FEWEST] if one.made_at < now - timedelta(days=days)]
        for backup in old:
            # Without its name first, so that one that is half removed can't be taken for whole.
            backup.folder.rename(folder / _GONE)
            shutil.rmtree(folder / _GONE)
    return old


def _copy(media: Path, to: Path, before: Path | None) -> None:
    """Copies the pictures; those that the backup before holds are the same files there, and take no room again."""
    to.mkdir()
    for file in media.rglob("*"):
        place = to / file.relative_to(media)
        if file.is_symlink() or not file.is_file():
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        if before is None or not _linked(before / file.relative_to(media), file, place):
            try:
                shutil.copy2(file, place)
            except FileNotFoundError:
                # Taken away since the list was read.
                continue


def _linked(old: Path, file: Path, place: Path) -> bool:
    """Whether `old` is the same as `file` and could be linked at `place`. Pictures are never written to again."""
    try:
        if (old.stat().st_size, old.stat().st_mtime_ns) != (file.stat().st_size, file.stat().st_mtime_ns):
            return False
        place.hardlink_to(old)
    except OSError:
        # Not in the backup before, or on a disk without links: it is copied.
        return False
    return True


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Raises BackupError where another process is at work in `folder`."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError(f"Another backup is being made in {folder}.") from None
        yield
