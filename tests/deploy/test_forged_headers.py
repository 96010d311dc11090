"""What a client says of itself is not believed: its address, its scheme and its host are what nginx has seen."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator

import pytest

from tests.deploy.site import NAME, Reader, Site
from tests.newsportal.machine import folder, free_port

pytestmark = pytest.mark.xdist_group("deploy")

FORGED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "99",
    "X-Real-IP": "203.0.113.9",
    "Forwarded": "for=203.0.113.9;host=evil.example;proto=http",
    # With underscores they would come out of WSGI under the very same names.
    "X_Forwarded_For": "203.0.113.9",
    "X_Forwarded_Proto": "http",
}


class Listener(socketserver.ThreadingTCPServer):
    """In the application's place: `heard` is the head of each request that nginx handed on."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Conversation)
        self.heard: list[list[str]] = []


class _Conversation(socketserver.StreamRequestHandler):
    server: Listener

    def handle(self) -> None:
        lines = []
        while line := self.rfile.readline().decode().strip():
            lines.append(line)
        self.server.heard.append(lines)
        self.wfile.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener(free_port()) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_the_application_hears_what_nginx_has_seen_and_nothing_else(listener: Listener) -> None:
    with folder() as files:
        site = Site(files, listener.server_address[1])
        with site.nginx():
            assert site.ask("/", headers=FORGED).status == 204
    (head,) = listener.heard
    told = sorted(line for line in head[1:] if not line.startswith("Accept-Encoding"))
    assert told == [f"Host: {NAME}", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Proto: https"]


def test_limits_count_by_the_address_that_nginx_has_seen(site: Site) -> None:
    """A reset of the password may be asked for 20 times a minute from one address."""
    answers = []
    for number in range(21):
        reader = Reader(site)
        answers.append(
            reader.post(
                "/accounts/password/reset/",
                email=f"nobody{number}@example.com",
                headers={"X-Forwarded-For": f"203.0.113.{number}"},
            ).status
        )
    assert answers == [302] * 20 + [429]


def test_a_page_asked_for_with_forged_headers_is_the_same_as_without(site: Site) -> None:
    for _ in range(2):
        answer = site.ask("/sitemap.xml", headers=FORGED)
        assert answer.status == 200 and "evil.example" not in answer.text
        assert f"https://{NAME}/" in answer.text
