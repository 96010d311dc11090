"""A crowd at once: 32 clients cast 100,000 votes and post 10,000 comments for 2,000 readers, while the worker looks for
bursts and counts what has stood. Totals must be right after it. It takes minutes: `make bench MEASURE=crowd`.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from benchmarks import content, load
from benchmarks.forms import form
from benchmarks.servers import serving
from benchmarks.table import line
from comments.bursts import hold_bursts
from comments.holding import count_stood
from comments.models import Comment, RuleSetting, Vote, VoteHold
from comments.recount import recount

CLIENTS, READERS = 32, 2_000
POSTS_EACH, VOTES_EACH = 5, 50
# Every so many votes all go to the one comment that everybody votes on.
HOT = 20


def measure_crowd(port: int) -> Iterator[str]:
    """Lines of the table."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    # Each client says which network it comes from, so that bursts are found.
    os.environ["TRUSTED_PROXY_COUNT"] = "1"
    articles = [content.article(100, slug=f"crowded-{number}") for number in range(10)]
    paths = [f"{article.get_absolute_url()}comments/" for article in articles]
    comments = list(Comment.objects.values_list("pk", flat=True))
    cookies = content.logins(READERS, newcomers=True)
    # The last rounds are quick, for clients that are done leave the server to the others: nobody has to wait for their turn.
    unhurried = {"between": 0, "between_of_new": 0, "repeated": 0, "repeated_of_new": 0}
    RuleSetting.objects.filter(code="pace").update(values=unhurried)
    requests = [_acts(client, cookies[client::CLIENTS], paths, comments, port) for client in range(CLIENTS)]
    connection.close()
    before, begun = Comment.objects.count(), time.monotonic()
    with serving("newsportal.wsgi:application", port), _watching():
        outcome = load.run_once(port, requests)
    taken = time.monotonic() - begun
    yield line(
        f"{VOTES_EACH * READERS:,} votes and {POSTS_EACH * READERS:,} posts by {CLIENTS} clients",
        f"{outcome.total / taken:,.0f}/s",
        f"answers: {outcome.statuses}",
    )
    held = Vote.objects.filter(counts=False).count()
    yield line("  comments posted", f"{Comment.objects.count() - before:,}", f"{POSTS_EACH * READERS:,}")
    yield line("  votes that stand, and that wait", f"{Vote.objects.count():,}, {held:,}", "")
    yield line("  holds of votes", f"{VoteHold.objects.count():,}", "")
    begun, wrong = time.monotonic(), recount()
    result = "clean" if not wrong else f"{len(wrong)} wrong: {wrong[:3]}"
    yield line("  recount --check", f"{result}, {time.monotonic() - begun:.1f} s", "clean")


def _acts(client: int, cookies: list[str], paths: list[str], comments: list[int], port: int) -> list[bytes]:
    """What one client sends: round by round each of its readers posts once and votes."""
    chance = random.Random(client)
    headers = {"X_Forwarded_For": f"8.8.{client}.8"}
    acts = []
    for turn in range(POSTS_EACH):
        for number, cookie in enumerate(cookies):
            said = f"Said by reader {number} of client {client} as number {turn}."
            acts.append(form(chance.choice(paths), port, cookie, headers, text=said))
            for vote in range(VOTES_EACH // POSTS_EACH):
                comment = comments[0] if vote % HOT == 0 else chance.choice(comments)
                # Up, down, and taken back.
                value = chance.choice([1, 1, 1, -1, -1, 0])
                acts.append(form(f"/comments/{comment}/vote/", port, cookie, headers, value=value))
    return acts


@contextmanager
def _watching() -> Iterator[None]:
    """What the worker does each minute, every second; votes that wait are counted before their time, some of them."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(1):
            now = timezone.now()
            hold_bursts(now)
            count_stood(now + timedelta(hours=24, minutes=59, seconds=30))
        connection.close()

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
