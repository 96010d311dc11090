"""What every test has: the real Postgres, a fresh memory, quick password hashes, pictures and mail in a folder of its own."""

import email
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import TransactionTestCase
from django.utils import translation

from accounts.providers import switched_on
from newsportal import postgres
from tests import as_migrated, chromium
from tests.memory import forget
from tests.oidc.server import FOLDER, OidcServer, oidc_server

_while_testing = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Starts the private Postgres (the processes of one run share it), unless DATABASE_URL names another."""
    # What tests commit needn't outlive a power cut, and each commit would wait for the disk. Sites of their own do wait.
    os.environ["PGOPTIONS"] = "-c synchronous_commit=off"
    # WhiteNoise asks for the folder of collected files wherever the application is loaded, though no test needs them.
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    if django_settings.DATABASES["default"]["HOST"] == postgres.connection(django_settings.VAR_DIR)["HOST"]:
        _while_testing.enter_context(postgres.running(django_settings.VAR_DIR))


def pytest_unconfigure(config: pytest.Config) -> None:
    _while_testing.close()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Ends the run where pytest-xdist doesn't tell its processes which tests belong together (see pyproject.toml)."""
    if getattr(session.config.option, "loadgroup", False):
        apart = [
            item.nodeid
            for item in session.items
            if item.get_closest_marker("xdist_group") and "@" not in item.nodeid
        ]
        if apart:
            pytest.exit(
                f"pytest-xdist would run these apart: {apart}", returncode=pytest.ExitCode.INTERNAL_ERROR
            )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """pytest-django's, whose database then remembers how it came to be."""
    with django_db_blocker.unblock():
        as_migrated.remember()
    TransactionTestCase._fixture_teardown = lambda _: as_migrated.restore()  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _surroundings(settings: Any, tmp_path: Path) -> Iterator[None]:
    # A request of the test before, in this thread, may have been answered in another.
    translation.activate(settings.LANGUAGE_CODE)
    settings.MEDIA_ROOT = tmp_path / "media"
    # Real files, where pytest-django would put a list in memory.
    settings.MAILERS = {
        "default": {
            "BACKEND": "accounts.mail_files.EmailBackend",
            "OPTIONS": {"file_path": str(tmp_path / "mail")},
        }
    }
    # What one test tried too often must not count against the next: a transaction's end takes no row of the cache away.
    counters = {**settings.CACHES["default"], "KEY_PREFIX": tmp_path.name}
    settings.CACHES = {**settings.CACHES, "default": counters}
    # Argon2 is slow on purpose; that the site uses it is a test of its own.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Files straight from static/: nothing has to be collected before a test.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    forget()
    yield
    forget()


@pytest.fixture
def mails(transactional_db: None, settings: Any) -> Any:
    """Has the worker send what waits, and reads the files that came of it."""

    def read() -> list[Any]:
        call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)
        folder = Path(settings.MAILERS["default"]["OPTIONS"]["file_path"])
        files = sorted(folder.glob("*")) if folder.exists() else []
        return [
            email.message_from_bytes(file.read_bytes().split(b"\n" + b"-" * 79)[0], policy=default)
            for file in files
        ]

    return read


@pytest.fixture(scope="session")
def a_provider() -> Iterator[OidcServer]:
    """A real OpenID Connect server, of another site."""
    if not (FOLDER / "node_modules").exists():
        pytest.fail("These tests need an OpenID Connect server: run `make test`, which installs it.")
    with oidc_server() as server:
        yield server


@pytest.fixture
def switch_on(settings: Any) -> Callable[[dict[str, str]], None]:
    """Sets the site up as it is with these variables in the environment."""

    def switch(environment: dict[str, str]) -> None:
        found = switched_on(environment)
        settings.SOCIALACCOUNT_PROVIDERS = found.providers
        form_action = [*settings.SECURE_CSP["form-action"], *found.origins]
        settings.SECURE_CSP = {**settings.SECURE_CSP, "form-action": form_action}

    return switch


@pytest.fixture
def example_id(a_provider: OidcServer, switch_on: Callable[[dict[str, str]], None]) -> OidcServer:
    """The server, switched on as a way in under the name "Example ID"."""
    switch_on(a_provider.environment())
    return a_provider


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    try:
        path = chromium.find()
    except chromium.NoChromiumError as error:
        pytest.fail(str(error))
    return {**browser_type_launch_args, "executable_path": path, "args": chromium.ARGUMENTS}
