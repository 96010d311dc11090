"""Somebody else logs in in a second tab: the first does nothing under their name before it has said so."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from articles.models import Article
from comments.models import Comment, Draft, Vote
from tests.browser.pages import Opener, box, log_in
from tests.factories import PASSWORD, ArticleFactory, CommentFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

SAYS_WHO = "You are logged in as Bea now."


@pytest.fixture
def article() -> Article:
    return ArticleFactory(headline="Night ferry returns")


@pytest.fixture
def ada() -> User:
    return UserFactory(username="Ada", password=PASSWORD)


@pytest.fixture
def bea() -> User:
    return UserFactory(username="Bea", password=PASSWORD)


@pytest.fixture
def tolerated() -> list[str]:
    return ["403", "409"]


def come_as(page: Page, reader: User) -> None:
    page.goto("/accounts/login/")
    log_in(page, reader.username)
    expect(page.get_by_role("link", name=reader.username)).to_be_visible()


def switch(page: Page, reader: User) -> None:
    """Who sits there now logs out in a second tab and in as `reader`."""
    other = page.context.new_page()
    other.goto("/")
    other.get_by_role("button", name="Logout").click()
    expect(other.get_by_role("link", name="Register")).to_be_visible()
    come_as(other, reader)
    page.bring_to_front()


def open_as(context: BrowserContext, reader: User, article: Article) -> Page:
    page = context.new_page()
    come_as(page, reader)
    page.goto(article.get_absolute_url())
    return page


def test_a_comment_is_posted_under_another_name_only_when_its_writer_knows_that_name(
    open_browser: Opener, article: Article, ada: User, bea: User
) -> None:
    page = open_as(open_browser(), ada, article)
    switch(page, bea)
    box(page).fill("Mine, I think.")
    # What is kept behind their back isn't kept with another's drafts.
    expect(page.get_by_text("Kept in this browser")).to_be_visible()
    assert not Draft.objects.exists()
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("alert").filter(has_text=SAYS_WHO)).to_be_visible()
    expect(page.get_by_role("banner").get_by_role("link", name="Bea")).to_be_visible()
    expect(box(page)).to_have_value("Mine, I think.")
    assert not Comment.objects.exists()
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article.comment")).to_contain_text("Mine, I think.")
    assert Comment.objects.get().author == bea
    assert page.evaluate("Object.keys(localStorage).filter(name => name.includes('Mine'))") == []


def test_neither_is_a_reply_whose_form_was_opened_since(
    open_browser: Opener, article: Article, ada: User, bea: User
) -> None:
    comment = CommentFactory(article=article)
    page = open_as(open_browser(), ada, article)
    switch(page, bea)
    page.get_by_role("button", name="Reply to").click()
    box(page).fill("Well answered.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("alert").filter(has_text=SAYS_WHO)).to_be_visible()
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article.level-1")).to_contain_text("Well answered.")
    assert Comment.objects.get(parent=comment).author == bea


def test_nor_is_a_vote_cast(
    open_browser: Opener, article: Article, ada: User, bea: User, scripts: bool
) -> None:
    comment = CommentFactory(article=article)
    page = open_as(open_browser(java_script_enabled=scripts), ada, article)
    switch(page, bea)
    up = page.locator(f"#comment-{comment.pk}").get_by_role("button", name="Vote up")
    up.click()
    expect(page.get_by_text(SAYS_WHO)).to_be_visible()
    assert not Vote.objects.exists()
    if not scripts:
        page.get_by_role("link", name="Go on with it").click()
    up.click()
    expect(page.locator(f"#comment-{comment.pk} .tally")).to_have_text("1 ( +1 / -0 )")
    assert Vote.objects.get().voter == bea


def test_without_scripts_the_page_says_who_and_holds_what_was_typed(
    open_browser: Opener, article: Article, ada: User, bea: User
) -> None:
    page = open_as(open_browser(java_script_enabled=False), ada, article)
    box(page).fill("Mine, I think.")
    switch(page, bea)
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_text(SAYS_WHO)).to_be_visible()
    expect(page.get_by_label("What you wrote")).to_have_value("Mine, I think.")
    page.get_by_role("link", name="Go on with it").click()
    expect(box(page)).to_have_value("Mine, I think.")
    assert not Comment.objects.exists()
