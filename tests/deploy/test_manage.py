"""deploy/manage and the settings that it and the services read."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.deploy.application import Application
from tests.deploy.unit import read_environment
from tests.newsportal.machine import PROJECT

pytestmark = pytest.mark.xdist_group("deploy")

EXAMPLE = PROJECT / "deploy" / "newsportal.env"
_VARIABLE = re.compile(r"""(?:\benv\.\w+|required|os\.environ\.get)\(\s*"([A-Z_]+)\"""")


def run(
    application: Application, tmp_path: Path, *words: str, settings: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """deploy/manage with the test's settings and, where it would change to the services' account, its own."""
    text = (PROJECT / "deploy" / "manage").read_text()
    for there, here in {
        "/etc/newsportal.env": settings or application.settings,
        "--reuid=newsportal --regid=newsportal": f"--reuid={os.getuid()} --regid={os.getgid()}",
        '$(dirname "$(dirname "$(readlink -f "$0")")")': PROJECT,
    }.items():
        assert there in text, f"deploy/manage no longer says {there}"
        text = text.replace(there, str(here))
    script = tmp_path / "manage"
    script.write_text(text)
    script.chmod(0o755)
    bare = {"PATH": os.environ["PATH"]}
    return subprocess.run(
        [script, *words], cwd=tmp_path, env=bare, capture_output=True, text=True, check=False
    )


def test_commands_run_with_the_services_settings_from_any_folder(
    application: Application, tmp_path: Path
) -> None:
    asked = run(
        application,
        tmp_path,
        "shell",
        "-v0",
        "-c",
        "from django.conf import settings; print(settings.SITE_URL)",
    )
    assert asked.stdout == "https://news.example\n", asked.stderr
    assert "All totals are right." in run(application, tmp_path, "recount", "--check").stdout


def test_a_commands_failure_and_its_words_come_through(application: Application, tmp_path: Path) -> None:
    failed = run(application, tmp_path, "load", "two words.json")
    assert failed.returncode == 1 and "two words.json can't be read" in failed.stderr


def test_production_is_in_order_by_the_example_filled_in(application: Application, tmp_path: Path) -> None:
    filled = tmp_path / "newsportal.env"
    given = read_environment(application.settings)
    lines = []
    for line in EXAMPLE.read_text().splitlines():
        name = line.partition("=")[0]
        lines.append(
            f'{name}="{given[name]}"'
            if name in ("SECRET_KEY", "DATABASE_URL", "VAR_DIR", "BACKUP_DIR")
            else line
        )
    filled.write_text("\n".join(lines))
    checked = run(application, tmp_path, "check", "--deploy", "--fail-level", "WARNING", settings=filled)
    assert checked.returncode == 0, checked.stderr
    # systemd's reading and the shell's must come to the same.
    wanted = read_environment(filled)
    names = ",".join(f"'{name}'" for name in wanted)
    asked = run(
        application,
        tmp_path,
        "shell",
        "-v0",
        "-c",
        f"import os; print([os.environ[name] for name in ({names})])",
        settings=filled,
    )
    assert asked.stdout == f"{list(wanted.values())}\n", asked.stderr


def test_without_its_secret_it_says_so_and_does_not_start(application: Application, tmp_path: Path) -> None:
    refused = run(application, tmp_path, "check", settings=EXAMPLE)
    assert refused.returncode != 0 and "SECRET_KEY must be set" in refused.stderr


def test_the_readme_names_every_variable() -> None:
    sources = [PROJECT / "manage.py", *(PROJECT / "newsportal").rglob("*.py")]
    read = {name for file in sources for name in _VARIABLE.findall(file.read_text())}
    told = set(re.findall(r"`([A-Z_]+)`", (PROJECT / "README.md").read_text()))
    assert {"SITE_URL", "VAR_DIR", "WORKERS", "BACKUP_DAYS"} <= read
    assert read - told == set()
    assert set(read_environment(EXAMPLE)) <= told
