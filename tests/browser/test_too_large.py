"""A form that is too large for the site: its writer is told so, and has the words back."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.pages import Opener
from tests.factories import ArticleFactory, CommentFactory, UserFactory

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


@pytest.mark.parametrize(
    ("button", "label", "sends"),
    [
        ("Reply to", "Your comment", "Post comment"),
        ("Edit what", "Your comment", "Save changes"),
        ("Report", "In your words", "Send report"),
    ],
)
def test_each_form_below_a_comment_says_it_too(
    open_browser: Opener, settings: Any, button: str, label: str, sends: str
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 20_000
    reader = UserFactory()
    comment = CommentFactory(by=reader if button == "Edit what" else UserFactory())
    page = open_browser(user=reader).new_page()
    page.goto(comment.discussion.article.get_absolute_url())
    page.locator(".comment").get_by_role("button", name=button).click()
    words = "All of my memoirs. " * 1_500
    box = page.locator(".comment").get_by_label(label)
    box.fill(words)
    # Neither is it said to be kept where it isn't.
    expect(page.locator(".composer .kept")).to_contain_text("It is still here: shorten it")
    if button == "Report":
        page.get_by_label("Insult or threat").check()
    page.get_by_role("button", name=sends).click()
    expect(page.get_by_role("alert").get_by_text("It is still here: shorten it")).to_be_visible()
    assert box.input_value() == words
