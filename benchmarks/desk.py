"""The moderators' desk with 200,000 comments that wait: what a page of a queue costs, wherever it is, what a decision does,
and one on a whole wave. By itself and on demand: `make bench MEASURE=desk`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import psutil
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.roles import MODERATORS
from articles.models import Article, Section
from benchmarks import content
from benchmarks.in_process import call
from benchmarks.table import line
from comments.models import Comment, Discussion, ModerationEntry, Telling, Wave
from comments.seeing import sights
from comments.text import VERSION, render
from comments.undoing import undo
from comments.wave_finding import watch
from comments.waves import hide, restore
from comments.whole_acts import hide_since, restore_all

MANY_OF_ONE = 5_000
WAITING, READERS, ARTICLES, SECTIONS = 200_000, 5_000, 200, 5
ROUNDS, DECISIONS = 30, 100
PAGE = "at most 30 ms, 10 queries"
LIST = "/admin/comments/queue/"


def measure_desk() -> Iterator[str]:
    """Lines of the table: milliseconds of this process and of its connection to the database."""
    call_command("prepare", verbosity=0)
    _fill()
    cookie = _moderator()
    yield line(f"{WAITING:,} held comments", "server + database", "")
    for what, query in _pages():
        spent, asked = cost(lambda query=query: call(LIST + query, cookie)), queries(LIST + query, cookie)
        yield line(f"  {what}", f"{spent}, {asked}", PAGE)
    path = f"{LIST}{_held().order_by('pk').first().pk}/?queue=held"
    yield line("  one screen", f"{cost(lambda: call(path, cookie))}, {queries(path, cookie)}", "")
    for act in ("approve", "hide"):
        forms, typed = iter(_forms(act)), _typed(act)
        spent = cost(lambda forms=forms, typed=typed: call(next(forms), cookie, typed), DECISIONS)  # type: ignore[misc]
        yield line(f"  a decision: {act}", spent, "at most 15 ms")
    yield line("  a page of today", cost(lambda: call(f"{LIST}day/", cookie)), "")
    yield from _waves()
    yield from _whole_act()


def _whole_act() -> Iterator[str]:
    """So many of one author hidden as one act, undone, hidden again and restored."""
    by = User.objects.get(username="poster-0")
    author = User.objects.create(username="flood")
    mine = list(
        Comment.objects.filter(state="public").order_by("pk").values_list("pk", flat=True)[:MANY_OF_ONE]
    )
    # Each was decided on before, at a time of its own.
    Comment.objects.filter(pk__in=mine).update(author=author, looked_at=F("created_at"))
    yield line(f"  {MANY_OF_ONE:,} of one author: hidden as one act", *_timed(lambda: _hide_all(author, by)))
    entry = ModerationEntry.objects.filter(actor=by, reader=author).latest("pk")
    Telling.objects.filter(entry__batch=entry.batch).update(due_at=timezone.now() + timedelta(hours=1))
    yield line("  undone", *_timed(lambda: undo(entry, by=by)))
    batch = _hide_all(author, by)
    yield line("  restored", *_timed(lambda: restore_all(batch, by=by)))


def _waves() -> Iterator[str]:
    """The comments of the last hour are all alike, so they are one wave; so many of it are hidden."""
    yield line("  finding waves in an hour of 7,200 comments", _timed(lambda: watch(timezone.now()))[0], "")
    wave, by = Wave.objects.get(kind=Wave.Kind.TEXT), User.objects.get(username="poster-0")
    wave.comments = wave.comments[-MANY_OF_ONE:]
    wave.save()
    yield line(
        f"  {MANY_OF_ONE:,} of a wave: hidden as one act", *_timed(lambda: hide(wave, by=by, reason="spam"))
    )
    entry = ModerationEntry.objects.filter(actor=by).latest("pk")
    Telling.objects.filter(entry__batch=entry.batch).update(due_at=timezone.now() + timedelta(hours=1))
    yield line("  undone", *_timed(lambda: undo(entry, by=by)))
    hide(wave, by=by, reason="spam")
    yield line("  hidden again, and restored", *_timed(lambda: restore(wave, by=by)))


def _hide_all(author: User, by: User) -> UUID:
    return hide_since(author, None, by=by, reason="Spam or advertising")


def _timed(act: Callable[[], Any]) -> tuple[str, str]:
    begun = time.perf_counter()
    act()
    return f"{time.perf_counter() - begun:.2f} s", "at most 10 s"


# Filled by the database itself: made one by one, the comments would take longer than all that is measured.
_FILL = [
    """
    INSERT INTO comments_comment (discussion_id, author_id, text, html, renderer, key, state, untold, created_at, depth,
                                  up, down, reply_count)
    SELECT %(articles)s[1 + n %% cardinality(%(articles)s)], %(readers)s[1 + n * 7 %% cardinality(%(readers)s)],
           %(text)s, %(html)s, %(renderer)s, state || '-' || n, state,
           CASE state WHEN 'held' THEN 'comment' ELSE '' END, now() - interval '1 second' * (%(waiting)s - n), 0, 0, 0, 0
      FROM unnest(ARRAY['public', 'held']) AS s (state), generate_series(0, %(waiting)s - 1) AS n
     ORDER BY state DESC, n
    """,
    """
    INSERT INTO comments_moderationentry (comment_id, reader_id, rule, act, reason, before, after, created_at)
    SELECT id, author_id, 'links', 'hold', 'A link to a domain on the list', '{}', '{"state": "held"}', now()
      FROM comments_comment WHERE state = 'held'
    """,
    # One of twenty is reported, by up to twelve.
    """
    INSERT INTO comments_report (comment_id, reporter_id, reason, words, text, created_at, outcome)
    SELECT c.id, %(readers)s[n], 'spam', '', '', now(), 'open'
      FROM comments_comment c, generate_series(1, 12) AS n
     WHERE c.state = 'held' AND c.id %% 20 = 0 AND n <= 1 + c.id / 20 %% 12
    """,
    "ANALYZE",
]


def _fill() -> None:
    """Held comments under many articles, each by its rule, some reported, and as many that are public and new."""
    readers = User.objects.bulk_create(
        [User(username=f"waits{n}", email=f"waits{n}@example.com", looks=None) for n in range(READERS)], 1000
    )
    sections = [Section.objects.create(name=f"Part {n}", slug=f"part-{n}") for n in range(SECTIONS)]
    articles = Article.objects.bulk_create(
        Article(
            section=sections[n % SECTIONS],
            slug=f"waiting-{n}",
            headline=f"An article with many comments, {n}",
            body=content.PARAGRAPH * 20,
            state=Article.State.PUBLISHED,
            published_at=timezone.now(),
        )
        for n in range(ARTICLES)
    )
    for article in articles:
        Discussion.objects.of(article)
    values = {
        "articles": [article.pk for article in articles],
        "readers": [reader.pk for reader in readers],
        "waiting": WAITING,
        "text": content.PARAGRAPH,
        "html": render(content.PARAGRAPH),
        "renderer": VERSION,
    }
    with connection.cursor() as cursor:
        for statement in _FILL:
            cursor.execute(statement, values)


def _moderator() -> str:
    """The cookie of one who is logged in."""
    (cookie,) = content.logins(1)
    user = User.objects.get(username="poster-0")
    user.is_staff = True
    user.save()
    user.groups.add(Group.objects.get(name=MODERATORS))
    return cookie


def _pages() -> Iterator[tuple[str, str]]:
    yield "oldest first, the first page", "?queue=held"
    for place, offset in (("middle", WAITING // 2), ("last", WAITING - 20)):
        one = _held().order_by("pk")[offset]
        yield f"oldest first, a page in the {place}", f"?queue=held&after={one.reports_weigh}.{one.pk}"
    yield "most reported first, the first page", "?queue=held&order=most"
    one = _held().order_by("-reports_weigh", "pk")[WAITING // 2]
    yield "most reported first, in the middle", f"?queue=held&order=most&after={one.reports_weigh}.{one.pk}"
    section = Section.objects.get(slug="part-0").pk
    yield "of a section, in the middle", f"?queue=held&section={section}&after={one.reports_weigh}.{one.pk}"
    article = one.discussion_id
    yield "of an article", f"?queue=held&article={article}"
    empty = Section.objects.create(name="Nothing yet", slug="nothing-yet").pk
    yield "of a section without any", f"?queue=held&section={empty}"
    for queue in ("reported", "new", "all"):
        yield f"the queue “{queue}”", f"?queue={queue}"


def _held() -> Any:
    return Comment.objects.filter(state=Comment.State.HELD)


def _forms(act: str) -> list[str]:
    """The addresses of so many decisions, as the screens have them."""
    comments = list(_held().order_by("-pk" if act == "hide" else "pk")[: DECISIONS + 10])
    return [f"{LIST}{pk}/decide/?queue=held&sight={sight}" for pk, sight in sights(comments).items()]


def _typed(act: str) -> dict[str, str]:
    return {"act": act, "reason": "A link to a domain on the list", "csrfmiddlewaretoken": content.TOKEN}


def cost(act: Callable[[], Any], rounds: int = ROUNDS) -> str:
    """Milliseconds of CPU for one `act`: this process's and its database connection's."""
    backend = psutil.Process(connection.connection.info.backend_pid)
    for _ in range(3):
        act()
    before = time.process_time(), sum(backend.cpu_times()[:2])
    for _ in range(rounds):
        act()
    server = (time.process_time() - before[0]) / rounds * 1000
    database = (sum(backend.cpu_times()[:2]) - before[1]) / rounds * 1000
    return f"{server:.1f} + {database:.1f} ms"


def queries(path: str, cookie: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        call(path, cookie)
    return len(queries)
