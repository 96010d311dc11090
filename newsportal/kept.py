"""What a process has read from the database and keeps for as long as the edition stays the same."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable


class Kept[Value]:
    """At most `most` values, the least recently used dropped first. Values are shared by threads: only read them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, tuple[int, Value]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, edition: int) -> Value | None:
        """The value that was put under `key` in this `edition`, or None."""
        with self._lock:
            version, value = self._values.get(key, (None, None))
            if version != edition:
                return None
            self._values.move_to_end(key)
            return value

    def put(self, key: Hashable, edition: int, value: Value) -> None:
        with self._lock:
            self._values[key] = (edition, value)
            self._values.move_to_end(key)
            if len(self._values) > self._most:
                self._values.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
