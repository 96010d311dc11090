"""What has to be done before this code can serve: the same on an operator's server and at each `make run`."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.template.loader import render_to_string

from newsportal import collected

# What the web server before us shows where it can't ask us, by the status it answers with (see deploy/nginx.conf).
PAGES = ("413.html", "503.html")


def prepare(say: Callable[[str], object]) -> None:
    """Brings database, static files and the web server's pages to what the code needs; where all is right, changes nothing.

    `say` is told each step that may take seconds. Raises OperationalError where the database can't be used.
    """
    say("Database …")
    call_command("migrate", interactive=False, verbosity=0)
    if not collected.is_current():
        say("Static files …")
        collected.collect()
    _write_pages()


def _write_pages() -> None:
    """Anew each time: they name the site and its stylesheets."""
    folder = settings.VAR_DIR / "pages"
    folder.mkdir(exist_ok=True)
    for name in PAGES:
        (folder / name).write_text(render_to_string(name, {"site_name": settings.SITE_NAME}))
