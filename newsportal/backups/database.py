"""The database to a file and back, by Postgres's own pg_dump and pg_restore."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from django.db import connection
from psycopg import ConnectionInfo
from psycopg.conninfo import make_conninfo

from newsportal.backups.backup import BackupError
from newsportal.postgres_place import wheel

# Debian has the programs of each version beside those of the others.
_DEBIAN = Path("/usr/lib/postgresql")
# Of all that psycopg's libpq tells of a connection, what an older one takes too.
_UNDERSTOOD = {"host", "port", "user", "dbname", "sslmode", "sslcert", "sslkey", "sslrootcert"}
_ANYTHING = """
    SELECT EXISTS (
        SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
           AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e'))
"""


def dump(file: Path) -> None:
    """Writes all of the database as of one moment, while the site goes on. Raises BackupError."""
    # A migration at work holds its tables; behind it we wait no longer than readers would.
    _run("pg_dump", "--format=custom", "--lock-wait-timeout=60s", f"--file={file}", "--dbname", _address())
    # Read to its end, as for a restore: a dump that can't be read is found out tonight and not when it is needed.
    _run("pg_restore", "--file=/dev/null", str(file))


def restore(file: Path) -> None:
    """Makes the database of the dump in an empty one, all of it or nothing. Raises BackupError."""
    whole = ("--single-transaction", "--exit-on-error")
    # The tables belong to whoever restores, whatever the account was named where the dump was made.
    _run("pg_restore", *whole, "--no-owner", "--no-privileges", "--dbname", _address(), str(file))


def is_empty() -> bool:
    """Whether the database holds no table, but for those of extensions."""
    with connection.cursor() as cursor:
        cursor.execute(_ANYTHING)
        return not cursor.fetchone()[0]


def _run(name: str, *words: str) -> None:
    # Never among the words: those can be read by every account of the machine, in the list of processes.
    secret = {"PGPASSWORD": _info().password} if _info().password else {}
    command = [str(_program(name)), *words]
    done = subprocess.run(command, env=os.environ | secret, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BackupError(f"{name} failed: {done.stderr.strip()}")


def _address() -> str:
    """How libpq reached the database, the password left out."""
    told = _info().get_parameters().items()
    return make_conninfo(**{name: value for name, value in told if name in _UNDERSTOOD})


def _info() -> ConnectionInfo:
    connection.ensure_connection()
    return connection.connection.info


def _program(name: str) -> Path:
    """That of the server's own version, where the machine has it, or the wheel's, which reads all older ones."""
    own = _DEBIAN / str(_info().server_version // 10_000) / "bin" / name
    return own if own.exists() else wheel() / "pginstall" / "bin" / name
