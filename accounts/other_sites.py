"""How other sites are asked when somebody logs in by one: their answers may be anything, and a worker waits for them."""

from __future__ import annotations

import json
import time
from typing import Any

import requests
from allauth.socialaccount import app_settings
from urllib3.exceptions import HTTPError

# In bytes: ten times the largest that any of them sends; the rest isn't read.
_LONGEST = 256 * 1024
# In seconds, for all of it: a byte now and then would hold a worker for ever.
_LONGEST_READING = 10
# Of objects and lists in each other: more than any of them sends, and few enough for whatever walks through them.
_DEEPEST = 30


class UnusableAnswer(requests.RequestException):
    """What came can't be read. As where nothing came, the reader is told that the site doesn't answer."""


class Session(requests.Session):
    """Asks as `requests` does, for as long as SOCIALACCOUNT_REQUESTS_TIMEOUT seconds. Raises RequestException."""

    def __init__(self) -> None:
        super().__init__()
        # One moves its pages at times; who sends on and on is broken, or means harm.
        self.max_redirects = 3

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        answer = super().request(
            *args, **{"timeout": app_settings.REQUESTS_TIMEOUT, **kwargs, "stream": True}
        )
        until, body = time.monotonic() + _LONGEST_READING, b""
        try:
            while part := answer.raw.read1(16 * 1024, decode_content=True):
                body += part
                if len(body) > _LONGEST or time.monotonic() > until:
                    raise UnusableAnswer("Too much, or too slow.")
        except HTTPError as error:
            raise UnusableAnswer("Broken off.") from error
        finally:
            answer.close()
        # As requests keeps what it has read.
        answer._content = body
        # allauth takes it for granted.
        answer.headers.setdefault("content-type", "")
        if _is_too_deep(body):
            raise UnusableAnswer("Too deep.")
        return answer


def _is_too_deep(body: bytes) -> bool:
    """Whether it is JSON of more levels than can be gone through. What is none is left to who asked."""
    try:
        level = [json.loads(body)]
    except RecursionError:
        return True
    except ValueError:
        return False
    for _ in range(_DEEPEST):
        level = [
            part
            for value in level
            if isinstance(value, dict | list)
            for part in (value.values() if isinstance(value, dict) else value)
        ]
    return bool(level)
