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
# Of readers of an article at one address in that time: an office or a school has several, with a few browsers each, and a program
# can call itself another browser each time.
MOST_AT_ADDRESS = 30
# Of articles between two writes, and of readers and addresses that are remembered: what programs make up must not fill the memory.
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
        # {word for an address at which an article is read: (since when, by how many)}, likewise.
        self._addresses: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def add(self, article: int, reader: str, address: str = "") -> None:
        """Counts `article`, unless `reader` was counted for it a moment ago, or too many at their `address`, where that is known."""
        now, word = time.time(), f"{article} {reader}"
        with self._lock:
            if now - self._readers.get(word, -ONCE_IN) < ONCE_IN:
                return
            if article not in self._counts and len(self._counts) >= MOST_ARTICLES:
                return
            if address and not self._has_room(f"{article} {address}", now):
                return
            _remember(self._readers, word, now)
            self._counts[article] += 1

    def _has_room(self, place: str, now: float) -> bool:
        """Whether one more is counted there, who then is."""
        since, count = self._addresses.get(place, (now, 0))
        if now - since >= ONCE_IN:
            since, count = now, 0
        if count >= MOST_AT_ADDRESS:
            return False
        _remember(self._addresses, place, (since, count + 1))
        return True

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
            self._addresses.clear()


def _remember[Value](words: OrderedDict[str, Value], word: str, value: Value) -> None:
    words[word] = value
    words.move_to_end(word)
    if len(words) > MOST_READERS:
        words.popitem(last=False)


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
        tally.add(pk, *_reader(request))
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


def _reader(request: HttpRequest) -> tuple[str, str]:
    """Words that tell two readers, and their addresses, apart in the memory of this process, and lead back to nobody: they are
    never written down. That of the address is empty where it isn't known."""
    try:
        address = get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        address = ""
    agent = request.headers.get("User-Agent", "")
    return _word(f"{address} {agent}"), _word(address) if address else ""


def _word(said: str) -> str:
    return salted_hmac("newsportal.reads", said, algorithm="sha256").hexdigest()[:16]
