"""DATABASE_URL, understood as Postgres's own programs understand it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

_SHAPE = "postgres://user:password@host:5432/name"


def database(url: str) -> dict[str, Any]:
    """Django's settings for it. Raises ImproperlyConfigured, which doesn't repeat the URL: it holds a password."""
    if url.partition("://")[0] not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(f"DATABASE_URL must begin with postgres://, as in {_SHAPE}.")
    try:
        given = conninfo_to_dict(url)
    except ProgrammingError as error:
        raise ImproperlyConfigured(
            f"DATABASE_URL can't be read. It must look like {_SHAPE}, what is special in user, password and host "
            "percent-encoded (/ as %2F, @ as %40), with nothing but settings of libpq's behind a question mark."
        ) from error
    port = str(given.pop("port", ""))
    if not all(part.isdigit() for part in port.split(",") if part):
        raise ImproperlyConfigured(
            f"DATABASE_URL names a port that is no number; it must look like {_SHAPE}."
        )
    if not given.get("dbname"):
        raise ImproperlyConfigured(f"DATABASE_URL names no database; it must look like {_SHAPE}.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.pop("dbname"),
        "USER": given.pop("user", ""),
        "PASSWORD": given.pop("password", ""),
        "HOST": given.pop("host", ""),
        "PORT": port,
        "OPTIONS": given,
    }
