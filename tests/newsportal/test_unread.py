"""A request that is refused for its size is read to its end, so that the answer reaches whoever still sends it."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest

from newsportal.upload_limit import MOST
from newsportal.wsgi import application
from tests.factories import ArticleFactory

# The server closes connections between requests, as it would any.
pytestmark = pytest.mark.django_db(transaction=True)


def send(path: str, body: bytes, *, said: int | None = None) -> tuple[str, BytesIO]:
    """Posts `body` as the server hands it over; what was answered, and the body as far as it was read."""
    read, said_status = BytesIO(body), []
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "HTTP_HOST": "testserver",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(said or len(body)),
        "wsgi.input": read,
    }
    setup_testing_defaults(environ)
    answer = application(environ, lambda status, headers, exc_info=None: said_status.append(status))
    b"".join(answer)
    return said_status[0], read


@pytest.mark.parametrize(("path", "status"), [("comments/", "413"), ("nowhere/", "404")])
def test_what_is_too_large_is_read_to_its_end(path: str, status: str) -> None:
    body = b"text=" + b"x" * 10_000_000
    answered, read = send(f"{ArticleFactory().get_absolute_url()}{path}", body)
    assert answered.startswith(status)
    assert read.tell() == len(body)


def test_what_says_that_it_is_larger_than_anything_is_not_waited_for() -> None:
    answered, read = send(f"{ArticleFactory().get_absolute_url()}nowhere/", b"x" * 100_000, said=MOST + 1)
    assert answered.startswith("404")
    assert read.tell() == 0
