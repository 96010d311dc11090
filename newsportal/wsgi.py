"""What granian serves: pages that stand straight from the store, everything else by Django."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.core.wsgi import get_wsgi_application

from newsportal.stopping import heed_sigterm

if multiprocessing.parent_process():
    heed_sigterm()

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsportal.settings")
_django = get_wsgi_application()

# These need Django to be set up first.
import psycopg  # noqa: E402
from django.db import Error  # noqa: E402
from django.utils import timezone  # noqa: E402

from newsportal import reads  # noqa: E402
from newsportal.stored_pages import Reply, is_storable, key_of, store  # noqa: E402
from newsportal.unread import drop_unread  # noqa: E402
from newsportal.versions import read_moving  # noqa: E402

_STATUS = {status: f"{status.value} {status.phrase}" for status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)}

if multiprocessing.parent_process():
    reads.Writer().start()

# What is loaded now stays: the garbage collector needn't look at it again and again.
gc.collect()
gc.freeze()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """A stored page that stands is answered here: one query, and none of Django's machinery."""
    reply = _stored(environ)
    if reply is None:
        answer = _django(environ, start_response)
        drop_unread(environ)
        return answer
    start_response(_STATUS[HTTPStatus(reply.status)], reply.headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else reply.body]


def _stored(environ: dict[str, Any]) -> Reply | None:
    """The answer, where there is one. Only hosts that Django has accepted have pages in the store."""
    if not is_storable(environ["REQUEST_METHOD"], environ.get("HTTP_COOKIE", "")):
        return None
    page = store.get(key_of(environ))
    if page is None or not page.headers:
        return None
    try:
        versions = read_moving(page.versions.article)
    except (Error, psycopg.Error):
        # Django asks again, and has the page that says so if the database is away.
        return None
    if not page.stands(versions, timezone.now()):
        return None
    return page.reply(environ.get("HTTP_ACCEPT_ENCODING", ""), environ.get("HTTP_IF_NONE_MATCH", ""))
