"""Who writes too fast, in a real browser: told the time left, with the text still in the box, posted by the next press."""

import pytest
from playwright.sync_api import expect

from comments.models import Comment
from tests.browser.pages import Opener
from tests.factories import ArticleFactory, UserFactory, rest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_who_must_wait_is_told_how_long_and_posts_the_same_text_after_it(
    open_browser: Opener, tolerated: list[str], scripts: bool
) -> None:
    # Chromium reports each answer of 422 on the console.
    tolerated.append("422")
    page = open_browser(user=UserFactory(), java_script_enabled=scripts).new_page()
    page.goto(ArticleFactory().get_absolute_url())
    box, press = page.get_by_label("Your comment"), page.get_by_role("button", name="Post comment")
    box.fill("The first thought.")
    press.click()
    expect(page.locator("article.comment")).to_contain_text("The first thought.")
    box.fill("The second,\n\nin two paragraphs.")
    press.click()
    expect(page.get_by_role("alert")).to_contain_text("Post again in")
    expect(box).to_have_value("The second,\n\nin two paragraphs.")
    rest()
    press.click()
    expect(page.locator("article.comment")).to_have_count(2)
    assert Comment.objects.latest("pk").text == "The second,\n\nin two paragraphs."
