"""A folder into which agencies lay their files: each whole one is taken once and moved to taken/, each that can't be to refused/,
with a report beside it."""

from __future__ import annotations

import fcntl
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from accounts.models import User
from newsportal.exchange.tally import Tally
from newsportal.imports import newsml, ninjs
from newsportal.imports.item import BrokenFileError, Item, Options
from newsportal.imports.run import Run

_logger = logging.getLogger(__name__)

_READERS = {".json": ninjs.read, ".ninjs": ninjs.read, ".xml": newsml.read, ".newsml": newsml.read}
# They belong to a story's file, which names them.
_PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".tif", ".tiff"}
# What transfers call a file until it is whole.
_UNFINISHED = {".part", ".filepart", ".tmp", ".crdownload"}
# A broken file that was written to less than so many seconds ago may be on its way still.
SETTLED = 5.0


class BusyError(Exception):
    """Another is taking what the folder has."""


class Taken(NamedTuple):
    """Names of files: what was taken, what was refused, and what is on its way still."""

    taken: list[str]
    refused: list[str]
    waiting: list[str]
    tally: Tally


def take_folder(folder: Path, options: Options, *, by: User, say: Callable[[str], None]) -> Taken:
    """Takes what lies in `folder`, the oldest first. Raises BusyError, and OSError where the folder can't be read or written."""
    done = Taken([], [], [], Tally())
    with _alone(folder):
        for name in ("taken", "refused"):
            (folder / name).mkdir(exist_ok=True)
        for path in _files(folder):
            report: list[str] = []
            try:
                is_good = _take(path, options, by, report, done.tally)
            except BrokenFileError as error:
                if not _is_settled(path):
                    done.waiting.append(path.name)
                    continue
                report.append(f"nothing of it was taken: {error}")
                is_good = False
            except FileNotFoundError:
                if path.exists():
                    raise
                # Whoever laid it here has taken it away again, or given it another name, by which it is found the next time.
                continue
            except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
                # A fault of ours that this file has found: it must not keep all that come after it off the site.
                _logger.exception("%s couldn't be taken", path)
                report.append(f"it couldn't be read to its end: {error!r:.200}")
                is_good = False
            for line in report:
                say(f"{path.name}: {line}")
            _move(path, folder / ("taken" if is_good else "refused"), report)
            (done.taken if is_good else done.refused).append(path.name)
    return done


def _take(path: Path, options: Options, by: User, report: list[str], tally: Tally) -> bool:
    """Whether all of it could be. Raises BrokenFileError, before anything was taken."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise BrokenFileError("its name ends neither in .json (ninjs) nor in .xml (NewsML-G2)")
    # All of it, before the first is taken: a file of a wire is small.
    items: list[Item] = list(reader(path, options))
    run = Run(pictures=options.pictures or path.parent, say=report.append, by=by, tally=tally)
    run.take(items, lambda item: None)
    return not run.bad


def _files(folder: Path) -> Iterator[Path]:
    found = []
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            # A link could lead to any file of this machine, and what is taken is published.
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                found.append((path.stat().st_mtime, path.name, path))
    for _time, _name, path in sorted(found):
        if path.suffix.lower() not in _PICTURES | _UNFINISHED:
            yield path


def _is_settled(path: Path) -> bool:
    """Whether nobody has written to it for a while; the rest of it is waited for. One that is there no more isn't."""
    try:
        before = path.stat()
        time.sleep(max(0.0, min(before.st_mtime + SETTLED - time.time(), SETTLED)))
        after = path.stat()
    except FileNotFoundError:
        return False
    return (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)


def _move(path: Path, to: Path, report: list[str]) -> None:
    """A name that came before is given a number, so that no file is lost."""
    free, number = to / path.name, 1
    while free.exists():
        number += 1
        free = to / f"{path.stem}-{number}{path.suffix}"
    if report:
        free.with_name(f"{free.name}.txt").write_text(
            "".join(f"{line}\n" for line in report), encoding="utf-8"
        )
    # It was taken, though somebody has taken it away since.
    with suppress(FileNotFoundError):
        path.rename(free)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """The system lets go of the lock with the process, however that ends."""
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise BusyError from error
    finally:
        os.close(held)
