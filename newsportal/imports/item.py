"""What a reader of a format hands on: a record, with the place in the file that it stood at, and what of it isn't taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any


class BrokenFileError(Exception):
    """The file can't be read; the message says why, and where, in one sentence. Nothing of it is taken."""


@dataclass(frozen=True)
class Options:
    """What the operator says of a file: the `section` of all its articles, the folder in which its `pictures` lie, and whether an
    agency's stories come as a `draft`."""

    section: str = ""
    pictures: Path | None = None
    draft: bool = False


@dataclass(frozen=True)
class Wire:
    """What an agency says of its item: `version` counts up; `is_killed` says that it must not be used (any more), `is_withheld` not
    for now; `correction` are the words of a correction, and empty where the new version is none. No version may be public before
    `embargo`; where it `is_open_ended`, before somebody says so."""

    version: int
    is_killed: bool = False
    is_withheld: bool = False
    correction: str = ""
    embargo: datetime | None = None
    is_open_ended: bool = False


@dataclass
class Item:
    """`record` is as a line of `load`, and None where nothing of the item is taken; `remarks` say what isn't taken, and why;
    `read` is how many bytes of the file have been read. `wire` is there where the item may be a new version of one before."""

    where: str
    record: dict[str, Any] | None = None
    remarks: list[str] = field(default_factory=list)
    read: int = 0
    wire: Wire | None = None
