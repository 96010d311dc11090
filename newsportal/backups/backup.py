"""One backup: a folder named after its time, with the database's dump, the pictures, and a note of what must be in it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_NAME = "%Y-%m-%dT%H-%M-%SZ"


class BackupError(Exception):
    """A backup can't be made or restored; the message says why and what to do."""


@dataclass(frozen=True)
class Backup:
    folder: Path

    @property
    def dump(self) -> Path:
        return self.folder / "database.dump"

    @property
    def media(self) -> Path:
        return self.folder / "media"

    @property
    def note(self) -> Path:
        return self.folder / "backup.json"

    @property
    def made_at(self) -> datetime:
        """By its name, for the folder's own time changes when it is copied. Raises ValueError where it isn't a backup's."""
        return datetime.strptime(self.folder.name, _NAME).replace(tzinfo=UTC)

    def write_note(self) -> None:
        self.note.write_text(json.dumps(self._contents(), indent=2) + "\n")

    def require_whole(self) -> None:
        """Raises BackupError unless all is there that the note names, to the last byte of the dump."""
        try:
            said = json.loads(self.note.read_text())
            found = self._contents()
        except (OSError, ValueError) as error:
            raise BackupError(f"{self.folder} is no complete backup: {error}") from error
        for what, value in found.items():
            if said.get(what) != value:
                raise BackupError(
                    f"{self.folder} isn't what it was when it was made: {what} is {value} and was {said.get(what)}. "
                    "Take another backup."
                )

    def _contents(self) -> dict[str, Any]:
        with self.dump.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        pictures = [file.stat().st_size for file in self.media.rglob("*") if file.is_file()]
        return {"dump_sha256": digest, "pictures": len(pictures), "picture_bytes": sum(pictures)}


def named(folder: Path, made_at: datetime) -> Backup:
    return Backup(folder / made_at.astimezone(UTC).strftime(_NAME))


def complete(folder: Path) -> list[Backup]:
    """All of `folder`, the oldest first. Whatever else lies there is left out."""
    found = [Backup(inside) for inside in folder.iterdir() if inside.is_dir()]
    return sorted((backup for backup in found if _is_named(backup)), key=lambda backup: backup.made_at)


def _is_named(backup: Backup) -> bool:
    try:
        return bool(backup.made_at)
    except ValueError:
        return False
