"""Reading a thread in a real browser: every comment has an address that leads to it, and stays readable at any depth."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from comments.listings import PER_PAGE
from tests.browser.pages import Opener, fits, shown
from tests.factories import CommentFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tolerated() -> list[str]:
    return ["404 (Not Found)"]


def test_an_address_of_a_comment_leads_to_the_page_that_holds_it(
    open_browser: Opener, article: Article
) -> None:
    comments = [CommentFactory(article=article) for _ in range(PER_PAGE + 5)]
    page = open_browser().new_page()
    page.goto(f"{article.get_absolute_url()}?sort=newest#comment-{comments[0].pk}")
    expect(shown(page, comments[0])).to_be_in_viewport()
    page.goto(f"/comments/{comments[-1].pk}/")
    expect(shown(page, comments[-1])).to_be_in_viewport()
    # One that is gone leaves the reader where they are.
    page.goto(f"{article.get_absolute_url()}#comment-999999")
    expect(page.get_by_role("heading", name=article.headline)).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_fiftieth_reply_can_still_be_read(open_browser: Opener, article: Article, width: int) -> None:
    readers = [UserFactory() for _ in range(3)]
    chain = [CommentFactory(article=article, by=readers[0])]
    for turn in range(1, 51):
        text = f"Reply number {turn}, in words that should fit beside each other."
        chain.append(CommentFactory(parent=chain[-1], by=readers[turn % 3], text=text))
    page = open_browser(viewport={"width": width, "height": 800}).new_page()
    page.goto(f"/comments/{chain[50].pk}/")
    deepest = shown(page, chain[50])
    expect(deepest).to_be_in_viewport()
    box = deepest.locator(".text").bounding_box()
    assert box and box["width"] >= 240
    assert fits(page)
    # Up again, step by step, to the first of all.
    page.get_by_role("link", name="Up to the comment it answers").click()
    page.get_by_role("link", name="See all comments").click()
    expect(shown(page, chain[0])).to_be_visible()
    page.get_by_role("link", name="Continue this thread").first.click()
    expect(shown(page, chain[4])).to_be_visible()
