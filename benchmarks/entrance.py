"""How long it takes to get in, and whether the time tells who has an account. With the real argon2, in this process."""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable, Iterator

from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from benchmarks.table import line

ROUNDS = 40
PASSWORD = "seven-herons-wade-at-dusk"  # noqa: S105 (of nobody)
KNOWN = "bench-known@example.com"

_turn = itertools.count()
# One, for to make one loads all of the site's middleware.
_browser = Client(SERVER_NAME="localhost")


def measure_entrance() -> Iterator[str]:
    """Lines of a table: what, how much, and the bound."""
    user = User.objects.create_user("bench-known", KNOWN, PASSWORD)
    EmailAddress.objects.create(user=user, email=KNOWN, verified=True, primary=True)
    check, login = _medians(
        lambda: user.check_password(PASSWORD),
        lambda: _post("/accounts/login/", login=KNOWN, password=PASSWORD),
    )
    yield line("argon2 alone", f"{check:.1f} ms", "the yardstick")
    yield line("login", f"{login:.1f} ms", f"{login / check:.2f} of argon2 (at most 1.3)")
    for what, path, typed in (
        ("a wrong password", "/accounts/login/", {"password": "wrong"}),
        ("asking for a link", "/accounts/password/reset/", {}),
        ("asking for a code", "/accounts/login/code/", {}),
        ("registering", "/accounts/signup/", {"password1": PASSWORD}),
    ):
        known, unknown = _medians(
            lambda path=path, typed=typed: _post(path, **_addressed(path, KNOWN), **typed),
            lambda path=path, typed=typed: _post(
                path, **_addressed(path, f"n{next(_turn)}@example.com"), **typed
            ),
        )
        yield line(
            f"{what}, known and unknown address",
            f"{known:.1f}, {unknown:.1f} ms",
            f"{abs(known - unknown):.1f} ms apart (at most 10)",
        )


def _addressed(path: str, address: str) -> dict[str, str]:
    if path == "/accounts/login/":
        return {"login": address}
    return {"email": address, "username": f"bench-new-{next(_turn)}"}


def _post(path: str, **typed: str) -> None:
    """As a browser that has never been here."""
    _browser.cookies.clear()
    _browser.post(path, typed)


def _medians(*acts: Callable[[], object]) -> list[float]:
    """Milliseconds of each, in turns, so that what else the machine does falls on all alike."""
    taken: list[list[float]] = [[] for _ in acts]
    for _ in range(ROUNDS):
        for act, times in zip(acts, taken, strict=True):
            # The limits must not answer in place of the form.
            cache.clear()
            start = time.perf_counter()
            act()
            times.append((time.perf_counter() - start) * 1000)
    return [statistics.median(times) for times in taken]
