"""Backups: a site restored from one is the site that it was, and no night takes away what is still needed."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

from newsportal import postgres
from newsportal.backups.backup import Backup, BackupError, complete, named
from newsportal.backups.making import forget_old
from newsportal.postgres_place import socket_folder
from tests.deploy.conftest import content
from tests.newsportal.machine import PROJECT, environment, folder, kill, manage, processes, until

pytestmark = pytest.mark.xdist_group("backup")

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
_ROWS = "SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} t"
_POST = """
from articles.models import Article
from tests.factories import CommentFactory, UserFactory
for number in range({times}):
    comment = CommentFactory(article=Article.objects.get(), by=UserFactory(username=f"{name}{{number}}"))
    print(comment.discussion.comments.count(), flush=True)
"""


@pytest.fixture(scope="module")
def source() -> Iterator[Path]:
    """The VAR_DIR of a site with an article, its picture, a thread and accounts; its database runs."""
    with folder() as var_dir, postgres.running(var_dir):
        (var_dir / "article.json").write_text(json.dumps(content()))
        for words in (["migrate"], ["load", str(var_dir / "article.json")]):
            done = manage(*words, var_dir=var_dir)
            assert done.returncode == 0, done.stderr
        yield var_dir


@pytest.fixture
def var_dir(source: Path) -> Iterator[Path]:
    """The same, with no backup yet."""
    yield source
    shutil.rmtree(source / "backups")


@pytest.fixture
def empty() -> Iterator[Path]:
    """A VAR_DIR in which there is nothing yet."""
    with folder() as path:
        yield path


def backup(var_dir: Path) -> Path:
    done = manage("backup", var_dir=var_dir)
    assert done.returncode == 0, done.stderr
    return complete(var_dir / "backups")[-1].folder


@contextmanager
def database(var_dir: Path) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(
        host=str(socket_folder(var_dir)), user="newsportal", dbname="newsportal"
    ) as connection:
        yield connection


def rows(var_dir: Path) -> dict[str, Any]:
    """How many rows each table has, and a digest of them."""
    with database(var_dir) as connection:
        tables = [name for (name,) in connection.execute(_TABLES)]
        return {name: connection.execute(_ROWS.format(name)).fetchone() for name in tables}


def files(media: Path) -> dict[str, bytes]:
    return {str(file.relative_to(media)): file.read_bytes() for file in media.rglob("*") if file.is_file()}


def test_a_restored_site_is_the_site_that_it_was(var_dir: Path, empty: Path) -> None:
    made = backup(var_dir)
    restored = manage("restore", str(made), var_dir=empty)
    assert restored.returncode == 0, restored.stderr
    assert restored.stdout.splitlines() == [f"{made} is restored.", "All totals are right."]
    with postgres.running(empty):
        assert rows(empty) == rows(var_dir)
        assert rows(empty)["comments_comment"][0] == 1
        assert manage("dump", var_dir=empty).stdout == manage("dump", var_dir=var_dir).stdout
        assert files(empty / "media") == files(var_dir / "media") != {}
        # What a dump of rows alone would lack: the next number, the triggers, the rules that the database holds.
        posted = manage("shell", "-v0", "-c", _POST.format(times=1, name="next"), var_dir=empty)
        assert posted.stdout == "2\n", posted.stderr
        assert manage("makemigrations", "--check", var_dir=empty).returncode == 0
        assert manage("recount", "--check", var_dir=empty).returncode == 0


def test_a_backup_of_a_busy_site_is_of_one_moment(var_dir: Path, empty: Path) -> None:
    script = _POST.format(times=10_000, name="wave")
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", script]
    with subprocess.Popen(
        command, cwd=PROJECT, env=environment(var_dir), stdout=subprocess.PIPE, text=True
    ) as busy:
        assert busy.stdout and busy.stdout.readline() == "2\n"
        made = backup(var_dir)
        busy.kill()
    restored = manage("restore", str(made), var_dir=empty)
    assert restored.returncode == 0 and "All totals are right." in restored.stdout, restored.stderr
    with postgres.running(empty):
        assert 1 < rows(empty)["comments_comment"][0] < rows(var_dir)["comments_comment"][0]


def test_the_next_backup_takes_room_for_new_pictures_only_and_holds_all(var_dir: Path) -> None:
    (old,) = [file for file in (var_dir / "media").rglob("*") if file.is_file()]
    first = backup(var_dir)
    until(lambda: named(first.parent, datetime.now(UTC)).folder != first)
    (var_dir / "media" / "new.jpg").write_bytes(b"new")
    second = backup(var_dir)
    (var_dir / "media" / "new.jpg").unlink()
    name = old.relative_to(var_dir)
    assert (first / name).samefile(second / name) and not (first / name).samefile(old)
    assert not (first / "media" / "new.jpg").exists()
    assert (second / "media" / "new.jpg").read_bytes() == b"new"


def test_nobody_else_may_look_into_it(var_dir: Path) -> None:
    made = backup(var_dir)
    assert made.stat().st_mode & 0o777 == made.parent.stat().st_mode & 0o777 == 0o700


def test_nothing_is_restored_over_a_site(var_dir: Path) -> None:
    before = rows(var_dir)
    refused = manage("restore", str(backup(var_dir)), var_dir=var_dir)
    assert refused.returncode == 1 and "The database isn't empty" in refused.stderr
    assert rows(var_dir) == before


@pytest.fixture
def copied(var_dir: Path, tmp_path: Path) -> Backup:
    """A backup, copied to another disk."""
    made = backup(var_dir)
    return Backup(shutil.copytree(made, tmp_path / made.name))


def cut(backup: Backup) -> None:
    os.truncate(backup.dump, backup.dump.stat().st_size // 2)


def change(backup: Backup) -> None:
    dump = bytearray(backup.dump.read_bytes())
    dump[-100] ^= 1
    backup.dump.write_bytes(dump)


def lose_its_note(backup: Backup) -> None:
    backup.note.unlink()


def lose_a_picture(backup: Backup) -> None:
    next(file for file in backup.media.rglob("*") if file.is_file()).unlink()


@pytest.mark.parametrize("come_to_harm", [cut, change, lose_its_note, lose_a_picture])
def test_a_backup_that_has_come_to_harm_is_found_out(
    copied: Backup, come_to_harm: Callable[[Backup], None]
) -> None:
    copied.require_whole()
    come_to_harm(copied)
    with pytest.raises(BackupError, match=r"is no complete backup|Take another backup"):
        copied.require_whole()


def test_nothing_is_written_of_a_backup_that_has_come_to_harm(copied: Backup, empty: Path) -> None:
    change(copied)
    refused = manage("restore", str(copied.folder), var_dir=empty)
    assert refused.returncode == 1 and len(refused.stderr.splitlines()) == 1
    with postgres.running(empty):
        assert rows(empty) == {}
    assert not (empty / "media").exists()


def test_without_room_nothing_is_left_of_it_and_the_others_stay(var_dir: Path) -> None:
    kept = backup(var_dir)
    failed = subprocess.run(
        [sys.executable, "manage.py", "backup"],
        cwd=PROJECT,
        env=environment(var_dir),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert failed.returncode == 1 and "pg_dump failed" in failed.stderr
    assert [one.folder for one in complete(kept.parent)] == [kept]
    assert not (kept.parent / ".half").exists()


@contextmanager
def held_up(var_dir: Path) -> Iterator[psycopg.Connection[Any]]:
    """A table is locked, as by a migration at work; pg_dump waits for it."""
    with database(var_dir) as connection:
        connection.execute("LOCK TABLE comments_comment IN ACCESS EXCLUSIVE MODE")
        yield connection


def start(var_dir: Path, **more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "manage.py", "backup"]
    env = environment(var_dir) | more
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=PROJECT, env=env, stdout=pipe, stderr=pipe, text=True)


def dumping(var_dir: Path) -> list[int]:
    return [pid for pid, words in processes(var_dir).items() if "bin/pg_dump" in words]


def test_one_that_was_killed_is_no_hindrance_and_no_backup(var_dir: Path) -> None:
    with held_up(var_dir):
        killed = start(var_dir)
        assert until(lambda: dumping(var_dir))
        killed.kill()
        killed.communicate()
    assert complete(var_dir / "backups") == [] and (var_dir / "backups" / ".half").exists()
    assert backup(var_dir).exists() and not (var_dir / "backups" / ".half").exists()


def test_two_at_once_do_not_get_in_each_others_way(var_dir: Path) -> None:
    with ExitStack() as lock:
        lock.enter_context(held_up(var_dir))
        first = start(var_dir)
        assert until(lambda: dumping(var_dir))
        second = manage("backup", var_dir=var_dir)
        assert second.returncode == 1 and "Another backup is being made" in second.stderr
        lock.close()
        assert first.communicate(timeout=60)[1] == ""
    assert len(complete(var_dir / "backups")) == 1


def test_the_databases_password_stands_in_no_list_of_processes(var_dir: Path) -> None:
    host = quote(str(socket_folder(var_dir)), safe="")
    url = f"postgres://newsportal:not-for-all-eyes@/newsportal?host={host}"
    with held_up(var_dir) as lock:
        running = start(var_dir, DATABASE_URL=url)
        assert until(lambda: dumping(var_dir))
        assert not [words for words in processes(var_dir).values() if "not-for-all-eyes" in words]
        lock.rollback()
        assert running.communicate(timeout=60)[1] == ""
    assert len(complete(var_dir / "backups")) == 1


def days_old(*days: int) -> list[timedelta]:
    return [timedelta(days=number, minutes=1) for number in days]


@pytest.mark.parametrize(
    ("ages", "left"),
    [
        (days_old(20, 15, 13, 1, 0), days_old(13, 1, 0)),
        (days_old(400, 300, 200, 100), days_old(300, 200, 100)),
        (days_old(400), days_old(400)),
        (days_old(*range(30)), days_old(*range(13, -1, -1))),
        ([], []),
    ],
)
def test_each_night_removes_what_is_too_old_but_never_the_last_three(
    tmp_path: Path, ages: list[timedelta], left: list[timedelta]
) -> None:
    now = datetime(2026, 11, 25, 3, 30, tzinfo=UTC)
    for age in ages:
        (named(tmp_path, now - age).folder / "media").mkdir(parents=True)
    for other in ("notes", "2020-01-01", "lost+found", ".hidden"):
        (tmp_path / other).mkdir()
    forget_old(tmp_path, 14, now)
    assert [now - one.made_at for one in complete(tmp_path)] == left
    assert {"notes", "2020-01-01", "lost+found", ".hidden"} < {path.name for path in tmp_path.iterdir()}


def test_the_command_removes_by_the_setting_and_only_after_a_good_one(var_dir: Path) -> None:
    folder = var_dir / "backups"
    old = [named(folder, datetime(2020, 1, day, tzinfo=UTC)).folder for day in range(1, 6)]
    for each in old:
        each.mkdir(parents=True)
    with database(var_dir) as connection:
        connection.execute("LOCK TABLE comments_comment IN ACCESS EXCLUSIVE MODE")
        failing = start(var_dir)
        assert until(lambda: dumping(var_dir))
        kill(dumping(var_dir))
        assert "pg_dump failed" in failing.communicate(timeout=60)[1]
    assert {one.folder for one in complete(folder)} == set(old)
    made = backup(var_dir)
    assert [one.folder for one in complete(folder)] == [*old[-2:], made]
