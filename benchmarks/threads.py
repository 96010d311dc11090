"""What a page of a very large discussion costs, beside one of a hundred comments: under each order, and by permalink."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from benchmarks import content
from benchmarks.in_process import call
from benchmarks.table import line
from comments.models import Comment, Discussion
from comments.text import VERSION, render
from comments.threads import SORTS
from newsportal import stored_pages

SMALL, LARGE, CHAIN = 100, 100_000, 10_000
BOUND = "at most 1.2 times that of 100"
ROUNDS = 100


def measure_threads() -> Iterator[str]:
    """Lines of the table. CPU of this process and of its connection to the database, medians of `ROUNDS`."""
    small, large = discussion(SMALL, chain=SMALL // 10), discussion(LARGE, chain=CHAIN)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for sort in SORTS:
        pages = [
            f"{small.path}?sort={sort}",
            f"{large.path}?sort={sort}",
            f"{large.path}?sort={sort}&from={large.comments['middle']}",
        ]
        of_small, first, middle = (_cost(lambda page=page: _anew(page)) for page in pages)
        yield _ratio(f"{LARGE:,} comments, {sort}, anew", of_small, first)
        yield _ratio("  from the middle on", of_small, middle)
    for name in ("first", "middle", "last", "deepest"):
        costs = [_cost(lambda pk=known.comments[name]: call(f"/comments/{pk}/")) for known in (small, large)]
        yield _ratio(f"permalink of the {name} of {LARGE:,}", *costs)
    of_small = _cost(lambda: _anew(small.path))
    branch = f"{large.path}?thread={large.comments['deepest'] - CHAIN // 2}"
    yield _ratio(f"amid a chain of {CHAIN:,}, anew", of_small, _cost(lambda: _anew(branch)))
    pk = large.comments["first"]
    spent = _cost(lambda: call(f"/comments/{pk}/replies/?after=0&level=0"))
    yield line("“Show more replies”", f"{spent:.1f} ms", "at most 10 ms")


class _Known:
    """A discussion that is measured: its page, and some of its comments by name."""

    def __init__(self, article: Article, comments: dict[str, int]) -> None:
        self.path = article.get_absolute_url()
        self.comments = comments


def discussion(size: int, *, chain: int) -> _Known:
    """An article with `size` comments, `chain` of them a chain of replies, a third of the others roots."""
    article = content.article(1, slug=f"thread-of-{size}")
    kept = Discussion.objects.get(pk=article.pk)
    readers = list(User.objects.filter(username__startswith="bench-").values_list("pk", flat=True))
    first = Comment.objects.filter(discussion=kept).get().pk
    begun = timezone.now() - timedelta(days=1)
    html = render(content.PARAGRAPH)
    rows: list[Comment] = []
    for number in range(1, size):
        in_chain = number <= chain
        parent = first + number - 1 if in_chain else None
        if not in_chain and number % 3:
            parent = first + number - number % 3
        above = None if parent is None else (None if parent == first else rows[parent - first - 1])
        rows.append(
            Comment(
                pk=first + number,
                discussion=kept,
                author_id=readers[number % len(readers)],
                parent_id=parent,
                root_id=None if parent is None else (above.root_id or above.pk if above else first),
                depth=0 if parent is None else (above.depth + 1 if above else 1),
                text=content.PARAGRAPH,
                html=html,
                renderer=VERSION,
                key=f"bench-{number}",
                created_at=begun + timedelta(milliseconds=number),
            )
        )
    Comment.objects.bulk_create(rows, batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('comments_comment_id_seq', (SELECT max(id) FROM comments_comment))")
        # Votes as they fall: few on most, many on some. Only their totals matter here.
        cursor.execute(
            "UPDATE comments_comment SET up = id %% 7, down = id %% 5 WHERE discussion_id = %s", [kept.pk]
        )
    roots = Comment.objects.filter(discussion=kept, parent=None).order_by("id").values_list("pk", flat=True)
    return _Known(
        article,
        {
            "first": first,
            "middle": roots[len(roots) // 2],
            "last": roots[len(roots) - 1],
            "deepest": first + chain,
        },
    )


def _anew(path: str) -> Any:
    stored_pages.store.clear()
    return call(path)


def _cost(act: Callable[[], Any]) -> float:
    """Milliseconds of CPU for one `act`, this process's and its database connection's together."""
    for _ in range(3):
        act()
    spent = []
    for _ in range(ROUNDS):
        before = _used()
        act()
        spent.append(_used() - before)
    return statistics.median(spent) * 1000


def _used() -> float:
    """Seconds. The connection's from where Linux counts them in nanoseconds: an act may take less than a clock's tick."""
    nanoseconds = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]
    return time.process_time() + int(nanoseconds) / 1e9


def _ratio(what: str, small: float, large: float) -> str:
    return line(what, f"{large:.1f} ms, {large / small:.2f} times", BOUND)
