"""DATABASE_URL: what Postgres's own programs take is taken, and what is wrong with one is a sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from newsportal.database_url import database
from tests.newsportal.machine import PROJECT, environment


def manage(url: str, var_dir: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "recount", "--check"]
    env = environment(var_dir, DATABASE_URL=url)
    return subprocess.run(
        command, cwd=PROJECT, env=env, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "form", ["postgresql://{user}@{folder}/{name}", "postgres://{user}@/{name}?host={folder}"]
)
def test_the_folder_of_a_socket_is_taken_in_both_places_that_libpq_has_for_it(
    form: str, tmp_path: Path
) -> None:
    its = connection.settings_dict
    url = form.format(user=its["USER"], folder=quote(its["HOST"], safe=""), name=its["NAME"])
    done = manage(url, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_all_parts_of_one_are_understood() -> None:
    assert database("postgres://ed%40desk:p%2Fw@[::1]:5433/news%20desk?sslmode=require") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "news desk",
        "USER": "ed@desk",
        "PASSWORD": "p/w",
        "HOST": "::1",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://u:secret@host/name", "DATABASE_URL must begin with postgres://"),
        ("no address at all", "DATABASE_URL must begin with postgres://"),
        ("postgres://u:secret%zz@host/name", "DATABASE_URL can't be read."),
        ("postgres://u:secret@[::1/name", "DATABASE_URL can't be read."),
        ("postgres://u:secret@host/name?colour=blue", "DATABASE_URL can't be read."),
        ("postgres://u:secret@host:port/name", "DATABASE_URL names a port that is no number"),
        ("postgres://u:secret@host", "DATABASE_URL names no database"),
        ("postgres://u:secret@%2Fnowhere/name", "The database can't be used: "),
        ("postgres://u:secret@127.0.0.1:9/name", "The database can't be used: "),
    ],
)
def test_a_wrong_one_is_a_sentence_without_its_password(url: str, sentence: str, tmp_path: Path) -> None:
    done = manage(url, tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1
    assert "secret" not in done.stderr
