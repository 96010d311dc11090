"""Pages for signed-out readers, rendered once per change and then answered from memory.

A page depends on versions (the edition's, a discussion's) that the database moves in the same transaction as the change.
Each request reads them in one indexed query; where they are those of the stored page it is answered as it lies, already
compressed, or with 304. Otherwise one request renders it while the others wait. So a hidden comment is gone from the
very next answer, in every process, without anything being told to forget.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

import brotli
from django.conf import settings
from django.db import OperationalError, connection
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
)
from django.utils import timezone

from comments.models import VoteWindow
from newsportal import chrome

# Shared caches may answer for two seconds by themselves, and with an old page while or if the application can't.
CACHE_CONTROL = "public, max-age=0, s-maxage=2, stale-while-revalidate=30, stale-if-error=600"
PRIVATE = "private, no-store"
MAX_BYTES = 64 * 1024 * 1024
# Comment counts in lists and votes may be this late for signed-out readers.
LATE = timedelta(seconds=VoteWindow.SECONDS)

_BY_ID = "%s"
_BY_ADDRESS = """(
    SELECT article.id FROM articles_article article JOIN articles_section section ON section.id = article.section_id
     WHERE section.slug = %s AND article.slug = %s)"""
_VERSIONS = """
    SELECT e.version, a.id, d.version, w.opened_at, d.state, d.comment_count
      FROM articles_edition e
      LEFT JOIN articles_article a ON a.id = {article}
      LEFT JOIN comments_discussion d ON d.article_id = a.id
      LEFT JOIN comments_votewindow w ON w.discussion_id = a.id
"""


@dataclass(frozen=True, slots=True)
class Versions:
    """What the database says now of all that a page depends on."""

    edition: int
    article: int | None = None
    discussion: int | None = None
    voting_since: datetime | None = None
    discussion_state: str | None = None
    comment_count: int | None = None


def read_versions(article_id: int | None = None, *, address: tuple[str, str] | None = None) -> Versions:
    """The versions, with those of one article by id or by (section slug, slug), in one indexed query.

    Asks a second time where the connection had gone stale, as after a restart of the database.
    """
    query = _VERSIONS.format(article=_BY_ADDRESS if address else _BY_ID)
    parameters = address or (article_id,)
    try:
        return _ask(query, parameters)
    except OperationalError:
        connection.close()
        return _ask(query, parameters)


def _ask(query: str, parameters: tuple[Any, ...]) -> Versions:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return Versions(*cursor.fetchone())


@dataclass(slots=True)
class StoredPage:
    """A rendered page and what it was made from. Without an article it is one that lists many."""

    versions: Versions
    rendered_at: datetime
    until: datetime | None
    body: bytes
    etag: str
    headers: list[tuple[str, str]] = field(default_factory=list)
    encoded: dict[str, bytes] = field(default_factory=dict)

    def stands(self, now: Versions, at: datetime) -> bool:
        """Whether the page still shows what the database holds, but for votes and counts up to LATE."""
        made_from = self.versions
        if (now.edition, now.article, now.discussion) != (
            made_from.edition,
            made_from.article,
            made_from.discussion,
        ):
            return False
        if self.until is not None and at >= self.until:
            return False
        if at - self.rendered_at < LATE:
            return True
        if made_from.article is None:
            return False
        # All votes of the last window are in it; a later vote would have opened another.
        return now.voting_since is None or self.rendered_at > now.voting_since + LATE

    def answer(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse
        if self.etag in request.headers.get("If-None-Match", ""):
            response = HttpResponseNotModified()
            response.headers = response.headers.__class__({})  # a 304 repeats no Content-Type
        else:
            encoding = _accepted(request.headers.get("Accept-Encoding", ""))
            response = HttpResponse(self._encoded(encoding))
            if encoding:
                response["Content-Encoding"] = encoding
        for name, value in self.headers:
            response[name] = value
        response["ETag"] = self.etag
        return response

    def _encoded(self, encoding: str) -> bytes:
        if not encoding:
            return self.body
        if encoding not in self.encoded:
            self.encoded[encoding] = (
                brotli.compress(self.body, quality=5)
                if encoding == "br"
                else gzip.compress(self.body, 6, mtime=0)
            )
        return self.encoded[encoding]

    @property
    def size(self) -> int:
        """Bytes of memory, with what the compressed forms will add."""
        return 2 * len(self.body) + 1000


def _accepted(header: str) -> str:
    offered = {
        part.partition(";")[0].strip()
        for part in header.split(",")
        if not part.replace(" ", "").endswith(";q=0")
    }
    return "br" if "br" in offered else "gzip" if "gzip" in offered else ""


class Store:
    """The pages of this process, the least recently used dropped first, and a lock for each page being rendered."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._pages: OrderedDict[str, StoredPage] = OrderedDict()
        self._lock = threading.Lock()
        self._rendering: dict[str, threading.Lock] = {}

    def get(self, key: str) -> StoredPage | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: str, page: StoredPage) -> None:
        with self._lock:
            old = self._pages.pop(key, None)
            self._bytes += page.size - (old.size if old else 0)
            self._pages[key] = page
            while self._bytes > self._max_bytes and self._pages:
                _key, dropped = self._pages.popitem(last=False)
                self._bytes -= dropped.size

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._bytes = 0

    def rendering(self, key: str) -> threading.Lock:
        """The lock under which `key` is rendered: whoever waited for it finds the page stored."""
        with self._lock:
            if len(self._rendering) > 10_000:
                self._rendering = {k: lock for k, lock in self._rendering.items() if lock.locked()}
            return self._rendering.setdefault(key, threading.Lock())


