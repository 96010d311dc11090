"""What editors place on the front page and on those of sections, from when until when, and a look at it before its time."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Announcement, Article, FrontPageSlot, PartnerLink, Section
from tests.clients import signed_in
from tests.factories import ArticleFactory, EditorFactory, ModeratorFactory, SectionFactory, UserFactory
from tests.memory import forget

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def politics() -> Section:
    return SectionFactory(name="Politics", slug="politics")


def stories(count: int, **fields: Any) -> list[Article]:
    """The latest first."""
    now = timezone.now()
    return [
        ArticleFactory(headline=f"Story {number}", published_at=now - (number + 1) * HOUR, **fields)
        for number in range(count)
    ]


def headlines(path: str, client: Client | None = None) -> list[str]:
    """In the order of the page; those of the rankings, which come later, left out."""
    page = (client or Client()).get(path).text
    return re.findall(r"<h3[^>]*>\s*<a [^>]*>([^<]*)</a>", page)


def test_placed_stories_come_first_in_their_order_and_the_latest_follow() -> None:
    shown = stories(8)
    FrontPageSlot.objects.create(article=shown[7], position=1)
    FrontPageSlot.objects.create(article=shown[6], position=2)
    assert headlines("/")[:5] == ["Story 7", "Story 6", "Story 0", "Story 1", "Story 2"]


def test_a_story_can_stand_on_two_pages_in_two_places(politics: Section) -> None:
    _latest, other, third = stories(3, section=politics)
    FrontPageSlot.objects.create(article=third, position=1)
    FrontPageSlot.objects.create(article=other, position=2)
    FrontPageSlot.objects.create(article=other, section=politics, position=1)
    FrontPageSlot.objects.create(article=third, section=politics, position=2)
    assert headlines("/")[:3] == ["Story 2", "Story 1", "Story 0"]
    assert headlines("/politics/") == ["Story 1", "Story 2", "Story 0"]


def test_but_only_once_on_each(politics: Section) -> None:
    (story,) = stories(1, section=politics)
    for section in (None, politics):
        FrontPageSlot.objects.create(article=story, section=section)
        with pytest.raises(IntegrityError), transaction.atomic():
            FrontPageSlot.objects.create(article=story, section=section)


def test_a_section_s_page_falls_back_to_the_latest_when_a_slot_runs_out(politics: Section) -> None:
    shown = stories(3, section=politics)
    slot = FrontPageSlot.objects.create(article=shown[2], section=politics, ends_at=timezone.now() + HOUR)
    assert headlines("/politics/")[0] == "Story 2"
    slot.ends_at = timezone.now() - HOUR / 2
    slot.save()
    assert headlines("/politics/")[0] == "Story 0"


def test_what_is_placed_stands_on_no_later_page_of_the_section(politics: Section) -> None:
    shown = stories(45, section=politics)
    FrontPageSlot.objects.create(article=shown[30], section=politics)
    page, seen = "/politics/", []
    for _ in range(3):
        seen += headlines(page)
        older = re.search(r'href="(\?before=[^"]+)"', Client().get(page).text)
        page = f"/politics/{older[1]}" if older else ""
    assert not page and sorted(seen) == sorted(article.headline for article in shown)


def test_more_slots_than_there_are_places_hide_nothing(politics: Section) -> None:
    shown = stories(9, section=politics)
    for position, article in enumerate(reversed(shown), 1):
        FrontPageSlot.objects.create(article=article, section=politics, position=position)
    assert headlines("/politics/") == [f"Story {n}" for n in (8, 7, 6, 5, 4, 0, 1, 2, 3)]


def test_what_is_not_public_yet_or_any_more_leaves_its_place_to_the_latest(politics: Section) -> None:
    shown = stories(2, section=politics)
    due = ArticleFactory(section=politics, headline="Falls due", published_at=timezone.now() + HOUR)
    FrontPageSlot.objects.create(article=due, section=politics)
    FrontPageSlot.objects.create(article=due)
    shown[1].unpublish(by=EditorFactory())
    assert headlines("/politics/") == ["Story 0"] and headlines("/")[0] == "Story 0"


def test_the_pages_take_as_many_queries_for_few_slots_as_for_many(politics: Section) -> None:
    def queries() -> tuple[int, int]:
        counted = []
        for path in ("/", "/politics/"):
            forget()
            with CaptureQueriesContext(connection) as asked:
                Client().get(path)
            counted.append(len(asked))
        return counted[0], counted[1]

    shown = stories(10, section=politics)
    for section in (None, politics):
        FrontPageSlot.objects.create(article=shown[0], section=section)
    few = queries()
    for article in shown[1:8]:
        for section in (None, politics):
            FrontPageSlot.objects.create(article=article, section=section)
    assert queries() == few and few[0] <= 10


def test_partner_links_have_dates() -> None:
    now = timezone.now()
    for title, dates in {
        "Over": {"ends_at": now - HOUR},
        "Now": {"starts_at": now - HOUR, "ends_at": now + HOUR},
        "Ever": {},
        "Soon": {"starts_at": now + HOUR},
    }.items():
        PartnerLink.objects.create(title=title, url="https://example.com/", **dates)
    page = Client().get("/").text
    assert [title for title in ("Over", "Now", "Ever", "Soon") if f">{title}<" in page] == ["Now", "Ever"]
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerLink.objects.create(title="Never", url="https://example.com/", starts_at=now, ends_at=now)


def test_the_stored_page_changes_when_a_link_s_time_has_come() -> None:
    forget()
    starts = timezone.now() + HOUR
    PartnerLink.objects.create(title="Soon", url="https://example.com/", starts_at=starts)
    from newsportal import chrome

    assert chrome.current().until == starts


# ---------------------------------------------------------------------- a look ahead


@pytest.fixture
def editor() -> Client:
    return signed_in(EditorFactory())


def test_an_editor_sees_the_pages_as_of_another_time(editor: Client, politics: Section) -> None:
    stories(3, section=politics)
    noon = (timezone.now() + timedelta(days=1)).replace(microsecond=0)
    due = ArticleFactory(section=politics, headline="Falls due", published_at=noon)
    for section in (None, politics):
        FrontPageSlot.objects.create(article=due, section=section, starts_at=noon, ends_at=noon + HOUR)
    Announcement.objects.create(text="Doors open", starts_at=noon, ends_at=noon + HOUR)
    PartnerLink.objects.create(title="For a day", url="https://example.com/", starts_at=noon)
    for path in ("/", "/politics/"):
        for at, is_there in ((noon - HOUR, False), (noon, True), (noon + 2 * HOUR, None)):
            typed = timezone.localtime(at, timezone.get_default_timezone()).strftime("%Y-%m-%dT%H:%M:%S")
            page = editor.get(path, {"at": typed}).text
            assert "Only editors see it so" in page
            assert ("Doors open" in page) == bool(is_there), (path, at)
            assert ("For a day" in page) == (is_there is not False)
            assert ("Falls due" in page) == (is_there is not False)
        assert "Falls due" not in editor.get(path).text
    # The next hour it is the latest, but placed no longer.
    assert FrontPageSlot.objects.current(politics, noon + 2 * HOUR).count() == 0


def test_and_goes_from_each_to_the_others_at_that_time(editor: Client, politics: Section) -> None:
    stories(1, section=politics)
    for path, other in (("/", "/politics/"), ("/politics/", "/")):
        page = editor.get(path, {"at": "2100-01-01T06:00"}).text
        link = f"{other}?at=2100-01-01T06:00"
        assert f'href="{link}"' in page
        assert "Only editors see it so" in editor.get(link).text


@pytest.mark.parametrize("make", [UserFactory, ModeratorFactory, None])
def test_nobody_else_does(make: Any, politics: Section) -> None:
    ArticleFactory(section=politics, headline="Falls due", published_at=timezone.now() + HOUR)
    client = signed_in(make()) if make else Client()
    for path in ("/", "/politics/"):
        page = client.get(path, {"at": "2100-01-01T06:00"})
        assert page.status_code == 200 and "Falls due" not in page.text and "Only editors" not in page.text


@pytest.mark.parametrize(
    "at",
    ["noon", "2026-13-01T00:00", "0001-01-01T00:00", "9999-12-31T23:59", "2026-01-01T00:00+99:00", "\x00"],
)
def test_what_is_no_time_is_not_found(editor: Client, at: str) -> None:
    assert editor.get("/", {"at": at}).status_code in (200, 404)


def test_the_desk_tells_the_pages_and_what_shows(editor: Client, politics: Section) -> None:
    shown = stories(2, section=politics)
    FrontPageSlot.objects.create(article=shown[0])
    FrontPageSlot.objects.create(article=shown[1], section=politics, starts_at=timezone.now() + HOUR)
    page = editor.get("/admin/articles/frontpageslot/").text
    assert re.findall(r"field-page[^>]*>([^<]*)<", page) == ["Front page", "Politics"]
    assert re.findall(r'field-shows[^>]*>\s*<img [^>]*alt="(\w+)"', page) == ["True", "False"]


def test_a_second_slot_on_a_page_is_refused_with_a_sentence(editor: Client, politics: Section) -> None:
    (story,) = stories(1, section=politics)
    FrontPageSlot.objects.create(article=story)
    answer = editor.post("/admin/articles/frontpageslot/add/", {"article": story.pk, "position": "1"})
    assert "This article has a slot on that page already." in answer.text
