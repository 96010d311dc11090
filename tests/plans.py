"""What Postgres does for the queries of a page."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


def rows_passed_over(queries: CaptureQueriesContext) -> int:
    """How many rows the captured reads come by and don't use."""
    with connection.cursor() as cursor:
        total = 0
        for query in queries.captured_queries:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {query['sql']}")
            answer = cursor.fetchone()[0]
            total += _removed((answer if isinstance(answer, list) else json.loads(answer))[0]["Plan"])
    return total


def _removed(plan: dict[str, Any]) -> int:
    here = sum(int(number) for name, number in plan.items() if name.startswith("Rows Removed by"))
    return here * int(plan["Actual Loops"]) + sum(map(_removed, plan.get("Plans", [])))
