"""An editor arranges a page at the desk by dragging, and by the keys, and looks at it before its time."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article, FrontPageSlot, Section
from tests.browser.accessibility import broken_rules
from tests.browser.pages import Opener
from tests.factories import ArticleFactory, EditorFactory, SectionFactory

pytestmark = pytest.mark.django_db(transaction=True)
DESK = "/admin/articles/frontpageslot/"


@pytest.fixture
def politics() -> Section:
    return SectionFactory(name="Politics", slug="politics")


@pytest.fixture
def stories(politics: Section) -> list[Article]:
    found = [ArticleFactory(headline=f"Story {number}", section=politics) for number in range(3)]
    for position, article in enumerate(found, 1):
        FrontPageSlot.objects.create(article=article, position=position)
    FrontPageSlot.objects.create(article=found[0], section=politics, position=1)
    return found


def order() -> list[tuple[str, int]]:
    slots = FrontPageSlot.objects.current().select_related("article")
    return [(slot.article.headline, slot.position) for slot in slots]


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def test_a_story_is_dragged_to_the_lead(open_browser: Opener, stories: list[Article]) -> None:
    page = open_browser(user=EditorFactory(), viewport={"width": 1280, "height": 800}).new_page()
    page.goto(DESK)
    handles = page.locator(".slot-handle")
    expect(handles).to_have_count(4)
    # From the third place of the front page to its first; the section's page isn't touched.
    handles.nth(2).scroll_into_view_if_needed()
    start, end = handles.nth(2).bounding_box(), handles.nth(0).bounding_box()
    assert start and end
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(start["x"] + 5, end["y"] + 2, steps=12)
    page.mouse.up()
    save(page)
    assert order() == [("Story 2", 1), ("Story 0", 2), ("Story 1", 3)]


def test_and_by_the_keys(open_browser: Opener, stories: list[Article]) -> None:
    page = open_browser(user=EditorFactory()).new_page()
    page.goto(DESK)
    handle = page.get_by_role("button", name="Move: Story 1")
    handle.focus()
    page.keyboard.press("ArrowUp")
    expect(handle).to_be_focused()
    # Not over to another page, and not past the first place.
    page.keyboard.press("ArrowUp")
    page.get_by_role("button", name="Move: Story 2").focus()
    page.keyboard.press("ArrowDown")
    save(page)
    assert order() == [("Story 1", 1), ("Story 0", 2), ("Story 2", 3)]


def test_without_scripts_the_numbers_do_it(open_browser: Opener, stories: list[Article]) -> None:
    page = open_browser(user=EditorFactory(), java_script_enabled=False).new_page()
    page.goto(DESK)
    page.get_by_role("row", name="Story 2").get_by_role("spinbutton").fill("0")
    save(page)
    assert order()[0] == ("Story 2", 1)


def test_an_editor_looks_ahead_from_there(open_browser: Opener, stories: list[Article]) -> None:
    page = open_browser(user=EditorFactory()).new_page()
    page.goto(DESK)
    page.get_by_label("The front page as of").fill("2100-01-01T06:00")
    page.get_by_role("button", name="Look", exact=True).click()
    expect(page.get_by_text("This is the page as of Jan. 1, 2100")).to_be_visible()
    assert broken_rules(page) == []
    page.get_by_role("link", name="As it is now").click()
    expect(page.get_by_text("This is the page as of")).to_have_count(0)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_section_s_page_with_placed_stories_keeps_to_wcag(
    open_browser: Opener, stories: list[Article], politics: Section, width: int
) -> None:
    page = open_browser(viewport={"width": width, "height": 800}, bypass_csp=True).new_page()
    page.goto("/politics/")
    assert broken_rules(page) == []


def test_the_times_of_slots_stand_beside_each_other(
    open_browser: Opener, stories: list[Article], politics: Section
) -> None:
    noon = timezone.now().replace(month=12, day=31, hour=23, minute=59)
    FrontPageSlot.objects.update(starts_at=noon, ends_at=noon + timedelta(days=1))
    page = open_browser(user=EditorFactory(), viewport={"width": 1280, "height": 800}).new_page()
    page.goto(DESK)
    for times in page.locator(":is(.field-starts_at, .field-ends_at)").all():
        assert times.evaluate("cell => cell.scrollWidth <= cell.clientWidth")
