"""The page of a day at the desk in a real browser: what a screen reader is told of its plots, and its looks."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.accessibility import broken_rules
from tests.browser.pages import Opener, fits
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/admin/comments/queue/day/"


@pytest.fixture
def mona() -> User:
    return ModeratorFactory(username="Mona")


@pytest.fixture(autouse=True)
def _day(mona: User) -> None:
    article = ArticleFactory()
    for _ in range(3):
        comment = CommentFactory(article=article)
    for _ in range(2):
        comment.report(by=UserFactory(), reason="spam")
    comment.hide(by=mona, reason="spam")


def plot(page: Page, name: str) -> str:
    """What is said of a plot, as the browser tells it to a screen reader."""
    return page.get_by_role("img", name=name, exact=False).aria_snapshot()


def test_each_plot_is_an_image_with_a_name_that_tells_what_it_shows(
    open_browser: Opener, mona: User, scripts: bool
) -> None:
    page = open_browser(mona, java_script_enabled=scripts).new_page()
    page.goto("/admin/comments/queue/")
    page.get_by_role("link", name="Today").click()
    expect(page.get_by_role("img")).to_have_count(4)
    for name, told in (
        ("Comments by hour", "3 in all, the most in the hour from"),
        ("Held by hour", "None."),
        ("Reports by hour", "2 in all, the most in the hour from"),
        ("Time to decision by hour", "Half of the decisions came within"),
    ):
        said = plot(page, name)
        assert name in said and told in said
        # The bars are for the eye: nothing of them is read out.
        assert said.count("\n") == 0, said


def test_the_numbers_stand_in_a_table_with_heads_that_the_keyboard_opens(
    open_browser: Opener, mona: User, scripts: bool
) -> None:
    page = open_browser(mona, java_script_enabled=scripts).new_page()
    page.goto(PAGE)
    table = page.get_by_role("table", name="By hour")
    expect(table).to_have_count(0)
    page.get_by_text("The numbers as a table").focus()
    page.keyboard.press("Enter")
    expect(table).to_be_visible()
    for head in ("From", "Comments", "Held", "Reports", "Decisions", "Median", "Nine of ten within"):
        expect(table.get_by_role("columnheader", name=head)).to_be_visible()
    busiest = table.get_by_role("row").filter(has=page.get_by_role("cell", name="3", exact=True))
    expect(busiest.get_by_role("rowheader")).to_have_count(1)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_keeps_to_wcag_at_any_width(open_browser: Opener, mona: User, width: int, scheme: str) -> None:
    options = {"viewport": {"width": width, "height": 800}, "bypass_csp": True, "color_scheme": scheme}
    page = open_browser(mona, **options).new_page()
    page.goto(PAGE)
    page.get_by_text("The numbers as a table").click()
    assert fits(page) and broken_rules(page) == []
