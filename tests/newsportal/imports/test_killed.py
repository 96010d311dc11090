"""An import that is killed at a given row, and run again, leaves the same site as one that ran through: every format, and the wire's
folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import call_command
from django.db import connection

from articles.models import Article, Section
from comments.models import Comment
from comments.recount import recount
from newsportal.imports import run
from tests import as_migrated
from tests.factories import EditorFactory
from tests.newsportal.imports import agencies, test_disqus, test_ghost, wxr
from tests.newsportal.imports.bringing import dump
from tests.newsportal.machine import PROJECT
from tests.worker import database_url

pytestmark = pytest.mark.django_db(transaction=True)
# One and a half groups: the first is in, and of the second half when the kill comes.
ITEMS = run.TOGETHER * 3 // 2
HELD = run.TOGETHER + 10


class Case(NamedTuple):
    """How the files are written into a folder, the command that takes them from there, and the origin that the kill comes at."""

    write: Callable[[Path], object]
    command: list[str]
    origin: str

    def arguments(self, folder: Path) -> list[str]:
        return [argument.replace("FOLDER", str(folder)) for argument in self.command]

    def bring(self, folder: Path) -> None:
        call_command(*self.arguments(folder), stdout=StringIO(), stderr=StringIO())


def wordpress(folder: Path) -> None:
    """Posts two of which always have the same name, each with a thread."""
    posts = []
    for number in range(1, ITEMS + 1):
        thread = [wxr.comment(number * 10 + n, parent=number * 10 + n - 1 if n else 0) for n in range(5)]
        topics = (f"Topic {number % 7}",)
        posts.append(wxr.post(number, slug=f"story-{number // 2}", tags=topics, comments=tuple(thread)))
    wxr.write(folder / "file", *posts)


def disqus(folder: Path) -> None:
    """Threads under articles that came before."""
    wordpress(folder)
    call_command("import", "wordpress", str(folder / "file"), stdout=StringIO())
    threads = [test_disqus.thread(n, f"https://old.example/?p={n}") for n in range(1, ITEMS + 1)]
    posts = [
        test_disqus.post(n * 10 + k, n, parent=n * 10 + k - 1 if k % 3 else 0)
        for k in range(5)
        for n in range(1, ITEMS + 1)
    ]
    test_disqus.write(folder / "file", *threads, *posts)


def ghost(folder: Path) -> None:
    posts = [{"id": f"p{n}", "uuid": f"u{n}", "slug": f"story-{n // 2}"} for n in range(1, ITEMS + 1)]
    test_ghost.write(folder / "file", *posts)


def rss(folder: Path) -> None:
    items = [
        f"<item><title>Weather {n // 2}</title><guid>urn:{n}</guid><description>Rain.</description>"
        f"<pubDate>Sun, 12 May 2024 16:00:{n % 60:02} +0900</pubDate></item>"
        for n in range(1, ITEMS + 1)
    ]
    (folder / "file").write_text(f'<rss version="2.0"><channel>{"".join(items)}</channel></rss>')


def _later(path: Path, seconds: int) -> None:
    """As if written so long ago, one after the other."""
    os.utime(path, (1_700_000_000 + seconds, 1_700_000_000 + seconds))


def ninjs(folder: Path) -> None:
    """A file a story, the first of which is corrected, and one killed, after the kill of the process."""
    for n in range(1, 9):
        _later(agencies.ninjs(folder / f"{n}.json", uri=f"urn:{n}"), n)
    _later(
        agencies.ninjs(folder / "9.json", 2, uri="urn:1", bodies=[{"role": "main", "value": "At noon."}]), 9
    )
    _later(agencies.ninjs(folder / "a.json", 2, uri="urn:2", pubstatus="canceled"), 10)


def newsml(folder: Path) -> None:
    """A file with many stories, in whose midst it is killed, between two others."""
    first = agencies.newsml(folder / "1.xml", agencies.item(guid="urn:0"))
    items = [agencies.item(guid=f"urn:{n}", headline=f"Story {n}") for n in range(1, 9)]
    many = agencies.newsml(folder / "2.xml", *items, agencies.item(2, guid="urn:1", headline="Other"))
    last = agencies.newsml(folder / "3.xml", agencies.item(2, guid="urn:0", status="canceled"))
    for seconds, path in enumerate((first, many, last)):
        _later(path, seconds)


CASES = {
    "wordpress": Case(
        wordpress, ["import", "wordpress", "FOLDER/file"], f"wordpress:https://old.example/?p={HELD}"
    ),
    "disqus": Case(disqus, ["import", "disqus", "FOLDER/file"], f"wordpress:https://old.example/?p={HELD}"),
    "ghost": Case(ghost, ["import", "ghost", "FOLDER/file"], f"ghost:u{HELD}"),
    "rss": Case(rss, ["import", "rss", "FOLDER/file"], f"feed:urn:{HELD}"),
    "ninjs": Case(ninjs, ["wire", "FOLDER", "--by", "ed"], "wire:urn:5"),
    "newsml": Case(newsml, ["wire", "FOLDER", "--by", "ed"], "wire:urn:5"),
}


@pytest.mark.parametrize("kind", CASES)
def test_killed_at_a_row_and_run_again_it_is_as_if_it_had_run_once(kind: str, tmp_path: Path) -> None:
    case = CASES[kind]
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    begin(case, killed)
    shutil.copytree(killed, whole)
    before = taken()
    kill_at(case, killed)
    some = taken()
    assert some != before
    case.bring(killed)
    twice = taken()
    assert twice > some and recount() == []
    site, files = told(), names(killed)
    as_migrated.restore()
    assert taken() == (0, 0)
    begin(case, tmp_path / "anew")
    case.bring(whole)
    assert (told(), names(whole)) == (site, files)
    assert taken() == twice


def begin(case: Case, folder: Path) -> None:
    folder.mkdir()
    EditorFactory(username="ed")
    Section.objects.create(name="News", slug="news")
    case.write(folder)


def kill_at(case: Case, folder: Path) -> None:
    """Starts the command, and kills it where it waits for a row that we hold."""
    with holding(case.origin) as holder:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *case.arguments(folder)],
            cwd=PROJECT,
            env=os.environ | {"DATABASE_URL": database_url()},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            end = time.monotonic() + 60
            while not holder.is_waited_for():
                assert process.poll() is None and time.monotonic() < end, "it never came to the row"
                time.sleep(0.01)
        finally:
            process.kill()
            process.wait()


class Holder:
    def __init__(self, held: Any) -> None:
        self._pid = held.connection.info.backend_pid

    def is_waited_for(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid)))",
                [self._pid],
            )
            return cursor.fetchone() == (True,)


@contextmanager
def holding(origin: str) -> Iterator[Holder]:
    """Holds the place of that origin or, where it stands, the discussion of its article."""
    held = connection.copy()
    try:
        held.set_autocommit(False)
        with held.cursor() as cursor:
            cursor.execute(
                """SELECT d.article_id FROM comments_discussion d JOIN articles_origin o USING (article_id)
                    WHERE o.key = %s FOR UPDATE OF d""",
                [origin],
            )
            if cursor.fetchone() is None:
                cursor.execute(
                    "INSERT INTO articles_origin (key, version, taken) VALUES (%s, 0, '{}')", [origin]
                )
            yield Holder(held)
    finally:
        held.rollback()
        held.close()


def taken() -> tuple[int, int]:
    return Article.objects.count(), Comment.objects.count()


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def told() -> str:
    """All of the site but when stories were revised, which was at two times."""
    return re.sub('"updated_at": "[^"]*"', "", dump())
