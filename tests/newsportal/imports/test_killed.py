"""An import that is killed in the middle, and run again, leaves the same site as one that ran through."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from articles.models import Article
from comments.recount import recount
from tests import as_migrated
from tests.newsportal.imports import wxr
from tests.newsportal.imports.bringing import bring_in, dump
from tests.newsportal.machine import PROJECT
from tests.worker import database_url

pytestmark = pytest.mark.django_db(transaction=True)
POSTS = 60


def exported(file: Path) -> Path:
    """Posts two of which always have the same name, each with a thread."""
    posts = []
    for number in range(1, POSTS + 1):
        thread = [wxr.comment(number * 10 + n, parent=number * 10 + n - 1 if n else 0) for n in range(5)]
        topics = (f"Topic {number % 7}",)
        posts.append(wxr.post(number, slug=f"story-{number // 2}", tags=topics, comments=tuple(thread)))
    return wxr.write(file, *posts)


def test_killed_and_run_again_it_is_as_if_it_had_run_once(tmp_path: Path) -> None:
    file = exported(tmp_path / "a.xml")
    command = [sys.executable, "manage.py", "import", "wordpress", str(file)]
    environment = os.environ | {"DATABASE_URL": database_url()}
    process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 60
        while Article.objects.count() < POSTS // 10 and time.monotonic() < end:
            time.sleep(0.01)
    finally:
        process.kill()
        process.wait()
    # Whatever the killed one's last statement was, its server has ended it when the next gets its turn.
    assert POSTS // 10 <= Article.objects.count() < POSTS
    said = bring_in("wordpress", file)
    twice = dump()
    assert not said.error and Article.objects.count() == POSTS and recount() == []
    as_migrated.restore()
    assert not Article.objects.exists()
    bring_in("wordpress", file)
    assert dump() == twice
