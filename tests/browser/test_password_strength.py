"""How strong a password is, told while it is typed."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, expect

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_sentence_and_the_bar_follow_what_is_typed(
    open_browser: Callable[..., BrowserContext], theme: str
) -> None:
    page = open_browser(
        viewport={"width": 320, "height": 740}, color_scheme=theme, bypass_csp=True
    ).new_page()
    page.goto("/accounts/signup/")
    field, status, bar = page.get_by_label("Password"), page.get_by_role("status"), page.locator("meter")
    expect(bar).to_be_hidden()
    field.press_sequentially("password1")
    expect(status.filter(has_text="too common")).to_be_visible()
    expect(bar).to_have_js_property("value", 0)
    page.get_by_label("User name").fill("Nine-Plovers")
    field.fill("nine-plovers-land-at-noon")
    expect(status.filter(has_text="Strong")).to_be_visible()
    expect(bar).to_have_js_property("value", 4)
    assert Axe().run(page, context=".account-page").response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    field.fill("")
    expect(bar).to_be_hidden()
