"""A form that is too large for the site: its writer is told so, and has the words back."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.pages import Opener
from tests.factories import ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tolerated() -> list[str]:
    return ["413"]


def test_what_is_too_large_for_a_form_is_said_and_given_back_as_far_as_we_read(
    open_browser: Opener, scripts: bool, settings: Any
) -> None:
    # A browser takes minutes to lay out what is too much for us in truth.
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 20_000
    path = ArticleFactory().get_absolute_url()
    page = open_browser(user=UserFactory(), java_script_enabled=scripts).new_page()
    page.goto(path)
    words = "All of my memoirs. " * 1_500
    page.get_by_label("Your comment").fill(words)
    page.get_by_role("button", name="Post comment").click()
    if scripts:
        expect(page.get_by_role("alert").get_by_text("It is still here: shorten it")).to_be_visible()
        assert page.get_by_label("Your comment").input_value() == words
    else:
        expect(page.get_by_role("heading", name="That is more than we take at once")).to_be_visible()
        given_back = page.get_by_label("What you wrote").input_value()
        assert len(given_back) > 19_000 and words.startswith(given_back)
