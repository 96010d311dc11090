"""What posting a comment costs the server, in this process: its own CPU, without the database's."""

from __future__ import annotations

import io
import itertools
import random
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from accounts.models import User
from benchmarks import content
from benchmarks.in_process import cpu_of
from benchmarks.table import line
from comments import rulebook
from comments.models import Discussion, DomainRule, Pace, WordRule
from comments.rule_trials import try_words
from comments.rulebook import Rulebook
from comments.rules import BY_CODE, Posting, ask
from comments.terms import Terms
from comments.text import Reading
from newsportal.wsgi import application

SERIES, POSTS = 9, 60
WORDS, DOMAINS = 2000, 200
_turn = itertools.count()


def measure_posting() -> Iterator[str]:
    """Lines of the table: by the rules of a new site, then with long lists."""
    yield line("posting, in this process, CPU", f"{cost():.2f} ms", "")
    chance = random.Random(1)
    _list(chance)
    book = rulebook.current()
    yield line(f"the same with {WORDS:,} words, {DOMAINS} domains listed", f"{cost():.2f} ms", "")
    for size in (500, 2000, 10_000):
        text = " ".join(_word(chance) for _ in range(size))[:size]
        spent = cpu_of(lambda text=text: _ruled(text, book))
        yield line(f"  the rules alone on {size:,} characters, CPU", f"{spent:.2f} ms", "at most 3 ms")
    content.article(1000)
    yield line("a rule tried on 1,000 comments", f"{_trial():.2f} s", "at most 2 s")


def _list(chance: random.Random) -> None:
    """Words with and without a *, and some phrases."""
    words = {
        _word(chance) + "*" * (number % 10 == 0) + f" {_word(chance)}" * (number % 7 == 0)
        for number in range(WORDS)
    }
    WordRule.objects.bulk_create([WordRule(typed=word, answer="hold") for word in words])
    DomainRule.objects.bulk_create([DomainRule(domain=f"{_word(chance)}{n}.example") for n in range(DOMAINS)])


def _word(chance: random.Random) -> str:
    return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(4, 9)))


def _ruled(text: str, book: Rulebook) -> None:
    """What the two rules with lists say of it. Rendering it and asking the database, which posting does anyway, are left out."""
    posting = Posting(Discussion(), User(), text, None, book, Terms())
    posting.__dict__["reading"] = Reading(f"<p>{text} https://example.com</p>", [])
    for code in ("words", "links"):
        ask(BY_CODE[code], posting)


def _trial() -> float:
    start = time.monotonic()
    try_words([(f"word{number}", "hold") for number in range(100)])
    return time.monotonic() - start


def cost() -> float:
    """Milliseconds for one comment, the median of SERIES. Each is another reader's, for nobody may write so fast."""
    Pace.objects.all().delete()
    path = f"{content.article(100, slug='posted-to').get_absolute_url()}comments/"
    cookies = iter(content.logins((SERIES + 1) * POSTS))
    for cookie in itertools.islice(cookies, POSTS):
        _post(path, cookie)
    series = []
    for _ in range(SERIES):
        start = time.process_time()
        for cookie in itertools.islice(cookies, POSTS):
            _post(path, cookie)
        series.append((time.process_time() - start) / POSTS * 1000)
    return sorted(series)[SERIES // 2]


def _post(path: str, cookie: str) -> None:
    fields = {
        "csrfmiddlewaretoken": content.TOKEN,
        "key": f"posting-{next(_turn)}",
        "text": content.PARAGRAPH * 3,
    }
    body = urlencode(fields).encode()
    environment: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_COOKIE": cookie,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
    }
    b"".join(application(environment, _expect_success))


def _expect_success(status: str, headers: list[tuple[str, str]]) -> None:
    """Raises ValueError for a comment that wasn't taken."""
    if not status.startswith("303"):
        raise ValueError(status)
