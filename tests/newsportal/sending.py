"""Sends what no page of ours would, as a client whom our failures reach as they reach everybody."""

from __future__ import annotations

import time
from typing import Any

from django.test import Client

from accounts.models import User


def client_of(user: User | None = None, **options: Any) -> Client:
    """Signed in where `user` is given; what goes wrong in our code is a 500 to it, not an exception of the test's."""
    client = Client(raise_request_exception=False, **options)
    if user is not None:
        client.force_login(user)
    return client


def send(client: Client, method: str, path: str, fields: Any = None, **more: Any) -> Any:
    """The answer, which is no failure of ours and took no endless time. `fields` are a form's, or bytes as they are."""
    start = time.thread_time()
    if isinstance(fields, dict) and method == "POST":
        answer = client.post(path, fields, **more)
    else:
        answer = client.generic(method, path, fields if isinstance(fields, bytes) else b"", **more)
    # On a busy machine all takes several times as long; what grows without bound takes longer than this on any.
    assert time.thread_time() - start < 4, f"{method} {path[:80]} took too long"
    assert answer.status_code < 500, f"{method} {path[:80]}: {answer.status_code}"
    return answer
