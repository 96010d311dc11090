"""Forms as a reader's browser sends them."""

from __future__ import annotations

import itertools
from typing import Any
from urllib.parse import urlencode

from benchmarks import content, load

_turn = itertools.count()


def form(path: str, port: int, cookie: str, headers: dict[str, str] | None = None, **fields: Any) -> bytes:
    """The bytes of a form's POST with the token that `cookie` brings, and a key of its own."""
    body = urlencode({"csrfmiddlewaretoken": content.TOKEN, "key": f"bench-{next(_turn)}", **fields}).encode()
    return load.post(path, port, body, Cookie=cookie, **(headers or {}))
