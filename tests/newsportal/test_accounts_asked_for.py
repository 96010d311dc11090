"""Accounts come in where the operator asks for them, and in no other file: whoever sends articles gets no way in by it."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Name, User
from articles.models import Article

pytestmark = pytest.mark.django_db
HEAD = {"person": {"name": "mallory", "is_superuser": True, "is_staff": True}}
STORY = {"section": "harbour", "headline": "The ferry sails"}


@pytest.mark.parametrize("line", [HEAD, {"kept_looks": ["0" * 32]}, {"reader": {"name": "ada"}}])
def test_a_file_with_accounts_is_refused_with_a_sentence(line: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(f"{json.dumps(line)}\n{json.dumps(STORY)}\n")
    with pytest.raises(CommandError, match="load it with --accounts"):
        call_command("load", str(file), stdout=StringIO())
    assert not User.objects.exists() and not Name.objects.exists() and not Article.objects.exists()


def test_asked_for_they_come(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(f"{json.dumps(HEAD)}\n{json.dumps(STORY)}\n")
    call_command("load", str(file), "--accounts", stdout=StringIO())
    assert User.objects.get().is_superuser and Article.objects.get().headline == "The ferry sails"
