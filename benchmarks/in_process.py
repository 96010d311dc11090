"""Pages made in this process, as granian would ask for them: what CPU they cost, and how many queries."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsportal import chrome, stored_pages
from newsportal.pages import article as article_page
from newsportal.wsgi import application


def call(path: str, cookie: str = "", form: dict[str, str] | None = None) -> bytes:
    """The answer to a GET, or to a POST of the `form`. Raises ValueError for a failure."""
    body = urlencode(form or {}).encode()
    place, _mark, query = path.partition("?")
    environment = {
        "REQUEST_METHOD": "POST" if form else "GET",
        "PATH_INFO": place,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_ACCEPT_ENCODING": "br",
        "HTTP_COOKIE": cookie,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
    }
    return b"".join(application(environment, _expect_success))


def _expect_success(status: str, headers: list[tuple[str, str]]) -> None:
    """Raises ValueError for a failure: what it costs to fail isn't what is measured."""
    if status >= "4":
        raise ValueError(status)


def forget() -> None:
    stored_pages.store.clear()
    chrome.forget()
    article_page._kept.clear()


def cpu_of(act: Callable[[], Any], rounds: int = 100) -> float:
    """Milliseconds of this process's CPU for one `act`, the median of five series."""
    for _ in range(5):
        act()
    series = []
    for _ in range(5):
        start = time.process_time()
        for _ in range(rounds // 5):
            act()
        series.append((time.process_time() - start) / (rounds // 5) * 1000)
    return sorted(series)[2]


def queries(path: str, cookie: str) -> int:
    forget()
    with CaptureQueriesContext(connection) as queries:
        call(path, cookie)
    return len(queries)
