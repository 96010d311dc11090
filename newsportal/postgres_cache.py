"""A cache in a table of Postgres, where every write is one statement: what counts tries over several processes must not
count wrong when many try at once, nor forget what still counts.

Django's own asks first and writes then, so two could take the same lock; and when it is full it throws away by the
alphabet, so whoever tries enough names empties the counters of all others.
"""

from __future__ import annotations

import base64
import pickle
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.utils import timezone

_NEVER = datetime.max.replace(tzinfo=UTC)


class PostgresCache(BaseCache):
    def __init__(self, table: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._table = connection.ops.quote_name(table)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keeps the value where none is kept that still counts; whether it did. Of many at once, one does."""
        return self._put(
            f"DO UPDATE SET value = excluded.value, expires = excluded.expires WHERE {self._table}.expires < %s",
            [*self._row(key, value, timeout, version), timezone.now()],
        )

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._put(
            "DO UPDATE SET value = excluded.value, expires = excluded.expires",
            self._row(key, value, timeout, version),
        )

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT value FROM {self._table} WHERE cache_key = %s AND expires >= %s",  # noqa: S608 (our own name)
                [self.make_and_validate_key(key, version=version), timezone.now()],
            )
            row = cursor.fetchone()
        return pickle.loads(base64.b64decode(row[0])) if row else default  # noqa: S301 (we alone write there)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._change(
            f"UPDATE {self._table} SET expires = %s WHERE cache_key = %s AND expires >= %s",  # noqa: S608
            [self._expiry(timeout), self.make_and_validate_key(key, version=version), timezone.now()],
        )

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._change(
            f"DELETE FROM {self._table} WHERE cache_key = %s",  # noqa: S608
            [self.make_and_validate_key(key, version=version)],
        )

    def clear(self) -> None:
        self._change(f"DELETE FROM {self._table}", [])  # noqa: S608

    def forget_expired(self) -> None:
        """Removes what counts no more; a periodic task asks for it."""
        self._change(f"DELETE FROM {self._table} WHERE expires < %s", [timezone.now()])  # noqa: S608

    def _put(self, conflict: str, values: list[Any]) -> bool:
        return self._change(
            f"INSERT INTO {self._table} (cache_key, value, expires) VALUES (%s, %s, %s) ON CONFLICT (cache_key) {conflict}",  # noqa: S608
            values,
        )

    def _change(self, statement: str, values: list[Any]) -> bool:
        """Whether the statement changed a row."""
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount > 0

    def _row(self, key: str, value: Any, timeout: Any, version: int | None) -> list[Any]:
        pickled = base64.b64encode(pickle.dumps(value, pickle.HIGHEST_PROTOCOL)).decode("ascii")
        return [self.make_and_validate_key(key, version=version), pickled, self._expiry(timeout)]

    def _expiry(self, timeout: Any) -> datetime:
        until = self.get_backend_timeout(timeout)
        return _NEVER if until is None else datetime.fromtimestamp(until, tz=UTC)
