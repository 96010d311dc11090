"""What every browser test has: a live server on the test database, and pages whose console must stay silent: no error, no violation of the CSP."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect

from accounts.models import User
from articles.models import Article
from tests.browser.pages import Opener
from tests.factories import ArticleFactory, UserFactory
from tests.newsportal.machine import until

# Playwright's sync interface runs an event loop in this thread; the tests use the database from it all the same, alone.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Milliseconds for a page or an element to come; a machine that does other work besides is no failure.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


class InFlight:
    """The requests that the live server is at. A page that is closed may send a last one, as to keep a draft, and the
    database can't be emptied for the next test while that one writes."""

    LATE = 0.05  # seconds in which what a closing page sends has arrived

    def __init__(self) -> None:
        # The live server has a thread for each connection; this one is no part of it, though a test's client may run here.
        self._threads: set[threading.Thread] = set()

    def begin(self, **_: Any) -> None:
        self._threads.add(threading.current_thread())

    def end(self, **_: Any) -> None:
        self._threads.discard(threading.current_thread())

    def wait_for_none(self) -> None:
        time.sleep(self.LATE)
        assert until(lambda: not self._busy()), "a request doesn't end"

    def _busy(self) -> list[threading.Thread]:
        mine = threading.current_thread()
        return [thread for thread in list(self._threads) if thread.is_alive() and thread is not mine]


in_flight = InFlight()
request_started.connect(in_flight.begin)
request_finished.connect(in_flight.end)


@pytest.fixture(scope="session", autouse=True)
def _static_root() -> None:
    """WhiteNoise, which the live server loads before any test's settings, asks for the folder of collected files."""
    from django.conf import settings

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs scripts: what a test of this does must come out the same either way."""
    return request.param


@pytest.fixture
def tolerated() -> list[str]:
    """Words of the complaints that a test provokes on purpose, such as Chromium's report of each answer of 422."""
    return []


@pytest.fixture
def open_browser(browser: Browser, live_server: Any, tolerated: list[str]) -> Iterator[Opener]:
    """Opens a browser of its own: `open_browser(user=…, java_script_enabled=…, viewport=…)`."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(user: User | None = None, **options: Any) -> BrowserContext:
        context = browser.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(PATIENCE)
        opened.append(context)

        def hear(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                complaints.append(f"{message.text} ({message.location})")

        def see(response: Response) -> None:
            if response.status >= 500:
                complaints.append(f"{response.status} {response.url}")

        context.on("console", hear)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("response", see)
        if user is not None:
            context.add_cookies([_session_of(user, live_server.url)])
        return context

    yield open_one
    for context in opened:
        context.close()
    in_flight.wait_for_none()
    assert [complaint for complaint in complaints if not any(word in complaint for word in tolerated)] == []


def _session_of(user: User, url: str) -> Any:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": url,
    }


@pytest.fixture
def page(open_browser: Opener) -> Page:
    """A page of a browser that nobody has signed in with."""
    return open_browser().new_page()


@pytest.fixture
def article() -> Article:
    return ArticleFactory(headline="Night ferry returns")


@pytest.fixture
def reader() -> User:
    return UserFactory(username="Kelpie")
