"""Loads a server on this machine from several processes, over connections that stay open."""

from __future__ import annotations

import multiprocessing
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle


@dataclass(frozen=True)
class Outcome:
    """`statuses` counts the answers by their status."""

    per_second: float
    statuses: dict[int, int]

    @property
    def total(self) -> int:
        return sum(self.statuses.values())


def get(path: str, port: int, **headers: str) -> bytes:
    """The bytes of a GET."""
    return _request("GET", path, port, headers, b"")


def post(path: str, port: int, body: bytes, **headers: str) -> bytes:
    """The bytes of a form's POST."""
    return _request(
        "POST", path, port, {"Content-Type": "application/x-www-form-urlencoded", **headers}, body
    )


def _request(method: str, path: str, port: int, headers: dict[str, str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def run(port: int, connections: Sequence[Sequence[bytes]], seconds: float) -> Outcome:
    """Each connection sends its requests in turn, over and over, for `seconds`; all at once, each from a process of its
    own, for their rates are added up."""
    with multiprocessing.get_context("fork").Pool(len(connections)) as pool:
        parts = pool.starmap(_drive, [(port, requests, seconds) for requests in connections], chunksize=1)
    return _together(parts)


def run_once(port: int, connections: Sequence[Sequence[bytes]]) -> Outcome:
    """Each connection sends each of its requests once, all connections at the same time."""
    with multiprocessing.get_context("fork").Pool(len(connections)) as pool:
        parts = pool.starmap(_drive, [(port, requests, None) for requests in connections], chunksize=1)
    return _together(parts)


def _together(parts: list[tuple[dict[int, int], float]]) -> Outcome:
    statuses: dict[int, int] = {}
    for part, _taken in parts:
        for status, count in part.items():
            statuses[status] = statuses.get(status, 0) + count
    return Outcome(sum(sum(part.values()) / taken for part, taken in parts), statuses)


def _drive(port: int, requests: Sequence[bytes], seconds: float | None) -> tuple[dict[int, int], float]:
    statuses: dict[int, int] = {}
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        start = now = time.monotonic()
        for request in requests if seconds is None else cycle(requests):
            connection.sendall(request)
            status = _answer(connection)
            statuses[status] = statuses.get(status, 0) + 1
            now = time.monotonic()
            if seconds is not None and now - start >= seconds:
                break
    return statuses, now - start


def _answer(connection: socket.socket) -> int:
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65536)
        if not part:
            raise ConnectionError("the server closed the connection")
        data += part
    head, _end, body = data.partition(b"\r\n\r\n")
    status = int(head[9:12])
    lower = head.lower()
    if b"content-length:" in lower:
        missing = int(lower.split(b"content-length:")[1].split(b"\r\n")[0]) - len(body)
        while missing > 0:
            missing -= len(connection.recv(min(missing, 262144)))
    return status
