"""The measures themselves, each with the bound that it is held against."""

from __future__ import annotations

import io
import itertools
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.management import call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from benchmarks import content, load
from benchmarks.servers import cpu, database_cpu, serving
from comments.models import Comment
from comments.recount import recount
from newsportal import chrome, stored_pages
from newsportal.pages import article as article_page
from newsportal.wsgi import application

CONNECTIONS = 8


def measure(port: int, hello_port: int, seconds: float) -> Iterator[str]:
    """Lines of a table: what, how much, and the bound."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    articles = {size: content.article(size) for size in content.SIZES}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    paths = {size: article.get_absolute_url() for size, article in articles.items()}
    yield f"{'measure':<58}{'result':>22}   bound"
    yield from _in_process(paths)
    connections.close_all()
    with serving("newsportal.wsgi:application", port) as portal:
        yield from _reading(paths[20], portal, port, hello_port, seconds)
        yield from _weight(paths[20], port)
        yield from _writing(articles, portal, port, seconds)
    wrong = recount()
    yield _line("recount --check after all that", "clean" if not wrong else f"{len(wrong)} wrong", "clean")


def _line(what: str, result: str, bound: str) -> str:
    return f"{what:<58}{result:>22}   {bound}"


# ---------------------------------------------------------------------- one page, in this process


def _in_process(paths: dict[int, str]) -> Iterator[str]:
    for size, bound in ((20, 10), (1000, 25)):
        anew = _cpu_of(lambda size=size: (stored_pages.store.clear(), _call(paths[size])))
        cold = _cpu_of(lambda size=size: (_forget(), _call(paths[size])))
        yield _line(f"{size} comments, anew after a comment, CPU", f"{anew:.1f} ms", f"at most {bound} ms")
        yield _line(f"{size} comments, anew after an edit, CPU", f"{cold:.1f} ms", f"at most {bound} ms")
    for what, cookie in (("signed out", ""), ("signed in", content.login(0))):
        counted = [_queries(paths[size], cookie) for size in (1, 30, 1000)]
        bound = "at most 8, all the same" if not cookie else "at most 1.5 times that"
        yield _line(f"queries with 1, 30, 1,000 comments, {what}", ", ".join(map(str, counted)), bound)


def _call(path: str, cookie: str = "") -> bytes:
    environment = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_ACCEPT_ENCODING": "br",
        "HTTP_COOKIE": cookie,
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
    }
    return b"".join(application(environment, lambda status, headers: None))


def _forget() -> None:
    stored_pages.store.clear()
    chrome.forget()
    article_page._kept.clear()


def _cpu_of(act: Callable[[], Any], rounds: int = 100) -> float:
    """Milliseconds of this process's CPU for one `act`, the median of five series."""
    for _ in range(5):
        act()
    series = []
    for _ in range(5):
        start = time.process_time()
        for _ in range(rounds // 5):
            act()
        series.append((time.process_time() - start) / (rounds // 5) * 1000)
    return sorted(series)[2]


def _queries(path: str, cookie: str) -> int:
    _forget()
    with CaptureQueriesContext(connection) as queries:
        _call(path, cookie)
    return len(queries)


# ---------------------------------------------------------------------- over HTTP


def _reading(path: str, portal: Any, port: int, hello_port: int, seconds: float) -> Iterator[str]:
    page = [load.get(path, port, Accept_Encoding="br")]
    not_modified = [load.get(path, port, Accept_Encoding="br", If_None_Match=_etag(path, port))]
    with serving("benchmarks.hello:application", hello_port) as yardstick:
        hello = [load.get("/", hello_port)]
        rounds: dict[str, list[tuple[float, float]]] = {"hello": [], "page": [], "304": []}
        # In turns, so that what else the machine does falls on all alike.
        for _ in range(3):
            for name, server, at, requests in (
                ("hello", yardstick, hello_port, hello),
                ("page", portal, port, page),
                ("304", portal, port, not_modified),
            ):
                before = cpu(server)
                outcome = load.run(at, [requests] * CONNECTIONS, seconds / 2)
                rounds[name].append((outcome.per_second, (cpu(server) - before) / outcome.total * 1000))
    middle = {
        name: tuple(sorted(column)[1] for column in zip(*values, strict=True))
        for name, values in rounds.items()
    }
    rate, cost = middle["hello"]
    yield _line("hello-world of 40 KB", f"{rate:,.0f}/s, {cost:.2f} ms", "the yardstick")
    for name, bound in (("page", "0.5"), ("304", "0.6")):
        per_second, spent = middle[name]
        what = {"page": "20 comments, signed out, stored", "304": "the same, answered with 304"}[name]
        yield _line(
            what,
            f"{per_second:,.0f}/s, {spent:.2f} ms",
            f"{per_second / rate:.2f} of hello (at least {bound})",
        )


def _etag(path: str, port: int) -> str:
    import urllib.request

    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return str(answer.headers["ETag"])


def _weight(path: str, port: int) -> Iterator[str]:
    import re
    import urllib.request

    def fetch(where: str) -> int:
        request = urllib.request.Request(f"http://127.0.0.1:{port}{where}", headers={"Accept-Encoding": "br"})
        with urllib.request.urlopen(request) as answer:  # noqa: S310 (our own server)
            return len(answer.read())

    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        html = answer.read().decode()
    styles = set(re.findall(r'<link rel="stylesheet" href="([^"]+)"', html))
    scripts = set(re.findall(r'<script[^>]+src="([^"]+)"', html))
    weight = fetch(path) + sum(map(fetch, styles | scripts))
    yield _line("page with styles and scripts over the wire", f"{weight / 1024:.1f} KB", "at most 60 KB")
    yield _line("  of which scripts", f"{sum(map(fetch, scripts)) / 1024:.1f} KB", "at most 20 KB")


def _writing(articles: dict[int, Any], portal: Any, port: int, seconds: float) -> Iterator[str]:
    cookies = [content.login(number) for number in range(CONNECTIONS)]
    path = f"{articles[100].get_absolute_url()}comments/"
    posts = [
        [_form(path, port, cookie, text=f"Said by {number} as number {turn}.") for turn in range(4000)]
        for number, cookie in enumerate(cookies)
    ]
    yield _written("posting to one article", portal, port, posts, seconds, "at least 200/s")
    spread = list(Comment.objects.filter(discussion=articles[1000].pk).values_list("pk", flat=True))
    votes = [
        [
            _form(f"/comments/{pk}/vote/", port, cookie, value=value)
            for value in (1, -1)
            for pk in spread[number::1]
        ]
        for number, cookie in enumerate(cookies)
    ]
    yield _written("voting on a thousand comments", portal, port, votes, seconds, "at least 400/s")
    one = [
        [_form(f"/comments/{spread[0]}/vote/", port, cookie, value=value) for value in (1, -1)]
        for cookie in cookies
    ]
    yield _written("voting on one and the same comment", portal, port, one, seconds, "at least 150/s")


_turn = itertools.count()


def _form(path: str, port: int, cookie: str, **fields: Any) -> bytes:
    body = urlencode({"csrfmiddlewaretoken": content.TOKEN, "key": f"bench-{next(_turn)}", **fields}).encode()
    return load.post(path, port, body, Cookie=cookie)


def _written(what: str, portal: Any, port: int, forms: list[list[bytes]], seconds: float, bound: str) -> str:
    """How many forms a second, and what each costs the server and the database."""
    before = cpu(portal), database_cpu()
    outcome = load.run(port, forms, seconds)
    spent = (after - then for after, then in zip((cpu(portal), database_cpu()), before, strict=True))
    server, database = (1000 * seconds / outcome.total for seconds in spent)
    others = {status: count for status, count in outcome.statuses.items() if status != 303}
    return _line(
        f"{what}, {CONNECTIONS} connections",
        f"{outcome.per_second:,.0f}/s, {server:.1f} + {database:.1f} ms",
        bound + (f" {others}" if others else ""),
    )
