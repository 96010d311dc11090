"""An agency's embargo, and what must not be used any more: whatever version comes, nothing is public before its time or after it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Article, Note
from tests.factories import EditorFactory
from tests.newsportal.imports import agencies
from tests.newsportal.imports.bringing import Said, bring_in, dump

pytestmark = pytest.mark.django_db

type Send = Callable[..., Said]
JANUARY, JUNE = "2999-01-01T00:00:00+00:00", "2999-06-01T00:00:00+00:00"


@pytest.fixture
def send(tmp_path: Path) -> Send:
    by = EditorFactory().username

    def ninjs(version: int, embargo: Any = None, **fields: Any) -> Said:
        file = agencies.ninjs(tmp_path / "a.json", version, embargoed=embargo, **fields)
        return bring_in("ninjs", file, by=by)

    return ninjs


def due() -> str | None:
    at = Article.objects.get().published_at
    return at and at.isoformat()


@pytest.mark.parametrize(("first", "then"), [(JANUARY, JUNE), (JUNE, JANUARY)])
def test_a_new_version_moves_it(send: Send, first: str, then: str) -> None:
    send(1, first)
    assert due() == first
    send(2, then)
    assert Article.objects.get().is_scheduled and due() == then
    assert Article.objects.get().versions.first().act == "schedule"


def test_a_new_version_without_one_lifts_it(send: Send) -> None:
    send(1, JANUARY)
    send(2)
    assert Article.objects.get().is_public


@pytest.mark.parametrize("odd", ["until further notice", {"a": 1}, True])
def test_a_new_version_with_one_that_names_no_time_takes_it_off_the_schedule(send: Send, odd: Any) -> None:
    send(1, JANUARY)
    assert "names no time" in send(2, odd).lines
    assert Article.objects.get().state == "unpublished"


def test_a_later_time_of_an_editors_stays_and_an_earlier_one_gives_way(send: Send) -> None:
    send(1, JANUARY)
    ours = datetime.fromisoformat(JANUARY) + timedelta(days=9)
    Article.objects.update(published_at=ours)
    for version, embargo in ((2, JANUARY), (3, None)):
        send(version, embargo)
        assert due() == ours.isoformat()
    send(4, JUNE)
    assert due() == JUNE


def test_of_what_is_public_nothing_under_an_embargo_is_shown(send: Send) -> None:
    send(1)
    for version, embargo in ((2, JUNE), (3, "later")):
        said = send(version, embargo, headlines=[{"value": "Not yet"}])
        assert "under an embargo" in said.lines and said.error
    article = Article.objects.get()
    assert article.is_public and article.headline == "The ferry sails again"
    send(3, headlines=[{"value": "Now"}])
    assert Article.objects.get().headline == "Now"


def test_one_that_has_passed_is_none(send: Send) -> None:
    send(1)
    send(2, (timezone.now() - timedelta(hours=1)).isoformat(), headlines=[{"value": "Now"}])
    assert Article.objects.get().headline == "Now"


def test_of_a_draft_its_editors_are_told_once_for_each_time(tmp_path: Path) -> None:
    by = EditorFactory().username
    for version, embargo in ((1, JANUARY), (2, JANUARY), (3, JUNE), (4, "later"), (5, None)):
        file = agencies.ninjs(tmp_path / "a.json", version, embargoed=embargo)
        bring_in("ninjs", file, by=by, draft=True)
    assert Article.objects.get().state == "draft"
    told = [note.words for note in Note.objects.order_by("pk")]
    assert ["Jan. 1, 2999" in told[0], "June 1, 2999" in told[1], "no end" in told[2]] == [True] * 3
    assert len(told) == 3 and "not before" not in dump()


def test_an_empty_one_in_newsml_has_no_end(tmp_path: Path) -> None:
    item = agencies.item().replace("<pubStatus", "<embargoed/><pubStatus")
    said = bring_in("newsml", agencies.newsml(tmp_path / "a.xml", item))
    assert Article.objects.get().state == "draft" and "names no time" in said.lines


NOTHING = dict.fromkeys(("headlines", "descriptions", "bodies", "by", "subjects", "infosources", "type"))


@pytest.mark.parametrize("status", ["canceled", "withheld"])
@pytest.mark.parametrize("bare", [{}, {"body_html": "\x00"}, {"headline": "\ud800"}])
def test_what_says_no_more_than_its_name_is_taken_off_all_the_same(
    send: Send, status: str, bare: dict[str, str]
) -> None:
    send(1)
    said = send(2, pubstatus=status, **NOTHING | bare)
    assert Article.objects.get().state == "unpublished" and not said.error
    assert "nothing changed" in send(2, pubstatus=status, **NOTHING | bare).out
    assert Article.objects.get().versions.count() == 2


def test_a_kill_may_have_the_number_of_what_it_kills(send: Send) -> None:
    send(1)
    assert "killed" in send(1, pubstatus="canceled").lines
    assert "nothing changed" in send(1, pubstatus="canceled").out
    assert Article.objects.get().versions.count() == 2


def test_a_kill_without_a_number_and_a_time_is_of_now(send: Send, tmp_path: Path) -> None:
    send(1)
    bare = {"uri": agencies.URI, "pubstatus": "canceled"}
    (tmp_path / "b.json").write_text(json.dumps(bare))
    bring_in("ninjs", tmp_path / "b.json", by=EditorFactory().username)
    assert Article.objects.get().state == "unpublished"


def test_a_kill_of_a_version_before_changes_nothing_and_says_so(send: Send) -> None:
    send(2)
    assert "of a version before" in send(1, pubstatus="canceled").lines
    assert Article.objects.get().is_public
