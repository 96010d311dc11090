"""A discussion that is closed while somebody writes: what they wrote can be read, selected and copied, and not sent."""

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from articles.models import Article
from comments.models import Discussion, Draft
from tests.browser.pages import Opener, visit
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article() -> Article:
    article: Article = ArticleFactory()
    CommentFactory(article=article)
    return article


@pytest.fixture
def reader() -> User:
    return UserFactory(username="Kelpie")


def close(article: Article) -> None:
    Discussion.objects.of(article).set_state("closed", by=ModeratorFactory())


def expect_to_be_read(page: Page, text: str) -> Locator:
    box = page.get_by_label("What you wrote")
    expect(box).to_have_value(text)
    expect(box).not_to_be_editable()
    expect(page.get_by_text("This discussion was closed before you sent this.")).to_be_visible()
    expect(page.get_by_role("button", name="Post comment")).to_have_count(0)
    box.select_text()
    assert page.evaluate("getSelection().toString()") == text
    return box


def test_what_was_begun_is_shown_to_be_copied_and_can_be_discarded(
    open_browser: Opener, article: Article, reader: User, scripts: bool
) -> None:
    context = open_browser(reader, java_script_enabled=scripts)
    page = visit(context, article)
    page.get_by_label("Your comment").fill("Half a thought")
    if not scripts:
        page.get_by_role("button", name="Keep for later").click()
    expect(page.get_by_text("Kept as a draft")).to_be_visible()
    close(article)
    page.goto(article.get_absolute_url())
    box = expect_to_be_read(page, "Half a thought")
    page.get_by_role("button", name="Discard the draft").click()
    expect(box).to_be_hidden()
    assert not Draft.objects.exists()


def test_a_reply_begun_is_led_to(open_browser: Opener, article: Article, reader: User, scripts: bool) -> None:
    context = open_browser(reader, java_script_enabled=scripts)
    page = visit(context, article)
    page.get_by_role("button", name="Reply to").click()
    page.get_by_label("Your comment").fill("I disagree, for")
    if not scripts:
        page.get_by_role("button", name="Keep for later").click()
    expect(page.get_by_text("Kept as a draft")).to_be_visible()
    close(article)
    page.goto(article.get_absolute_url())
    page.get_by_role("link", name="a reply to").click()
    expect_to_be_read(page, "I disagree, for")


@pytest.mark.parametrize("signed_in", [True, False])
def test_what_only_the_browser_had_kept_is_shown_too(
    open_browser: Opener, article: Article, reader: User, signed_in: bool, tolerated: list[str]
) -> None:
    tolerated += ["ERR_INTERNET_DISCONNECTED", "ERR_FAILED"]
    context = open_browser(reader if signed_in else None)
    page = visit(context, article)
    if signed_in:
        context.set_offline(True)
    page.get_by_label("Your comment").fill("In the tunnel")
    if signed_in:
        expect(page.get_by_text("Kept in this browser")).to_be_visible()
    page.close()
    context.set_offline(False)
    close(article)
    page = visit(context, article)
    expect_to_be_read(page, "In the tunnel")
