"""A picture for the text is searched in the library, or uploaded, in a dialog of the editor; readers see it with its caption."""

from __future__ import annotations

from base64 import b64encode

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article, Photo
from tests.articles.desk_form import change_page
from tests.articles.photos import jpeg, photo
from tests.browser.accessibility import broken_rules
from tests.browser.pages import Opener, press, visit
from tests.factories import ArticleFactory, EditorFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article() -> Article:
    return ArticleFactory(body="<p>Before.</p>")


def open_dialog(page: Page) -> None:
    page.locator(".tiptap.ProseMirror").click()
    page.keyboard.press("End")
    page.get_by_role("button", name="figure").click()
    expect(page.get_by_role("heading", name="Choose a picture")).to_be_visible()


def save(page: Page, article: Article) -> str:
    press(page, "Save and continue editing")
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    article.refresh_from_db()
    return article.body


def test_one_of_the_library_is_searched_and_inserted_with_caption_and_credit(
    open_browser: Opener, article: Article
) -> None:
    gulls = photo("gulls.jpg", caption="Gulls over the bay.", credit="Ada", alt="Grey birds")
    photo()
    context = open_browser(EditorFactory(), bypass_csp=True)
    page = visit(context, change_page(article))
    open_dialog(page)
    expect(page.locator(".picker-found li")).to_have_count(2)
    assert broken_rules(page, but=("empty-table-header",)) == []
    page.get_by_label("Search the library").fill("gulls")
    expect(page.locator(".picker-found li")).to_have_count(1)
    page.get_by_role("button", name="Gulls over the bay.").click()
    expect(page.get_by_label("Caption and credit")).to_have_value("Gulls over the bay. Image: Ada")
    press(page.locator(".picker"), "Insert")
    assert save(page, article) == (
        f'<p>Before.</p><figure><img src="{gulls.image.url}" alt="Grey birds" width="800" height="500">'
        "<figcaption>Gulls over the bay. Image: Ada</figcaption></figure>"
    )
    page.goto(article.get_absolute_url())
    picture = page.get_by_role("img", name="Grey birds")
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("picture => picture.decode().then(() => picture.currentSrc.endsWith('.avif'))")
    expect(page.locator(".story-body figcaption")).to_have_text("Gulls over the bay. Image: Ada")


def test_a_new_one_is_uploaded_and_asked_what_it_shows(open_browser: Opener, article: Article) -> None:
    page = visit(open_browser(EditorFactory()), change_page(article))
    open_dialog(page)
    page.locator(".picker").get_by_label("Upload one").set_input_files(
        {"name": "pier.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    )
    shows = page.locator(".picker").get_by_label("What it shows")
    expect(shows).to_be_focused()
    press(page.locator(".picker"), "Insert")
    expect(page.locator(".picker")).to_be_visible()
    shows.fill("A pier")
    press(page.locator(".picker"), "Insert")
    body = save(page, article)
    made = Photo.objects.get()
    assert f'<figure><img src="{made.image.url}" alt="A pier" width="800" height="500"></figure>' in body


def test_one_that_is_dropped_into_the_text_is_for_the_text(open_browser: Opener, article: Article) -> None:
    page = visit(open_browser(EditorFactory()), change_page(article))
    page.locator(".tiptap.ProseMirror").evaluate(
        """(text, base64) => {
          const data = new DataTransfer();
          const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
          data.items.add(new File([bytes], "pier.jpg", { type: "image/jpeg" }));
          text.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        b64encode(jpeg()).decode(),
    )
    page.locator(".picker").get_by_label("What it shows").fill("A pier")
    press(page.locator(".picker"), "Insert")
    assert "<figure><img" in save(page, article)
    assert article.photo is None


def test_who_closes_the_dialog_has_the_text_as_it_was(open_browser: Opener, article: Article) -> None:
    photo()
    page = visit(open_browser(EditorFactory()), change_page(article))
    open_dialog(page)
    page.keyboard.press("Escape")
    expect(page.locator(".picker")).to_be_hidden()
    assert save(page, article) == "<p>Before.</p>"
