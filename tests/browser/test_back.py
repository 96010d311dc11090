"""Back in the browser leads to the comments that a reader had asked for, and to where they stood among them."""

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from comments.listings import PER_PAGE
from comments.models import Comment
from comments.threads import BELOW_EACH
from tests.browser.held import Held
from tests.browser.pages import Opener
from tests.factories import ArticleFactory, CommentFactory, UserFactory
from tests.newsportal.machine import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article() -> Article:
    return ArticleFactory()


@pytest.fixture
def comments(article: Article) -> list[Comment]:
    """Three pages of them; the first has more replies than are shown."""
    by = UserFactory(username="otter")
    found = [CommentFactory(article=article, by=by) for _ in range(2 * PER_PAGE + 5)]
    for _ in range(BELOW_EACH + 3):
        CommentFactory(parent=found[0], by=by)
    return found


def top(page: Page, comment: Comment) -> float:
    return page.locator(f"#comment-{comment.pk}").bounding_box()["y"]


def show_all(page: Page, comments: list[Comment]) -> None:
    page.get_by_role("link", name="Show 3 more replies").click()
    expect(page.locator("article.level-1")).to_have_count(BELOW_EACH + 3)
    for first in (comments[PER_PAGE], comments[2 * PER_PAGE]):
        page.get_by_role("link", name="Show more comments").click()
        expect(page.locator(f"#comment-{first.pk}")).to_be_focused()


@pytest.mark.parametrize("signed_in", [True, False])
def test_back_from_another_page_all_stands_where_it_stood(
    open_browser: Opener, article: Article, comments: list[Comment], signed_in: bool
) -> None:
    page = open_browser(UserFactory() if signed_in else None).new_page()
    page.goto(article.get_absolute_url())
    show_all(page, comments)
    last = page.locator(f"#comment-{comments[-2].pk}")
    last.get_by_role("link", name="otter").scroll_into_view_if_needed()
    before, count = top(page, comments[-2]), page.locator("article.comment").count()
    last.get_by_role("link", name="otter").click()
    expect(page).to_have_url("/users/otter/")
    page.go_back()
    expect(page.locator("article.comment")).to_have_count(count)
    expect(last).to_be_in_viewport()
    assert until(lambda: abs(top(page, comments[-2]) - before) < 2)
    assert page.get_by_role("link", name="Show more comments").count() == 0


def test_after_a_jump_within_the_page_and_by_an_address_that_names_a_comment_too(
    open_browser: Opener, article: Article, comments: list[Comment]
) -> None:
    reply = CommentFactory(parent=comments[-1], by__username="seal")
    page = open_browser().new_page()
    page.goto(article.get_absolute_url())
    show_all(page, comments)
    place = page.locator(f"#comment-{reply.pk}")
    place.get_by_role("link", name="to otter").click()
    expect(page).to_have_url(f"{article.get_absolute_url()}#comment-{comments[-1].pk}")
    place.get_by_role("link", name="seal").click()
    expect(page).to_have_url("/users/seal/")
    page.go_back()
    expect(place).to_be_in_viewport()
    # The whole page, and not the one to which the address would lead by itself.
    expect(page.locator(f"#comment-{comments[0].pk}")).to_have_count(1)


def test_a_reader_who_scrolls_meanwhile_is_left_where_they_are(
    open_browser: Opener, article: Article, comments: list[Comment]
) -> None:
    page = open_browser().new_page()
    page.goto(article.get_absolute_url())
    page.get_by_role("link", name="Show more comments").click()
    expect(page.locator(f"#comment-{comments[PER_PAGE].pk}")).to_be_focused()
    page.locator(f"#comment-{comments[PER_PAGE].pk}").get_by_role("link", name="otter").click()
    expect(page).to_have_url("/users/otter/")
    held = Held(page, "**/?from=*")
    page.go_back()
    page.wait_for_load_state()
    page.mouse.move(200, 200)
    page.mouse.wheel(0, -100_000)
    assert until(lambda: page.evaluate("scrollY") == 0)
    held.first().continue_()
    expect(page.locator(f"#comment-{comments[PER_PAGE].pk}")).to_have_count(1)
    assert page.evaluate("scrollY") == 0
