"""The desk in a real browser, under its policy: an editor writes in the rich-text field and publishes."""

from typing import Any

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests.factories import AuthorFactory, EditorFactory, SectionFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_editor_writes_bold_text_and_publishes_it(open_browser: Any, live_server: Any) -> None:
    SectionFactory()
    AuthorFactory(name="Zora")
    page = open_browser(user=EditorFactory()).new_page()
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    page.get_by_label("Headline").fill("Written in the browser")
    page.get_by_label("Section").select_option(label="Harbour")
    body = page.locator(".tiptap.ProseMirror")
    body.click()
    page.keyboard.type("It is ")
    page.keyboard.press("Control+b")
    page.keyboard.type("bold")
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("Published.")).to_be_visible()
    article = Article.objects.get()
    assert article.body == "<p>It is <strong>bold</strong></p>" and article.is_public
    page.goto(live_server.url + article.get_absolute_url())
    expect(page.locator("strong", has_text="bold")).to_be_visible()
