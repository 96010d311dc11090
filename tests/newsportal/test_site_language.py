"""What the paper is written in: said to whoever has chosen nothing, and by feeds and sitemaps to everybody."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from newsportal.catalogue import ROOT
from tests.factories import ArticleFactory


@pytest.mark.django_db
def test_a_japanese_paper_speaks_japanese_to_whoever_asks_for_nothing_and_english_to_whoever_asks(
    settings: Any,
) -> None:
    settings.LANGUAGE_CODE = "ja"
    assert '<html lang="ja">' in Client().get("/").text
    assert "会員登録" in Client().get("/", headers={"accept-language": "fr"}).text
    english = Client().get("/", headers={"accept-language": "en"}).text
    assert '<html lang="en">' in english and "Register" in english


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["en", "ja"])
def test_feeds_and_the_news_sitemap_are_in_the_papers_language_whatever_is_asked(
    code: str, settings: Any
) -> None:
    settings.LANGUAGE_CODE = code
    ArticleFactory()
    for asked in ("en", "ja"):
        client = Client(headers={"accept-language": asked})
        assert f"<language>{code}</language>" in client.get("/feed/").text
        assert f"<news:language>{code}</news:language>" in client.get("/news-sitemap.xml").text


def test_a_language_that_there_is_not_is_refused_at_the_start_with_those_that_there_are(
    tmp_path: Path,
) -> None:
    environment = {**os.environ, "LANGUAGE_CODE": "tlh", "VAR_DIR": str(tmp_path)}
    environment["DATABASE_URL"] = "postgres://nobody@localhost/nothing"
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "check"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.strip() == "LANGUAGE_CODE is tlh, but there is only: en, ja."
