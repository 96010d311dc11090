"""A mail server on this machine that does as a test tells it: takes mail, says no, or says nothing at all."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class SmtpServer(socketserver.ThreadingTCPServer):
    """`mails` is what was taken. `recipient_answer` is said to each recipient, but to `refused` "later"; a `silent` server
    doesn't even greet, one that `swallows` takes a mail and never says so, a `slow` one takes its seconds."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Conversation)
        self.mails: list[str] = []
        self.recipient_answer = "250 fine"
        self.refused = ""
        self.silent = self.swallows = False
        self.slow = 0.0
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
                time.sleep(self.server.slow)
                self.server.mails.append(self._read_mail())
                if self.server.swallows:
                    self.server.closing.wait()
                    return
            is_refused = self.server.refused and self.server.refused in line
            recipient_answer = "451 later" if is_refused else self.server.recipient_answer
            self._say({"RCPT": recipient_answer, "QUIT": "221 bye"}.get(verb, "250 fine"))
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
