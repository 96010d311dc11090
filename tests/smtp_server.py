"""A mail server on this machine that does as a test tells it: takes mail, says no, or says nothing at all."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class SmtpServer(socketserver.ThreadingTCPServer):
    """`mails` is what was taken. `recipient_answer` is said to each recipient; a `silent` server doesn't even greet."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Conversation)
        self.mails: list[str] = []
        self.recipient_answer = "250 fine"
        self.silent = False
        self.reached = threading.Event()
        self.closing = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Conversation(socketserver.StreamRequestHandler):
    server: SmtpServer

    def handle(self) -> None:
        self.server.reached.set()
        if self.server.silent:
            self.server.closing.wait()
            return
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "DATA":
                self._say("354 go on")
                self.server.mails.append(self._read_mail())
            self._say({"RCPT": self.server.recipient_answer, "QUIT": "221 bye"}.get(verb, "250 fine"))
            if verb == "QUIT":
                return

    def _read_mail(self) -> str:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.decode())
        return "".join(lines)

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


@contextmanager
def smtp_server(port: int = 0) -> Iterator[SmtpServer]:
    """A server that runs within the block, at `port` or any free one."""
    with SmtpServer(port) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
