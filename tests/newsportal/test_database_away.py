"""The database stops and comes back under a running server: readers are told in the site's look, and nothing is lost."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from email.message import Message
from http.cookiejar import CookieJar
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from newsportal.postgres_place import socket_folder
from tests.comments.pages import field
from tests.factories import PASSWORD
from tests.newsportal.machine import PROJECT, environment, folder, free_port, until

pytestmark = pytest.mark.xdist_group("database_away")

_RUN_POSTGRES = """
import sys, pathlib
from newsportal import postgres
with postgres.running(pathlib.Path(sys.argv[1])):
    print("up", flush=True)
    sys.stdin.read()
"""
_MAKE_CONTENT = f"""
from accounts.models import User
from articles.models import Article, Section
User.objects.create_user("Kelpie", "kelpie@example.com", "{PASSWORD}")
section = Section.objects.create(name="Harbour", slug="harbour")
Article.objects.create(section=section, slug="ferry", headline="Night ferry", state="published",
                       published_at="2026-03-01T08:00:00Z")
"""
ARTICLE = "/harbour/ferry/"


class Answer(NamedTuple):
    status: int
    headers: Message
    text: str


class Site:
    """The portal on a Postgres that the test stops and starts; `ask` is what a browser with one cookie jar gets."""

    def __init__(self, var_dir: Path) -> None:
        self.var_dir, self.port = var_dir, free_port()
        self.browser = build_opener(HTTPCookieProcessor(CookieJar()))
        self.stranger = build_opener()

    def command(self, *words: str) -> subprocess.Popen[str]:
        url = f"postgres://newsportal@/newsportal?{urlencode({'host': str(socket_folder(self.var_dir))})}"
        more = {"DATABASE_URL": url, "PORT": str(self.port), "DEMO": "0", "WORKERS": "1"}
        with (self.var_dir / "site.log").open("a") as log:
            return subprocess.Popen(
                [sys.executable, "manage.py", *words],
                cwd=PROJECT,
                env=environment(self.var_dir) | more,
                stdout=log,
                stderr=log,
                text=True,
            )

    @contextmanager
    def database(self) -> Iterator[None]:
        pipe = subprocess.PIPE
        command = [sys.executable, "-c", _RUN_POSTGRES, str(self.var_dir)]
        with subprocess.Popen(
            command, cwd=PROJECT, env=environment(self.var_dir), stdin=pipe, stdout=pipe, text=True
        ) as holder:
            assert holder.stdout and holder.stdout.readline() == "up\n"
            yield

    def log(self) -> list[str]:
        return (self.var_dir / "site.log").read_text().splitlines()

    def ask(
        self, path: str, sent: dict[str, str] | None = None, *, signed_in: bool = False, host: str = ""
    ) -> Answer:
        data = urlencode(sent).encode() if sent is not None else None
        named = {"Host": host} if host else {}
        request = Request(f"http://127.0.0.1:{self.port}{path}", data, named)
        try:
            with (self.browser if signed_in else self.stranger).open(request, timeout=20) as answer:
                return Answer(answer.status, answer.headers, answer.read().decode())
        except HTTPError as error:
            return Answer(error.code, error.headers, error.read().decode())
        except OSError:
            return Answer(0, Message(), "")

    def login(self) -> None:
        token = field(self.ask("/accounts/login/", signed_in=True).text, "csrfmiddlewaretoken")
        sent = {"login": "Kelpie", "password": PASSWORD, "csrfmiddlewaretoken": token}
        assert self.ask("/accounts/login/", sent, signed_in=True).status == 200


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with folder() as var_dir:
        yield Site(var_dir)


@pytest.fixture(scope="module")
def outage(site: Site) -> Iterator[ExitStack]:
    """The portal runs, has answered, and its database has just been stopped. Closing the stack ends the database again."""
    with ExitStack() as database:
        database.enter_context(site.database())
        portal = site.command("run")
        try:
            assert until(lambda: site.ask("/readyz").status == 200, patience=90), (
                site.var_dir / "site.log"
            ).read_text()
            assert site.command("shell", "-v0", "-c", _MAKE_CONTENT).wait(60) == 0
            site.login()
            site.composer = site.ask(ARTICLE, signed_in=True).text  # type: ignore[attr-defined]
            assert {site.ask(path).status for path in ("/", ARTICLE)} == {200}
            database.close()
            yield database
        finally:
            portal.terminate()
            portal.wait(30)


def form(site: Site) -> dict[str, str]:
    html = site.composer  # type: ignore[attr-defined]
    return {name: field(html, name) for name in ("csrfmiddlewaretoken", "key")} | {"text": "Typed for long."}


@pytest.mark.parametrize("path", ["/", ARTICLE, "/search/?q=ferry", "/accounts/login/", "/nowhere/at/all/"])
@pytest.mark.parametrize("signed_in", [False, True])
def test_every_page_says_so_in_the_sites_look(
    site: Site, outage: ExitStack, path: str, signed_in: bool
) -> None:
    answer = site.ask(path, signed_in=signed_in)
    if path != "/accounts/login/" or signed_in:
        assert answer.status == 503, answer.text
    if answer.status == 503:
        assert int(answer.headers["Retry-After"]) > 0
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "We are away for a moment" in answer.text
        assert 'class="masthead"' in answer.text and "The Tidewater Post" in answer.text
        style = re.search(r'href="(/static/css/base[^"]+)"', answer.text)
        assert style and site.ask(style[1]).status == 200


def test_a_load_balancer_is_told_that_it_lives_and_cannot_serve(site: Site, outage: ExitStack) -> None:
    assert site.ask("/healthz").status == 200
    assert site.ask("/readyz").status == 503


def test_what_was_typed_stands_on_the_page_that_says_so(site: Site, outage: ExitStack) -> None:
    answer = site.ask(f"{ARTICLE}comments/", form(site), signed_in=True)
    assert answer.status == 503 and "Typed for long." in answer.text


def test_each_answer_of_it_is_one_line_of_the_log(site: Site, outage: ExitStack) -> None:
    before = len(site.log())
    for path in ("/search/?q=ferry", "/harbour/"):
        assert site.ask(path, signed_in=True).status == 503
    said = [line for line in site.log()[before:] if "Service Unavailable" in line or "/search/" in line]
    assert "/search/" in said[0] and "(the database: " in said[0]
    assert "Traceback" not in "\n".join(site.log())


def test_all_is_well_with_the_first_request_after_it(site: Site, outage: ExitStack) -> None:
    outage.enter_context(site.database())
    # The same form again, first of all: no reader has to meet each connection that went stale.
    posted = site.ask(f"{ARTICLE}comments/", form(site), signed_in=True)
    assert posted.status == 200 and "Typed for long." in posted.text
    pages = ["/", ARTICLE, "/search/?q=ferry", "/readyz", "/accounts/login/"]
    assert {site.ask(path).status for path in pages * 4} == {200}
    assert "1 Comment" in site.ask(ARTICLE).text


def test_a_host_that_is_not_ours_and_a_form_too_large_are_one_line_of_it_too(
    site: Site, outage: ExitStack
) -> None:
    before = len(site.log())
    assert site.ask("/", host="forged.example").status == 400
    # What writes behind the pages may say at any moment that it can't.
    assert len([line for line in site.log()[before:] if "forged.example" in line]) == 1
    assert site.ask("/accounts/login/", {"login": "x" * 3_000_000}, signed_in=True).status in (302, 413)
    assert site.ask(f"{ARTICLE}comments/", {"text": "x" * 3_000_000}, signed_in=True).status == 413
    assert "Traceback" not in "\n".join(site.log()[before:])
