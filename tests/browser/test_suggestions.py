"""Suggesting a correction in a real browser, with scripts and without, on any screen; and deciding on it at the desk."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from articles.models import Article, Suggestion
from tests.browser.accessibility import broken_rules
from tests.browser.pages import Opener, fits, log_in, press, visit
from tests.factories import PASSWORD, EditorFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
BOX = "What is wrong, and what is right?"


def test_a_reader_logs_in_suggests_and_is_thanked(
    open_browser: Opener, article: Article, scripts: bool
) -> None:
    UserFactory(username="Kelpie", password=PASSWORD)
    page = visit(open_browser(java_script_enabled=scripts), article)
    page.get_by_role("link", name="Suggest a correction").click()
    log_in(page, "Kelpie")
    page.get_by_label(BOX).fill("It left at noon.")
    page.get_by_label("you may thank Kelpie").check()
    press(page, "Send to the editors")
    expect(page.get_by_text("Thank you. The editors will look at it")).to_be_visible()
    desk = visit(open_browser(EditorFactory(), java_script_enabled=scripts), "/admin/")
    desk.get_by_role("link", name="1 suggested correction waits").click()
    desk.locator("#result_list tbody a").first.click()
    expect(desk.get_by_label("The correction, as readers will read it")).to_have_value("It left at noon.")
    desk.get_by_role("button", name="Publish the correction").click()
    expect(desk.get_by_text("Decided. The reader is told.")).to_be_visible()
    page.goto(article.get_absolute_url())
    expect(page.get_by_role("region", name="Correction")).to_contain_text("Thanks to Kelpie")


def test_what_is_refused_is_told_at_the_box_which_keeps_it(
    open_browser: Opener, article: Article, reader: User, scripts: bool, tolerated: list[str]
) -> None:
    tolerated.append("422")
    page = visit(
        open_browser(reader, java_script_enabled=scripts), f"{article.get_absolute_url()}corrections/"
    )
    page.get_by_label(BOX).fill("x" * 1200)
    press(page, "Send to the editors")
    expect(page.get_by_role("alert")).to_contain_text("200 characters too many")
    expect(page.get_by_label(BOX)).to_have_value("x" * 1200)
    page.get_by_label(BOX).fill("It left at noon.")
    press(page, "Send to the editors")
    expect(page.get_by_text("Thank you. The editors will look at it")).to_be_visible()
    assert Suggestion.objects.get().words == "It left at noon."


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_pages_are_used_on_any_screen(
    open_browser: Opener,
    article: Article,
    reader: User,
    width: int,
    scheme: str,
    tolerated: list[str],
) -> None:
    tolerated.append("422")
    view = {"width": width, "height": 800}
    options = {"viewport": view, "color_scheme": scheme, "bypass_csp": True}
    page = visit(open_browser(reader, **options), f"{article.get_absolute_url()}corrections/")
    assert fits(page) and broken_rules(page) == []
    press(page, "Send to the editors")
    expect(page.get_by_role("alert")).to_be_visible()
    assert fits(page) and broken_rules(page) == []
    Suggestion.objects.make(article, by=reader, words=f"It {'w' * 300} left.", may_name=True)
    page.goto("/accounts/suggestions/")
    assert fits(page) and broken_rules(page) == []
    desk = visit(
        open_browser(EditorFactory(), **options),
        f"/admin/articles/suggestion/{Suggestion.objects.get().pk}/change/",
    )
    assert fits(desk) and broken_rules(desk, within=".correction-desk") == []
