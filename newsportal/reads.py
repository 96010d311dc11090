"""Counts how often articles are read: without cookies, without bots, and without a write for each.

The page's script says so once somebody has had it before them for a while (static/js/reads.js), so that pages come from any
cache and still count. Each process adds up what it hears and writes it down every few seconds; what a process that is killed
has not written yet is lost, which changes no ranking.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter, OrderedDict
from functools import lru_cache

from allauth.account.adapter import get_adapter
from crawleruseragents import is_crawler
from django.core.exceptions import PermissionDenied
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from articles.models import Reads

# Seconds between two writes of a process.
INTERVAL = 10
# Seconds for which a reader of an article counts once, be it that they reload it again and again.
ONCE_IN = 30 * 60
# Of articles between two writes, and of readers who are remembered: what programs make up must not fill the memory.
MOST_ARTICLES = 20_000
MOST_READERS = 100_000

_PAST_ALL = 2**63

logger = logging.getLogger(__name__)


class Tally:
    """What this process has heard and not yet written."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[int] = Counter()
        # {word for a reader of an article: when they were counted}, the longest ago first.
        self._readers: OrderedDict[str, float] = OrderedDict()

    def add(self, article: int, reader: str) -> None:
        """Counts `article`, unless `reader` was counted for it a moment ago."""
        now, word = time.time(), f"{article} {reader}"
        with self._lock:
            if now - self._readers.get(word, -ONCE_IN) < ONCE_IN:
                return
            if article not in self._counts and len(self._counts) >= MOST_ARTICLES:
                return
            self._readers[word] = now
            self._readers.move_to_end(word)
            if len(self._readers) > MOST_READERS:
                self._readers.popitem(last=False)
            self._counts[article] += 1

    def write(self) -> None:
        """Writes down what has come since the last time. Raises django.db.Error where the database is away; then all of it is
        written the next time."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            Reads.objects.add(counts, at=timezone.now())
        except Error:
            with self._lock:
                self._counts += counts
            raise

    def clear(self) -> None:
        """Forgets all, for a process whose database was exchanged, as between tests."""
        with self._lock:
            self._counts.clear()
            self._readers.clear()


tally = Tally()


class Writer(threading.Thread):
    """Writes the tally down again and again for as long as the process serves."""

    def __init__(self) -> None:
        super().__init__(name="reads", daemon=True)

    def run(self) -> None:
        while True:
            threading.Event().wait(INTERVAL)
            try:
                tally.write()
            except Error as error:
                logger.warning("Reads can't be written down yet: %s", error)
            finally:
                connection.close()


# Safe without a token: it counts, in nobody's name, and pages that are the same for all have none.
@csrf_exempt
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """The article was read. The answer is the same whether it counts or not."""
    # One number that no article can have would keep all others from being written.
    if pk < _PAST_ALL and is_reader(request):
        tally.add(pk, _reader(request))
    return HttpResponse(status=204)


def is_reader(request: HttpRequest) -> bool:
    """Whether a page of this site says it, in the browser of somebody."""
    agent = request.headers.get("User-Agent", "")
    # Browsers that don't say from where they send come before 2023.
    is_ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    return is_ours and bool(agent) and not _is_bot(agent[:500])


# A thousand patterns are looked for in each, and most readers have one of a few browsers.
@lru_cache(maxsize=5000)
def _is_bot(agent: str) -> bool:
    return is_crawler(agent)


def _reader(request: HttpRequest) -> str:
    """A word that tells two readers apart in the memory of this process, and leads back to nobody: it is never written down."""
    try:
        address = get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        address = ""
    agent = request.headers.get("User-Agent", "")
    return salted_hmac("newsportal.reads", f"{address} {agent}", algorithm="sha256").hexdigest()[:16]
