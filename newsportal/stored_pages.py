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
from typing import Any, NamedTuple

import brotli
from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
)
from django.utils import timezone

from accounts import languages
from comments.models import VoteWindow
from newsportal import chrome
from newsportal.versions import Versions, read_versions

# Shared caches may answer for two seconds by themselves, and with an old page while or if the application can't.
CACHE_CONTROL = "public, max-age=0, s-maxage=2, stale-while-revalidate=30, stale-if-error=600"
PRIVATE = "private, no-store"
MAX_BYTES = 64 * 1024 * 1024
# Comment counts in lists and votes may be this late for signed-out readers.
LATE = timedelta(seconds=VoteWindow.SECONDS)


class Reply(NamedTuple):
    """An answer as any kind of server can send it."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass(slots=True)
class StoredPage:
    """A rendered page and what it was made from. Without an article it is one that lists many. `headers` is empty until
    the page has gone out once through all the middleware."""

    versions: Versions
    rendered_at: datetime
    until: datetime | None
    body: bytes
    etag: str
    content_type: str
    headers: list[tuple[str, str]] = field(default_factory=list)
    encoded: dict[str, bytes] = field(default_factory=dict)
    replies: dict[tuple[int, str], list[tuple[str, str]]] = field(default_factory=dict)

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

    def reply(self, accept_encoding: str, if_none_match: str) -> Reply:
        """What to send to whoever takes these encodings and holds that version already."""
        if self.etag in if_none_match:
            return Reply(304, self._headers(304, ""), b"")
        encoding = _accepted(accept_encoding)
        return Reply(200, self._headers(200, encoding), self._encoded(encoding))

    def _headers(self, status: int, encoding: str) -> list[tuple[str, str]]:
        known = self.replies.get((status, encoding))
        if known is None:
            known = [*self.headers, ("ETag", self.etag)]
            if status == 304:
                known = [(name, value) for name, value in known if name != "Content-Type"]
            else:
                known.append(("Content-Length", str(len(self._encoded(encoding)))))
            if encoding:
                known.append(("Content-Encoding", encoding))
            self.replies[status, encoding] = known
        return known

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
    A view of one article takes `section` and `slug`. One whose page the clock alone changes says when, in `until` of
    its response.
    """

    @wraps(view)
    def storing(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        address = (kwargs["section"], kwargs["slug"]) if "slug" in kwargs and "section" in kwargs else None
        if not _is_storable(request):
            request.versions = read_versions(address)  # type: ignore[attr-defined]
            return view(request, **kwargs)
        key = _key(request)
        with store.rendering(key):
            versions, now = read_versions(address), timezone.now()
            request.versions = versions  # type: ignore[attr-defined]
            page = store.get(key)
            if page is None or not page.stands(versions, now):
                response = view(request, **kwargs)
                if response.status_code != 200 or response.cookies:
                    return response
                page = _page(response, versions, now)
                store.put(key, page)
        response = HttpResponse(page.body, content_type=page.content_type)
        response.stored_page = page  # type: ignore[attr-defined]
        return response

    return storing


def _page(response: HttpResponse, versions: Versions, now: datetime) -> StoredPage:
    body = response.content
    ends = (chrome.current(versions.edition).until, getattr(response, "until", None))
    return StoredPage(
        versions=versions,
        rendered_at=now,
        until=min((end for end in ends if end is not None), default=None),
        body=body,
        etag=f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"',
        content_type=response["Content-Type"],
    )


def _is_storable(request: HttpRequest) -> bool:
    return is_storable(request.method or "", request.META.get("HTTP_COOKIE", ""))


def is_storable(method: str, cookies: str) -> bool:
    """Whether a request may be answered as everybody's: it only reads, and brings no session."""
    return method in ("GET", "HEAD") and f"{settings.SESSION_COOKIE_NAME}=" not in cookies


def _key(request: HttpRequest) -> str:
    request.get_host()  # refuses a forged Host before anything is stored under it
    return key_of(request.META)


def key_of(environ: dict[str, Any]) -> str:
    """The name of a page in the store, from what WSGI says of the request; schemes, hosts and languages don't share pages."""
    scheme = environ.get("HTTP_X_FORWARDED_PROTO", environ["wsgi.url_scheme"])
    place = f"{environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}"
    return f"{scheme}|{environ.get('HTTP_HOST', '')}|{languages.of_browser(environ)}|{place}"


def vary() -> str:
    """What of a request an answer from the store depends on. While there is one language shared caches need not keep a copy
    for each way to ask for it."""
    return "Accept-Encoding, Cookie" + (", Accept-Language" if len(settings.LANGUAGES) > 1 else "")


class StoredPagesMiddleware:
    """Completes a page that was just stored with the headers of all the middleware behind it, and says of every other
    answer that it is private. Pages that stand are answered before Django, by `newsportal.wsgi`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        page = getattr(response, "stored_page", None)
        if page is None:
            # Whatever isn't said to be public is somebody's own: no cache may keep it.
            response.setdefault("Cache-Control", PRIVATE)
            return response
        own = {"Cache-Control": CACHE_CONTROL, "Vary": vary()}
        all_headers = {**dict(response.items()), **own}
        # The length is that of each form of the page, as it is sent.
        page.headers = [(name, value) for name, value in all_headers.items() if name != "Content-Length"]
        page.replies.clear()
        reply = page.reply(
            request.headers.get("Accept-Encoding", ""), request.headers.get("If-None-Match", "")
        )
        return HttpResponse(reply.body, status=reply.status, headers=dict(reply.headers))
