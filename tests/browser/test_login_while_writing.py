"""Who writes at the desk and is logged out meanwhile, or whose article moves on, keeps what they typed."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from articles.models import Article, WorkingCopy
from tests.articles.desk_form import change_page
from tests.browser.pages import Opener, press, visit
from tests.clients import signed_in
from tests.factories import ArticleFactory, EditorFactory, WriterFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article() -> Article:
    return ArticleFactory(headline="Dawn")


def test_whose_draft_is_published_meanwhile_is_told_and_finds_their_words_again(
    open_browser: Opener, tolerated: list[str]
) -> None:
    tolerated.append("409")
    pen = WriterFactory()
    draft = ArticleFactory(headline="Dawn", state="draft", published_at=None, begun_by=pen)
    page = visit(open_browser(pen), change_page(draft))
    draft.publish(by=EditorFactory())
    page.get_by_label("Headline").fill("Noon")
    expect(page.locator("[data-copies]")).to_contain_text("isn't yours to change any more")
    press(page, "Save and continue editing")
    expect(page.get_by_text("it is offered to you when you add an article")).to_be_visible()
    page.goto("/admin/articles/article/add/")
    press(page, "Go on with it")
    expect(page.get_by_label("Headline")).to_have_value("Noon")


def logged_in_anew(browser: BrowserContext) -> None:
    """As a login in another tab leaves it."""
    [token] = [cookie for cookie in browser.cookies() if cookie["name"] == "csrftoken"]
    browser.add_cookies([{**token, "value": "a" * 32}])


def test_who_logs_in_again_in_another_tab_goes_on_writing_and_saves(
    open_browser: Opener, article: Article, tolerated: list[str]
) -> None:
    tolerated.append("403")
    browser = open_browser(EditorFactory())
    page = visit(browser, change_page(article))
    [session] = [cookie for cookie in browser.cookies() if cookie["name"] == "sessionid"]
    browser.clear_cookies(name="sessionid")
    page.get_by_label("Headline").fill("Noon")
    expect(page.locator("[data-copies]")).to_contain_text("log in again in another tab")
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_label("Headline").fill("Noon, and later")
    expect(page.get_by_label("Headline")).to_have_value("Noon, and later")
    browser.add_cookies([session])
    logged_in_anew(browser)
    expect(page.locator("[data-copies]")).to_contain_text("Draft saved")
    press(page, "Save and continue editing")
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    article.refresh_from_db()
    assert article.headline == "Noon, and later"


def test_somebody_else_who_logs_in_there_sends_nothing_under_their_name(
    open_browser: Opener, article: Article, tolerated: list[str]
) -> None:
    tolerated.append("403")
    browser = open_browser(EditorFactory(username="wren"))
    page = visit(browser, change_page(article))
    other = signed_in(EditorFactory(username="finch")).cookies["sessionid"].value
    [session] = [cookie for cookie in browser.cookies() if cookie["name"] == "sessionid"]
    browser.add_cookies([{**session, "value": other}])
    logged_in_anew(browser)
    page.get_by_label("Headline").fill("Noon")
    expect(page.locator("[data-copies]")).to_contain_text("log in again in another tab")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator("[data-copies]")).to_contain_text("log in again in another tab")
    assert not WorkingCopy.objects.exists()


def test_without_scripts_a_save_after_another_login_loses_nothing(
    open_browser: Opener, article: Article, tolerated: list[str]
) -> None:
    tolerated.append("403")
    browser = open_browser(EditorFactory(), java_script_enabled=False)
    page = visit(browser, change_page(article))
    logged_in_anew(browser)
    page.get_by_label("Headline").fill("Noon")
    press(page, "Save and continue editing")
    page.get_by_role("link", name="Go on with it").click()
    press(page, "Go on with it")
    press(page, "Save and continue editing")
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    article.refresh_from_db()
    assert article.headline == "Noon"
