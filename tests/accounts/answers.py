"""What an answer tells: its page, where it leads, and the work behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from tests.accounts import hashes


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    leads_to: str
    cookies: list[str]
    hashes: int
    queries: int
    tasks: int


def ask(path: str, **typed: str) -> Answer:
    """What a browser of its own is answered, with what changes by chance or was typed taken out."""
    cache.clear()
    client = Client()
    hashed, tasks = hashes.counted, DBTaskResult.objects.count()
    with CaptureQueriesContext(connection) as queries:
        page = client.post(path, typed)
    body = re.sub(r'(name="csrfmiddlewaretoken" value=)"[^"]*"', r"\1", page.text)
    for value in sorted(typed.values(), key=len, reverse=True):
        body = body.replace(value, "…")
    return Answer(
        page.status_code,
        body,
        page.get("Location", ""),
        sorted(client.cookies),
        hashes.counted - hashed,
        len(queries),
        DBTaskResult.objects.count() - tasks,
    )
