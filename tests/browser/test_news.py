"""The quiet bar of new comments, in a real browser whose clock the test moves."""

import re

import pytest
from playwright.sync_api import Page, Request, expect

from accounts.models import User
from articles.models import Article
from comments.models import ReaderSettings
from tests.browser.pages import Opener, visit, write
from tests.factories import CommentFactory

pytestmark = pytest.mark.django_db(transaction=True)

# Milliseconds until it is asked first.
FIRST = 30_000
HIDE = """
    Object.defineProperty(document, "hidden", { get: () => window.isAway, configurable: true });
    window.isAway = %s;
    document.dispatchEvent(new Event("visibilitychange"));
"""


def opened(open_browser: Opener, article: Article, user: User | None = None, query: str = "") -> Page:
    context = open_browser(user)
    context.clock.install()
    return visit(context, f"{article.get_absolute_url()}{query}")


def bar(page: Page, words: str | re.Pattern[str] = re.compile(r"new comments?")) -> object:
    return page.locator("#news").get_by_role("link", name=words)


def asked(page: Page) -> list[Request]:
    """Fills with what is asked from now on."""
    found: list[Request] = []
    page.on("request", lambda request: found.append(request) if "/count" in request.url else None)
    return found


def pass_by(page: Page, milliseconds: int) -> None:
    with page.expect_response("**/comments/count/"):
        page.clock.run_for(milliseconds)


def test_it_says_how_many_came_and_moves_nothing(open_browser: Opener, article: Article) -> None:
    comments = [CommentFactory(article=article) for _ in range(15)]
    page = opened(open_browser, article)
    place = page.locator(f"#comment-{comments[12].pk}")
    place.scroll_into_view_if_needed()
    before = place.bounding_box()
    CommentFactory(article=article)
    pass_by(page, FIRST)
    expect(bar(page, "1 new comment")).to_be_visible()
    assert place.bounding_box() == before
    CommentFactory(article=article)
    pass_by(page, FIRST)
    expect(bar(page, "2 new comments")).to_be_visible()


def test_it_is_told_once_to_those_who_hear_the_page(open_browser: Opener, article: Article) -> None:
    page = opened(open_browser, article)
    CommentFactory(article=article)
    pass_by(page, FIRST)
    expect(bar(page)).to_be_visible()
    page.clock.run_for(100)
    expect(page.get_by_role("status").filter(has_text="1 new comment")).to_have_count(1)
    assert "is-seen" not in (page.locator("#said").get_attribute("class") or "")
    page.clock.run_for(10_000)
    expect(page.locator("#said")).to_have_text("")
    CommentFactory(article=article)
    pass_by(page, FIRST)
    expect(bar(page, "2 new comments")).to_be_visible()
    page.clock.run_for(100)
    expect(page.locator("#said")).to_have_text("")


def test_pressed_again_and_again_it_shows_what_is_new(open_browser: Opener, article: Article) -> None:
    CommentFactory(article=article)
    page = opened(open_browser, article)
    for words in ("The first news.", "The second.", "The third."):
        CommentFactory(article=article, text=words)
        pass_by(page, FIRST)
        bar(page).click()
        expect(page.locator("#comments .text").first).to_have_text(words)
        expect(page.locator("#news")).to_be_hidden()


def test_following_it_changes_nobodys_order(open_browser: Opener, article: Article, reader: User) -> None:
    ReaderSettings.objects.choose(by=reader, sort="best")
    page = opened(open_browser, article, reader)
    CommentFactory(article=article, text="The news.")
    pass_by(page, FIRST)
    bar(page).click()
    expect(page.locator("#comments .text").first).to_have_text("The news.")
    assert ReaderSettings.objects.get(reader=reader).sort == "best"


def test_it_asks_less_and_less_and_not_at_all_in_a_hidden_tab(open_browser: Opener, article: Article) -> None:
    page = opened(open_browser, article)
    requests = asked(page)
    pass_by(page, FIRST)
    page.clock.run_for(FIRST)
    assert len(requests) == 1
    page.evaluate(HIDE % "true")
    page.clock.run_for(100 * FIRST)
    assert len(requests) == 1
    CommentFactory(article=article)
    with page.expect_response("**/comments/count/"):
        page.evaluate(HIDE % "false")
        page.clock.run_for(1)
    expect(bar(page, "1 new comment")).to_be_visible()


def test_what_the_reader_posts_is_no_news(open_browser: Opener, article: Article, reader: User) -> None:
    page = opened(open_browser, article, reader)
    requests = asked(page)
    write(page, "My own.")
    expect(page.locator("#comments .text").first).to_have_text("My own.")
    pass_by(page, FIRST)
    assert requests
    expect(page.locator("#news")).to_be_hidden()
