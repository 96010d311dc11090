"""The demo's content is whole: every record loads, every thread holds, and it is the same each time."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone

from accounts import erasing
from accounts.models import User
from articles.models import Article, FrontPageSlot
from comments.models import Comment, Report, Wave
from comments.recount import recount
from comments.wave_finding import find
from newsportal.demo import build
from newsportal.demo.illustrations import MOTIFS, draw
from newsportal.exchange.records import article_record
from tests.factories import ArticleFactory

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def records() -> list[dict]:
    return build.build(NOW, Path(), pictures=False)


def test_it_is_a_paper_of_24_articles_in_six_sections_by_eight_authors() -> None:
    all_records = records()
    assert len(all_records) == len({record["slug"] for record in all_records}) == 24
    assert len({record["section"] for record in all_records}) == 6
    named = {author for record in all_records for author in record["authors"]}
    assert named == {author["name"] for author in build.site()["authors"]} and len(named) == 8


def test_its_threads_go_from_none_to_four_hundred_comments_and_twelve_deep() -> None:
    counts = sorted(len(record["comments"]) for record in records())
    assert counts[0] == 0 and 1 in counts and counts[-1] == 400
    depth: dict[str, int] = {}
    for record in records():
        for comment in record["comments"]:
            depth[record["slug"] + comment["id"]] = (
                depth.get(record["slug"] + comment.get("parent", ""), -1) + 1
            )
    assert max(depth.values()) >= 12


def test_nobody_says_the_same_twice_in_a_thread_or_answers_before_being_answered() -> None:
    for record in records():
        bodies = [comment["body"] for comment in record["comments"]]
        assert len(bodies) == len(set(bodies)), record["slug"]
        times = [comment["time"] for comment in record["comments"]]
        assert times == sorted(times) and all(
            record["published_at"] < time < NOW.isoformat() for time in times
        )


def test_it_is_the_same_each_time() -> None:
    assert records() == records()


def test_every_record_can_be_loaded() -> None:
    for record in records():
        assert article_record(record).headline


def test_every_motif_is_known_and_drawn(tmp_path: Path) -> None:
    assert {record["photo"]["drawn"]["motif"] for record in records()} == set(MOTIFS)
    draw("ballot", "x", tmp_path / "a.jpg")
    draw("ballot", "x", tmp_path / "b.jpg")
    assert (tmp_path / "a.jpg").read_bytes() == (tmp_path / "b.jpg").read_bytes()


@pytest.mark.django_db
def test_the_demo_fills_an_empty_site_once(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    settings.VAR_DIR = tmp_path
    monkeypatch.setenv("DEMO_PASSWORD", "tide-and-lantern")
    call_command("demo")
    counted = (
        Article.objects.count(),
        Comment.objects.count(),
        User.objects.count(),
        FrontPageSlot.objects.count(),
    )
    assert counted[0] == 24 and counted[1] > 550 and counted[3] == 5 and recount() == []
    assert User.objects.get(username="editor").check_password("tide-and-lantern")
    assert (
        User.objects.get(username="editor").is_editor and not User.objects.get(username="editor").is_moderator
    )
    assert (
        User.objects.get(username="moderator").is_moderator
        and not User.objects.get(username="reader").is_staff
    )
    # What each mark looks like stands in one of its threads.
    story = Article.objects.get(slug="chip-school-opens-in-the-cannery")
    said = Comment.objects.filter(discussion__article=story)
    assert said.picked().count() == 2
    assert story.writers == {said.get(author__username="editor").author_id}
    assert Comment.objects.filter(author__username="moderator").exists()
    # The moderators' queues have something in them.
    assert Comment.objects.filter(state="held").count() == 2
    assert Report.objects.waiting().count() == 3
    # And nobody wrote before they had an account, so that none counts as a wave of fresh ones.
    assert not Comment.objects.filter(author__date_joined__gt=F("created_at")).exists()
    assert Wave.Kind.FRESH not in {wave.kind for wave in find(timezone.now())}
    call_command("demo")
    assert counted == (
        Article.objects.count(),
        Comment.objects.count(),
        User.objects.count(),
        FrontPageSlot.objects.count(),
    )


@pytest.mark.django_db
def test_who_tries_another_name_and_the_end_of_an_account_can_start_it_again(
    settings: Any, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path
    ArticleFactory()
    call_command("demo")
    reader = User.objects.get(username="reader")
    reader.rename("Kelpie", by=reader)
    call_command("demo")
    assert not User.objects.filter(username="reader").exists()
    reader.refresh_from_db()
    reader.ask_erasure(removes=True)
    with time_machine.travel(reader.erasure_due_at + timedelta(days=1)):
        erasing.erase_due()
    call_command("demo")
    assert set(
        User.objects.filter(username__in=["editor", "moderator", "writer", "reader", "Kelpie"])
    ) == set(User.objects.filter(is_staff=True))
