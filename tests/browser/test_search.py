"""Searching in a real browser: by keyboard and without JavaScript, on the narrowest phone, in light and in dark."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import broken_rules
from tests.browser.pages import Opener, fits
from tests.factories import ArticleFactory, AuthorFactory, CommentFactory, SectionFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Hafenrundfahrtgesellschaftsdampfschiffkapitaensmuetze"


@pytest.fixture(autouse=True)
def stories() -> None:
    town = SectionFactory(slug="town", name="Town")
    ferries = ArticleFactory(
        headline=f"Harbour ferries delayed by {LONG}", section=town, authors=[AuthorFactory(name="Ada Wills")]
    )
    ArticleFactory(headline="台風の影響でフェリーが欠航、港では朝から波が高く")
    for number in range(21):
        ArticleFactory(headline=f"Harbour fair, part {number}")
    CommentFactory(
        article=ferries, by=UserFactory(username="Kelpie"), text=f"A pelican in the harbour. {LONG}" * 9
    )


def found(page: Page) -> list[str]:
    return page.locator(".search-found h3").all_inner_texts()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_reader_searches_narrows_down_and_turns_to_comments_by_keyboard(
    open_browser: Opener, javascript: bool
) -> None:
    view = {"width": 320, "height": 700}
    page = open_browser(viewport=view, java_script_enabled=javascript).new_page()
    page.goto("/search/")
    words = page.get_by_label("Words to look for")
    words.focus()
    page.keyboard.type("harbour")
    page.keyboard.press("Enter")
    expect(page.get_by_text("22 stories found")).to_be_visible()
    page.get_by_text("Section, author, dates").focus()
    page.keyboard.press("Enter")
    page.get_by_role("combobox", name="Section").focus()
    page.keyboard.type("Town")
    page.get_by_role("textbox", name="Author").focus()
    page.keyboard.type("wills")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 story found")).to_be_visible()
    expect(page.locator(".search-found mark")).to_have_text(["Harbour"])
    page.get_by_role("link", name="Remove: Town").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Remove: Town")).to_have_count(0)
    expect(page.get_by_role("link", name="Remove: By Ada Wills")).to_be_visible()
    page.get_by_role("link", name="Comments", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 comment found")).to_be_visible()
    page.get_by_role("link", name="Under “Harbour ferries").focus()
    page.keyboard.press("Enter")
    expect(page.locator("article.comment", has_text="A pelican in the harbour")).to_be_in_viewport()


def test_a_reader_turns_the_pages_there_and_back(open_browser: Opener) -> None:
    page = open_browser(java_script_enabled=False).new_page()
    page.goto("/search/?q=fair+harbor&sort=newest")
    expect(page.get_by_text("Showing results for fair harbour")).to_be_visible()
    first = found(page)
    page.get_by_role("link", name="Next page").click()
    expect(page.locator(".search-found h3")).to_have_count(1)
    assert not set(found(page)) & set(first)
    page.get_by_role("link", name="Previous page").click()
    expect(page.locator(".search-found h3")).to_have_text(first)


SEARCHES = [
    *("", "q=harbour", "q=harbour&page=2", "q=harbur+feries", "q=zyxwv", "q=台風の影響", "q=-harbour", f"q={LONG}"),
    *("q=harbour&in=comments", "q=pelicann&in=comments", "q=harbour&section=town&author=ada&from=2020-01-01"),
    *("q=harbour&section=gone&author=nobody&from=soon", "q=harbour&page=9", f"q={'harbour ' * 20}&sort=newest"),
]  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_state_fits_and_keeps_to_wcag(open_browser: Opener, width: int, theme: str) -> None:
    view = {"width": width, "height": 800}
    page = open_browser(viewport=view, color_scheme=theme, bypass_csp=True).new_page()
    for query in SEARCHES:
        page.goto(f"/search/?{query}")
        assert fits(page) and broken_rules(page) == [], query
