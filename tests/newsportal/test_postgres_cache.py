"""The cache that counts tries: right with many at once, and forgetful of nothing that still counts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsportal.tasks import forget_expired

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 8


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    """A table that no migration made isn't emptied between tests."""
    cache.clear()
    yield
    cache.clear()


def at_once(act: Callable[[], Any]) -> list[Any]:
    """What `act` answers to each of MANY connections that ask in the same moment."""
    start = Barrier(MANY)

    def one(_: int) -> Any:
        try:
            connection.ensure_connection()
            start.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(one, range(MANY)))


def test_it_keeps_what_it_is_given_until_its_time_has_come() -> None:
    cache.set("tries", [3.5, 1.25], 60)
    assert cache.get("tries") == [3.5, 1.25] and "tries" in cache
    with time_machine.travel(time.time() + 61):
        assert cache.get("tries", "nothing") == "nothing" and "tries" not in cache


def test_it_keeps_for_ever_what_has_no_end() -> None:
    cache.set("house", "rule", None)
    with time_machine.travel(time.time() + 10**9):
        assert cache.get("house") == "rule"


def test_a_new_value_takes_the_place_of_the_old() -> None:
    cache.set("tries", 1)
    cache.set("tries", 2)
    assert cache.get("tries") == 2


def test_adding_leaves_what_is_there_and_takes_the_place_of_what_has_expired() -> None:
    assert cache.add("lock", "first", 10) and not cache.add("lock", "second", 10)
    assert cache.get("lock") == "first"
    with time_machine.travel(time.time() + 11):
        assert cache.add("lock", "third", 10) and cache.get("lock") == "third"


def test_it_lengthens_and_deletes_what_is_there() -> None:
    cache.set("tries", 1, 10)
    assert cache.touch("tries", 100) and not cache.touch("other", 100)
    with time_machine.travel(time.time() + 50):
        assert cache.get("tries") == 1
    assert cache.delete("tries") and not cache.delete("tries") and cache.get("tries") is None


@pytest.mark.parametrize("left_over", [False, True])
def test_of_many_at_once_one_gets_the_lock(left_over: bool) -> None:
    for turn in range(10):
        name = f"lock-{turn}"
        if left_over:
            # As by a process that was killed while it held it.
            cache.set(name, True, -1)
        assert at_once(lambda name=name: cache.add(name, True, 10)).count(True) == 1


def test_other_keys_never_push_out_one_that_counts() -> None:
    cache.set("a-counter", 5, 300)
    for number in range(500):
        cache.set(f"zz-{number}", 1, 300)
    forget_expired.call()
    assert cache.get("a-counter") == 5


def test_what_counts_no_more_is_removed() -> None:
    cache.set("past", 1, 10)
    cache.set("present", 1, 100)
    with time_machine.travel(time.time() + 50):
        forget_expired.call()
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        assert [key.rpartition(":")[2] for (key,) in cursor.fetchall()] == ["present"]


@pytest.mark.parametrize(
    "act",
    [lambda: cache.add("a", 1), lambda: cache.set("a", 1), lambda: cache.get("a"), lambda: cache.delete("a")],
)
def test_each_act_is_one_statement(act: Callable[[], Any]) -> None:
    with CaptureQueriesContext(connection) as queries:
        act()
    assert len(queries) == 1
