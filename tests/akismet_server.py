"""A small server that speaks as Akismet does (its comment-check, by the documentation), on this machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

KEY = "a1b2c3d4e5f6"


class AkismetServer(ThreadingHTTPServer):
    """`asked` are the forms that came, as {name: value}. It takes `delay` seconds to answer; `says` overrides the answer."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[dict[str, str]] = []
        self.delay = 0.0
        self.says = ""
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: AkismetServer

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode(), keep_blank_values=True)
        given = {name: values[0] for name, values in form.items()}
        self.server.asked.append(given)
        time.sleep(self.server.delay)
        says, help_ = self._answer(given)
        self.send_response(self.server.status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        if help_:
            self.send_header("X-akismet-debug-help", help_)
        self.end_headers()
        self.wfile.write(says.encode())

    def _answer(self, given: dict[str, str]) -> tuple[str, str]:
        """The documented ways to be told spam for a test are the author's name and the text."""
        if self.server.says:
            return self.server.says, ""
        if self.path != "/1.1/comment-check" or not {"blog", "user_ip"} <= given.keys():
            return "Missing required field: blog.", ""
        if given.get("api_key") != KEY:
            return "invalid", "We were unable to parse your blog URI"
        is_spam = given["comment_author"] == "akismet-guaranteed-spam" or "viagra" in given["comment_content"]
        return ("true" if is_spam else "false"), ""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name there)
        pass


@contextmanager
def akismet_server() -> Iterator[AkismetServer]:
    server = AkismetServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
