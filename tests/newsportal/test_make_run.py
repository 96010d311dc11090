"""`make run`, as somebody types it: from nothing to serving, again and again, and nothing left running after it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from urllib.request import urlopen

import pytest

from newsportal.listening import own_names
from tests.newsportal.machine import PROJECT, environment, folder, free_port, kill, manage, processes, until

ARTICLE = {
    "section": "town",
    "headline": "Written before",
    "body": ["It stays."],
    "published_at": "2026-03-01T08:00:00Z",
}

# One after the other on one prepared folder; the first of them makes it.
pytestmark = pytest.mark.xdist_group("make_run")


class Started:
    """A `make run` of its own session. `lines` is what it has printed so far."""

    def __init__(self, var_dir: Path, port: int, **more: str) -> None:
        self.var_dir, self.port = var_dir, port
        self.log = var_dir / "make-run.log"
        with self.log.open("w") as log:
            self.make = subprocess.Popen(
                ["make", "run"],
                cwd=PROJECT,
                env=environment(var_dir, PORT=str(port), **more),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def lines(self) -> list[str]:
        return self.log.read_text().splitlines()

    def says(self, line: str) -> bool:
        """Whether `line` comes before `make` ends or patience does."""
        until(lambda: line in self.lines or self.make.poll() is not None, patience=90)
        return line in self.lines

    def is_up(self) -> bool:
        return self.says("Stop with Ctrl-C.")

    def get(self, path: str, host: str = "127.0.0.1") -> HTTPStatus | None:
        server = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            server.request("GET", path, headers={"Host": f"{host}:{self.port}"})
            return HTTPStatus(server.getresponse().status)
        except OSError:
            return None
        finally:
            server.close()

    def processes(self, words: str) -> list[int]:
        return [pid for pid, command in processes(self.var_dir).items() if words in command]

    def end(self) -> None:
        self.make.terminate()
        self.make.wait(30)


@pytest.fixture(scope="module")
def var_dir() -> Iterator[Path]:
    """A folder in which the portal has been prepared: with no content, so that it is quick."""
    with folder() as path:
        first = Started(path, free_port(), DEMO="0")
        try:
            assert first.is_up(), first.lines
            article = path / "article.json"
            article.write_text(json.dumps(ARTICLE))
            loaded = manage("load", str(article), var_dir=path)
            assert loaded.returncode == 0, loaded.stderr
        finally:
            first.end()
        yield path


@pytest.fixture
def run(var_dir: Path) -> Iterator[Callable[..., Started]]:
    started: list[Started] = []

    def start(port: int | None = None, **more: str) -> Started:
        started.append(Started(var_dir, port or free_port(), **{"DEMO": "0", **more}))
        return started[-1]

    yield start
    kill(processes(var_dir))
    for one in started:
        one.make.wait()


def test_a_second_start_prepares_nothing_again_and_keeps_what_was_written(
    run: Callable[..., Started],
) -> None:
    portal = run(DEMO="1")
    assert portal.is_up(), portal.lines
    assert "Static files …" not in portal.lines
    assert f"The Tidewater Post is at http://127.0.0.1:{portal.port}/" in portal.lines
    password = (portal.var_dir / "demo-password").read_text()
    assert f"Log in as editor, moderator or reader; the password of each is {password}" in portal.lines
    assert portal.get("/healthz") == portal.get("/readyz") == HTTPStatus.OK
    assert portal.get("/town/written-before/") == HTTPStatus.OK
    assert until(lambda: portal.processes("db_worker"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_end_all_of_it_without_a_traceback(
    run: Callable[..., Started], number: signal.Signals
) -> None:
    portal = run()
    assert portal.is_up(), portal.lines
    # The terminal sends Ctrl-C to the whole group, a supervisor SIGTERM to make alone.
    (os.killpg if number == signal.SIGINT else os.kill)(portal.make.pid, number)
    began = time.monotonic()
    portal.make.wait(30)
    assert time.monotonic() - began < 10
    assert processes(portal.var_dir) == {}
    said = portal.lines[portal.lines.index("Stop with Ctrl-C.") + 1 :]
    assert [line for line in said if not line.startswith("make")] == ["Stopping …"]


def test_cut_off_while_it_prepares_it_leaves_no_process(run: Callable[..., Started]) -> None:
    portal = run()
    assert portal.says("Database …")
    portal.end()
    assert processes(portal.var_dir) == {}


def test_a_killed_server_and_a_killed_postgres_are_started_again(run: Callable[..., Started]) -> None:
    portal = run()
    assert portal.is_up(), portal.lines
    kill(portal.processes("granian"))
    kill(portal.processes("bin/postgres"))
    assert until(lambda: portal.get("/readyz") == HTTPStatus.OK)
    assert "The server ended with -9; starting it again." in portal.lines


def test_a_kill_of_the_one_in_front_ends_all_the_others(
    run: Callable[..., Started],
) -> None:
    portal = run()
    assert portal.is_up(), portal.lines
    kill(portal.processes("manage.py run"))
    portal.make.wait(30)
    assert until(lambda: portal.get("/healthz") is None)
    assert until(lambda: processes(portal.var_dir) == {})


def test_a_taken_port_is_one_clear_sentence(run: Callable[..., Started]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        portal = run(port=port)
        assert portal.make.wait(30) != 0
    assert portal.lines[0].endswith(
        f"127.0.0.1:{port} can't be used (Address already in use). Choose another port, as in: PORT={port + 1} make run"
    )
    assert processes(portal.var_dir) == {}


EVERYWHERE = [
    ("0.0.0.0", "127.0.0.1"),
    *([("::", "localhost")] if Path("/proc/net/if_inet6").exists() else []),
]


@pytest.mark.parametrize(("host", "here"), EVERYWHERE)
def test_at_all_addresses_of_the_machine_it_says_one_that_opens_and_answers_at_each_but_at_no_forged_one(
    run: Callable[..., Started], host: str, here: str
) -> None:
    portal = run(HOST=host)
    assert portal.is_up(), portal.lines
    assert f"The Tidewater Post is at http://{here}:{portal.port}/" in portal.lines
    with urlopen(f"http://{here}:{portal.port}/robots.txt", timeout=20) as robots:
        assert f"Sitemap: http://{here}:{portal.port}/sitemap.xml" in robots.read().decode()
    others = own_names(host)
    assert others
    for name in others:
        assert portal.get("/town/", host=name) == HTTPStatus.OK
    said = "".join(portal.lines)
    assert all(f"http://{name}:{portal.port}/" in said for name in others[:-1])
    assert portal.get("/town/", host="forged.example") == HTTPStatus.BAD_REQUEST


def test_a_server_that_cannot_start_is_said_and_nothing_stays(run: Callable[..., Started]) -> None:
    portal = run(WORKERS="none")
    assert portal.make.wait(30) != 0
    assert [
        line
        for line in portal.lines
        if line.endswith("The server ended as it started; what it said stands above.")
    ]
    assert processes(portal.var_dir) == {}


def test_a_chosen_password_of_the_demo_holds_and_other_commands_see_it_at_once(
    run: Callable[..., Started],
) -> None:
    portal = run(DEMO="1", DEMO_PASSWORD="of-our-own-choice")
    assert portal.is_up(), portal.lines
    assert portal.lines[-2].endswith(" of-our-own-choice")
    # It stays the password, and is printed, at starts that don't name it again.
    portal.end()
    portal = run(DEMO="1")
    assert portal.is_up(), portal.lines
    assert portal.lines[-2].endswith(" of-our-own-choice")
    question = "from accounts.models import User; print(User.objects.get(username='editor').check_password('of-our-own-choice'))"
    asked = subprocess.run(
        ["make", "manage", f'ARGS=shell -v0 -c "{question}"'],
        cwd=PROJECT,
        env=environment(portal.var_dir),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert asked.stdout == "True\n", asked.stderr
    assert portal.get("/readyz") == HTTPStatus.OK
