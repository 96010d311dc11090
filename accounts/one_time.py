"""Codes that work once and take three tries, whoever types how many at the same moment.

A code stands in a session, which each request reads for itself: what one of twenty writes there the others don't see. So what
they are to share is decided by the cache, where of many who add the same at once one does (newsportal/postgres_cache.py).
"""

from __future__ import annotations

import secrets

from django.core.cache import cache

# Wrong ones, and the right one.
MOST_TRIES = 3
# In seconds: longer than any code works.
_LASTS = 60 * 60


class Spent(Exception):
    """None of these codes works any more: one was used, or too many were wrong."""


def new() -> str:
    """What codes that were sent together are known by, in the session that waits for one of them."""
    return secrets.token_urlsafe(12)


def is_last_try(sent: str) -> bool:
    """Counts one more try; whether it was the last that counts, right or wrong. Raises Spent for one more."""
    for number in range(1, MOST_TRIES + 1):
        if cache.add(f"code-try:{sent}:{number}", True, _LASTS):
            return number == MOST_TRIES
    raise Spent


def use(sent: str) -> None:
    """What was typed is right. Raises Spent where it was before, as by who read it over a shoulder."""
    if not cache.add(f"code-used:{sent}", True, _LASTS):
        raise Spent