store = Store()


def stored(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Store what `view` renders for signed-out readers; for others mark it private. The view finds the versions in
    `request.versions`.

    The versions are read before anything else, so that a change in mid-render leaves the page old, never wrongly fresh.
    A view of one article takes `section` and `slug`.
    """

    @wraps(view)
    def storing(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        address = (kwargs["section"], kwargs["slug"]) if "slug" in kwargs and "section" in kwargs else None
        if not _is_storable(request):
            request.versions = read_versions(address=address)  # type: ignore[attr-defined]
            return view(request, **kwargs)
        key = _key(request)
        with store.rendering(key):
            versions, now = read_versions(address=address), timezone.now()
            request.versions = versions  # type: ignore[attr-defined]
            page = store.get(key)
            if page is None or not page.stands(versions, now):
                response = view(request, **kwargs)
                if response.status_code != 200 or response.cookies:
                    return response
                page = _page(response, versions, now)
                store.put(key, page)
        response = HttpResponse(page.body, content_type=page.headers[0][1])
        response.stored_page = page  # type: ignore[attr-defined]
        return response

    return storing


def _page(response: HttpResponse, versions: Versions, now: datetime) -> StoredPage:
    body = response.content
    return StoredPage(
        versions=versions,
        rendered_at=now,
        until=chrome.current(versions.edition).until,
        body=body,
        etag=f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"',
        headers=[("Content-Type", response["Content-Type"])],
    )


def _is_storable(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD") and settings.SESSION_COOKIE_NAME not in request.COOKIES


def _key(request: HttpRequest) -> str:
    # get_host() refuses a forged Host before anything is answered or stored under it.
    return f"{request.scheme}://{request.get_host()}{request.get_full_path()}"


class StoredPagesMiddleware:
    """Answers from the store before sessions, cookies and the rest are even looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _is_storable(request):
            page = store.get(_key(request))
            if page is not None and page.stands(read_versions(page.versions.article), timezone.now()):
                return page.answer(request)
        response = self.get_response(request)
        page = getattr(response, "stored_page", None)
        if page is None:
            # Whatever isn't said to be public is somebody's own: no cache may keep it.
            response.setdefault("Cache-Control", PRIVATE)
            return response
        kept = [(name, value) for name, value in response.items() if name != "Content-Length"]
        page.headers = [
            *dict(
                kept,
                **{"Cache-Control": CACHE_CONTROL, "Vary": "Accept-Encoding, Cookie"},
            ).items()
        ]
        return page.answer(request)
