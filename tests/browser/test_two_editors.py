"""Two editors in two browsers at one article: nothing of either is lost, with scripts and without, and the console stays silent."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from tests.articles.desk_form import change_page
from tests.browser.accessibility import broken_rules
from tests.browser.pages import Opener, fits, visit
from tests.factories import ArticleFactory, EditorFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article() -> Article:
    return ArticleFactory(headline="Dawn", body="<p>The ferry left at dawn.</p>")


@pytest.fixture
def tolerated() -> list[str]:
    """Chromium's report of the refusal."""
    return ["409"]


def save(page: Page) -> None:
    page.get_by_role("button", name="Save and continue editing").click()


def write(page: Page, text: str, *, scripts: bool = True) -> None:
    """Puts `text` in place of the body."""
    if scripts:
        page.locator(".tiptap.ProseMirror").click()
        page.keyboard.press("Control+a")
        page.keyboard.type(text)
    else:
        page.locator("textarea[name=body]").fill(f"<p>{text}</p>")


def test_the_second_to_save_sees_both_and_puts_them_together(
    open_browser: Opener, article: Article, scripts: bool
) -> None:
    wren, finch = EditorFactory(username="wren"), EditorFactory(username="finch")
    mine = visit(open_browser(wren, java_script_enabled=scripts), change_page(article))
    theirs = visit(open_browser(finch, java_script_enabled=scripts), change_page(article))
    theirs.get_by_label("Headline").fill("Noon")
    write(theirs, "The ferry left at noon.", scripts=scripts)
    save(theirs)
    expect(theirs.get_by_text("was changed successfully")).to_be_visible()
    write(mine, "The old ferry left at dawn.", scripts=scripts)
    save(mine)
    both = mine.get_by_role("region", name="Theirs and yours")
    expect(both).to_contain_text("finch saved the article last")
    expect(both.locator("del").filter(has_text=re.compile("^noon$"))).to_be_visible()
    expect(both.locator("ins").filter(has_text=re.compile("^dawn$"))).to_be_visible()
    both.get_by_role("button", name="Take theirs: headline").click()
    expect(mine.get_by_label("Headline")).to_have_value("Noon")
    expect(mine.locator("textarea[name=body]")).to_have_value("<p>The old ferry left at dawn.</p>")
    write(mine, "The old ferry left at noon.", scripts=scripts)
    save(mine)
    expect(mine.get_by_text("was changed successfully")).to_be_visible()
    article.refresh_from_db()
    assert (article.headline, article.body) == ("Noon", "<p>The old ferry left at noon.</p>")
    assert article.versions.count() == 3


def test_the_enter_key_in_the_headline_saves_and_publishes_nothing(open_browser: Opener) -> None:
    draft = ArticleFactory(headline="Dawn", state="draft", published_at=None)
    page = visit(open_browser(EditorFactory()), change_page(draft))
    page.get_by_label("Headline").fill("Noon")
    page.get_by_label("Headline").press("Enter")
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    draft.refresh_from_db()
    assert (draft.headline, draft.state) == ("Noon", "draft")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_are_read_on_any_screen(open_browser: Opener, article: Article, width: int, scheme: str) -> None:
    view = {"width": width, "height": 800}
    browser = open_browser(EditorFactory(), viewport=view, color_scheme=scheme, bypass_csp=True)
    page = visit(browser, change_page(article))
    Article.objects.filter(pk=article.pk).update(headline="x" * 200, body=f"<p>{'y' * 300}</p>")
    save(page)
    expect(page.get_by_role("region", name="Theirs and yours")).to_be_visible()
    assert fits(page)
    assert broken_rules(page, within=".collision") == []
    page.goto(f"/admin/articles/article/{article.pk}/history/")
    article.unpublish(by=EditorFactory())
    page.reload()
    expect(page.get_by_role("heading", name="Versions")).to_be_visible()
    assert fits(page)
    assert broken_rules(page, within=".history-desk") == []
