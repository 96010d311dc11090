"""A time to come out at: by the site's clock, to the second, without anybody doing anything, and through the change of clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from tests.articles.desk_form import change_page, opened
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import ArticleFactory, EditorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Article:
    return ArticleFactory(headline="The tide clock", state="draft", published_at=None)


@pytest.fixture
def editor() -> User:
    return EditorFactory()


@pytest.fixture(autouse=True)
def _berlin(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Berlin"


def schedule(editor: User, article: Article, day: str, time: str) -> Any:
    client = signed_in(editor)
    sent = {"publish_at_0": day, "publish_at_1": time, "_schedule": ""}
    return client.post(change_page(article), opened(client, article) | sent)


def test_the_form_says_which_clock_is_meant_and_what_it_says(draft: Article, editor: User) -> None:
    with time_machine.travel(datetime(2026, 7, 1, 10, 5, tzinfo=UTC), tick=False):
        page = words(signed_in(editor).get(change_page(draft)).text)
    assert "by the site's clock. There it is 12:05 CEST now" in page


@pytest.mark.parametrize(
    ("day", "time", "utc"),
    [
        ("2026-07-01", "12:00:00", datetime(2026, 7, 1, 10, tzinfo=UTC)),
        # The same hour on the clock, before and after the night in which it changes.
        ("2026-10-24", "12:00:00", datetime(2026, 10, 24, 10, tzinfo=UTC)),
        ("2026-10-25", "12:00:00", datetime(2026, 10, 25, 11, tzinfo=UTC)),
        ("2026-03-29", "03:00:00", datetime(2026, 3, 29, 1, tzinfo=UTC)),
        ("2026-10-25", "01:59:59", datetime(2026, 10, 24, 23, 59, 59, tzinfo=UTC)),
        ("2026-10-25", "03:00:00", datetime(2026, 10, 25, 2, tzinfo=UTC)),
    ],
)
def test_a_time_is_by_the_sites_clock_whatever_the_editors(
    draft: Article, editor: User, day: str, time: str, utc: datetime
) -> None:
    editor.choose(language="", time_zone="America/New_York")
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC)):
        assert schedule(editor, draft, day, time).status_code == 302
    draft.refresh_from_db()
    assert draft.published_at == utc


@pytest.mark.parametrize(
    ("day", "told"),
    [("2026-10-25", "this time comes twice"), ("2026-03-29", "this time doesn't come")],
)
def test_a_time_between_two_clocks_is_refused_with_a_sentence_and_loses_nothing(
    draft: Article, editor: User, day: str, told: str
) -> None:
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC)):
        answer = schedule(editor, draft, day, "02:30:00")
    assert answer.status_code == 200 and told in words(answer.text)
    assert f'value="{day}"' in answer.text and 'value="02:30:00"' in answer.text
    draft.refresh_from_db()
    assert draft.state == "draft"


@pytest.mark.parametrize("day", ["2025-12-31", "not a day", "2026-02-30", "9999-99-99"])
def test_a_time_that_has_passed_or_is_none_is_refused_with_a_sentence(
    draft: Article, editor: User, day: str
) -> None:
    with time_machine.travel(datetime(2026, 1, 1, 12, tzinfo=UTC)):
        answer = schedule(editor, draft, day, "12:00:00")
    assert answer.status_code == 200 and answer.context["adminform"].form.errors["publish_at"]
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_what_is_embargoed_is_nowhere_until_its_second_and_everywhere_from_it_on(
    draft: Article, editor: User
) -> None:
    """Nothing runs in between: no worker, no task."""
    at = timezone.now().replace(microsecond=0) + timedelta(seconds=2)
    draft.schedule(by=editor, at=at)
    pages = ("/", "/harbour/", "/feed/", "/harbour/feed/", "/news-sitemap.xml")
    for page in pages:
        assert "tide clock" not in Client().get(page).text, page
    assert Client().get(draft.get_absolute_url()).status_code == 404
    # Postgres's clock decides, which no test can turn: the time comes to the article.
    Article.objects.filter(pk=draft.pk).update(published_at=timezone.now())
    for page in (*pages, draft.get_absolute_url()):
        assert "tide clock" in Client().get(page).text.lower(), page
    assert Article.objects.published(at=at).count() == 1
    assert Article.objects.published(at=timezone.now() - timedelta(seconds=30)).count() == 0


def test_a_schedule_may_be_moved_and_called_off_before_it_comes(draft: Article, editor: User) -> None:
    now = timezone.now()
    draft.schedule(by=editor, at=now + timedelta(days=1))
    draft.schedule(by=editor, at=now + timedelta(days=2))
    assert draft.is_scheduled and draft.published_at == now + timedelta(days=2)
    draft.unpublish(by=editor)
    assert not draft.is_gone, "nobody has read it"
    assert Client().get(draft.get_absolute_url()).status_code == 404
    draft.schedule(by=editor, at=now + timedelta(days=3))
    assert [v.act for v in draft.versions.order_by("history_id")][1:] == [
        "schedule",
        "schedule",
        "unpublish",
        "schedule",
    ]


def test_a_time_that_comes_while_the_form_is_saved_publishes_it(draft: Article, editor: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """CREATE FUNCTION waits() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(3); RETURN NEW; END';
               CREATE TRIGGER waits BEFORE UPDATE OF headline ON articles_article FOR EACH ROW
               WHEN (OLD.headline <> NEW.headline) EXECUTE FUNCTION waits()"""
        )
    client = signed_in(editor)
    mine = opened(client, draft) | {"headline": "The tide table", "_schedule": ""}
    at = timezone.localtime(timezone.now() + timedelta(seconds=3))
    mine |= {"publish_at_0": f"{at:%Y-%m-%d}", "publish_at_1": f"{at:%H:%M:%S}"}
    assert client.post(change_page(draft), mine).status_code == 302
    draft.refresh_from_db()
    assert draft.is_public and draft.headline == "The tide table"
    assert "tide table" in Client().get(draft.get_absolute_url()).text
