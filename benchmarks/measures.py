"""The measures themselves, each with the bound that it is held against."""

from __future__ import annotations

import itertools
import math
import re
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from django.core.management import call_command
from django.db import connection, connections
from django.db.models import F

from benchmarks import content, load
from benchmarks.forms import form
from benchmarks.in_process import call, cpu_of, forget, queries
from benchmarks.servers import cpu, database_cpu, serving
from benchmarks.table import line
from comments.models import Comment, Discussion
from comments.recount import recount
from newsportal import stored_pages

CONNECTIONS = 8
# A second; more than the portal takes. Further ones would be resends, which are answered more quickly.
MOST_POSTS = 1000


def measure(port: int, hello_port: int, seconds: float) -> Iterator[str]:
    """Lines of a table: what, how much, and the bound."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    articles = {size: content.article(size) for size in content.SIZES}
    content.paper()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    paths = {size: article.get_absolute_url() for size, article in articles.items()}
    yield line("measure", "result", "bound")
    yield from _in_process(paths)
    connections.close_all()
    with serving("newsportal.wsgi:application", port) as portal:
        yield from _reading(paths[20], portal, port, hello_port, seconds)
        yield from _weight(paths[20], port)
        yield from _writing(articles, portal, port, seconds)
    wrong = recount()
    yield line("recount --check after all that", "clean" if not wrong else f"{len(wrong)} wrong", "clean")


# ---------------------------------------------------------------------- one page, in this process


def _in_process(paths: dict[int, str]) -> Iterator[str]:
    for size, bound in ((20, 10), (1000, 25)):
        anew = cpu_of(lambda size=size: (stored_pages.store.clear(), call(paths[size])))
        cold = cpu_of(lambda size=size: (forget(), call(paths[size])))
        yield line(f"{size} comments, anew after a comment, CPU", f"{anew:.1f} ms", f"at most {bound} ms")
        yield line(f"{size} comments, anew after an edit, CPU", f"{cold:.1f} ms", f"at most {bound} ms")
    for what, cookie in (("signed out", ""), ("signed in", content.logins(1)[0])):
        counted = [queries(paths[size], cookie) for size in (1, 30, 1000)]
        bound = "at most 8, all the same" if not cookie else "at most 1.5 times that"
        yield line(f"queries with 1, 30, 1,000 comments, {what}", ", ".join(map(str, counted)), bound)
    counted = itertools.cycle(
        Discussion.objects.filter(article__section__slug="page-0").values_list("pk", flat=True)
    )
    anew = cpu_of(lambda: (_count_one(next(counted)), stored_pages.store.clear(), call("/")))
    # One comment each, as they were made.
    Discussion.objects.filter(article__section__slug="page-0").update(comment_count=1)
    cold = cpu_of(lambda: (forget(), call("/")))
    yield line("front page, anew after a comment, CPU", f"{anew:.1f} ms", "at most 15 ms")
    yield line("front page, anew after an edit, CPU", f"{cold:.1f} ms", "at most 15 ms")
    yield line("  its queries", f"{queries('/', '')}", "at most 10")
    cold = cpu_of(lambda: (forget(), call("/page-0/")))
    yield line("a section's page, anew after an edit, CPU", f"{cold:.1f} ms", "at most 15 ms")
    yield line("  its queries", f"{queries('/page-0/', '')}", "at most 10")


def _count_one(discussion: int) -> None:
    """As a comment does it."""
    Discussion.objects.filter(pk=discussion).update(comment_count=F("comment_count") + 1)


# ---------------------------------------------------------------------- over HTTP


def _reading(path: str, portal: Any, port: int, hello_port: int, seconds: float) -> Iterator[str]:
    page = [load.get(path, port, Accept_Encoding="br")]
    not_modified = [load.get(path, port, Accept_Encoding="br", If_None_Match=_etag(path, port))]
    news = [load.get(f"{path}comments/count/", port)]
    front = [load.get("/", port, Accept_Encoding="br")]
    with serving("benchmarks.hello:application", hello_port) as yardstick:
        hello = [load.get("/", hello_port)]
        rounds: dict[str, list[tuple[float, float]]] = {
            name: [] for name in ("hello", "page", "304", "news", "front")
        }
        # In turns, so that what else the machine does falls on all alike.
        for _ in range(3):
            for name, server, at, requests in (
                ("hello", yardstick, hello_port, hello),
                ("page", portal, port, page),
                ("304", portal, port, not_modified),
                ("news", portal, port, news),
                ("front", portal, port, front),
            ):
                before = cpu(server)
                outcome = load.run(at, [requests] * CONNECTIONS, seconds / 2)
                rounds[name].append((outcome.per_second, (cpu(server) - before) / outcome.total * 1000))
    middle = {
        name: tuple(sorted(column)[1] for column in zip(*values, strict=True))
        for name, values in rounds.items()
    }
    rate, cost = middle["hello"]
    yield line("hello-world of 40 KB", f"{rate:,.0f}/s, {cost:.2f} ms", "the yardstick")
    for name, what, bound in (
        ("page", "20 comments, signed out, stored", "0.5"),
        ("304", "the same, answered with 304", "0.6"),
        ("news", "asking for new comments", "0.6"),
        ("front", "front page, signed out, stored", "0.5"),
    ):
        per_second, spent = middle[name]
        yield line(
            what,
            f"{per_second:,.0f}/s, {spent:.2f} ms",
            f"{per_second / rate:.2f} of hello (at least {bound})",
        )


def _etag(path: str, port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return str(answer.headers["ETag"])


def _weight(path: str, port: int) -> Iterator[str]:
    def fetch(where: str) -> int:
        request = urllib.request.Request(f"http://127.0.0.1:{port}{where}", headers={"Accept-Encoding": "br"})
        with urllib.request.urlopen(request) as answer:  # noqa: S310 (our own server)
            return len(answer.read())

    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        html = answer.read().decode()
    styles = set(re.findall(r'<link rel="stylesheet" href="([^"]+)"', html))
    scripts = _with_imports(set(re.findall(r'<script[^>]+src="([^"]+)"', html)), port)
    weight = fetch(path) + sum(map(fetch, styles | scripts))
    yield line("page with styles and scripts over the wire", f"{weight / 1024:.1f} KB", "at most 60 KB")
    yield line("  of which scripts", f"{sum(map(fetch, scripts)) / 1024:.1f} KB", "at most 20 KB")


def _with_imports(scripts: set[str], port: int) -> set[str]:
    """The addresses of modules, and of all that they import when they start."""
    known: set[str] = set()
    while new := scripts - known:
        known |= new
        for address in new:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{address}") as answer:
                source = answer.read().decode()
            scripts |= {
                urljoin(address, name)
                for name in re.findall(
                    r'^(?:import|export)\b[^;]*?["\']([^"\']+)["\'];', source, re.MULTILINE
                )
            }
    return known


def _writing(articles: dict[int, Any], portal: Any, port: int, seconds: float) -> Iterator[str]:
    path = f"{articles[100].get_absolute_url()}comments/"
    # Each comment by another reader, for nobody may write faster than once in ten seconds.
    turns = math.ceil(MOST_POSTS * seconds / CONNECTIONS)
    posters = content.logins(CONNECTIONS * turns)
    posts = [
        [form(path, port, cookie, text="What a ferry!") for cookie in own]
        for own in itertools.batched(posters, turns, strict=True)
    ]
    yield _written("posting to one article", portal, port, posts, seconds, "at least 200/s")
    cookies = posters[:CONNECTIONS]
    spread = list(Comment.objects.filter(discussion=articles[1000].pk).values_list("pk", flat=True))
    votes = [
        [
            form(f"/comments/{pk}/vote/", port, cookie, value=value)
            for value in (1, -1)
            for pk in spread[number::1]
        ]
        for number, cookie in enumerate(cookies)
    ]
    yield _written("voting on a thousand comments", portal, port, votes, seconds, "at least 400/s")
    one = [
        [form(f"/comments/{spread[0]}/vote/", port, cookie, value=value) for value in (1, -1)]
        for cookie in cookies
    ]
    yield _written("voting on one and the same comment", portal, port, one, seconds, "at least 150/s")


def _written(what: str, portal: Any, port: int, forms: list[list[bytes]], seconds: float, bound: str) -> str:
    """How many forms a second, and what each costs the server and the database."""
    before = cpu(portal), database_cpu()
    outcome = load.run(port, forms, seconds)
    spent = (after - then for after, then in zip((cpu(portal), database_cpu()), before, strict=True))
    server, database = (1000 * seconds / outcome.total for seconds in spent)
    others = {status: count for status, count in outcome.statuses.items() if status != 303}
    return line(
        f"{what}, {CONNECTIONS} connections",
        f"{outcome.per_second:,.0f}/s, {server:.1f} + {database:.1f} ms",
        bound + (f" {others}" if others else ""),
    )
