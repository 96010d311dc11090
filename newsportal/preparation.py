"""What has to be done before this code can serve: the same on an operator's server and at each `make run`."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.template.loader import render_to_string

from newsportal import collected

# What the web server before us shows where it can't ask us, by the status it answers with (see deploy/nginx.conf).
PAGES = ("413.html", "503.html")
# The last version that takes a database through the migrations one by one.
LAST_OF_MANY = "d88a6d2ee9"


class HalfMigratedError(Exception):
    """The database stands in the midst of migrations that are one by now; says what to do."""


def prepare(say: Callable[[str], object]) -> None:
    """Brings database, static files and the web server's pages to what the code needs; where all is right, changes nothing.

    `say` is told each step that may take seconds. Raises OperationalError where the database can't be used,
    HalfMigratedError where it is older than this code can begin from.
    """
    say("Database …")
    _require_whole()
    call_command("migrate", interactive=False, verbosity=0)
    if not collected.is_current():
        say("Static files …")
        collected.collect()
    _write_pages()


def _require_whole() -> None:
    applied = set(MigrationRecorder(connection).applied_migrations())
    loader = MigrationLoader(None)
    for migration in loader.replacements.values():
        # Of a package that still has those that it has put together, Django goes on from any of them.
        gone = set(migration.replaces) - set(loader.disk_migrations)
        if gone & applied and gone - applied:
            raise HalfMigratedError(
                f"This database is of an earlier version. Bring it to version {LAST_OF_MANY} of the portal first "
                f"(git checkout {LAST_OF_MANY}, then manage.py prepare), and then to this one."
            )


def _write_pages() -> None:
    """Anew each time: they name the site and its stylesheets."""
    folder = settings.VAR_DIR / "pages"
    folder.mkdir(exist_ok=True)
    for name in PAGES:
        (folder / name).write_text(render_to_string(name, {"site_name": settings.SITE_NAME}))
