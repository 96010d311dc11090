"""Word's and the web's text pasted into the editor, a table, a picture, and the count of words; the console stays silent."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from tests.articles.desk_form import change_page
from tests.articles.docs import DOCS
from tests.articles.photos import photo
from tests.articles.word import WORD, line_of_list
from tests.browser.pages import Opener, press, visit
from tests.factories import ArticleFactory, EditorFactory

pytestmark = pytest.mark.django_db(transaction=True)

PASTE = """html => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.querySelector(".tiptap.ProseMirror").dispatchEvent(event);
}"""


@pytest.fixture
def article() -> Article:
    return ArticleFactory(body="")


@pytest.fixture
def page(open_browser: Opener, article: Article) -> Page:
    page = visit(open_browser(EditorFactory()), change_page(article))
    page.locator(".tiptap.ProseMirror").click()
    return page


def saved(page: Page, article: Article) -> str:
    press(page, "Save and continue editing")
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    article.refresh_from_db()
    return article.body


def test_words_text_comes_out_as_headings_lists_and_tables(page: Page, article: Article) -> None:
    page.evaluate(PASTE, WORD)
    body = saved(page, article)
    assert body.startswith(
        "<h2>The harbour</h2><p>The <strong>old</strong> ferry <em>left</em> at&nbsp;dawn.</p>"
        "<ul><li><p>Forty passengers</p></li><li><p>A piano</p></li></ul><ol><li><p>First</p></li></ol><table>"
    )
    assert "Knots" in body and "mso" not in body.lower() and "style" not in body


def test_words_lists_within_lists_stay_within_them(page: Page, article: Article) -> None:
    lines = [
        ("Deck", 1, "1."),
        ("Bow", 2, "·"),
        ("Rail", 3, "·"),
        ("Stern", 2, "·"),
        ("Anchor", 2, "a)"),
        ("Hold", 1, "2."),
    ]
    page.evaluate(PASTE, "".join(line_of_list(*line) for line in lines))
    assert saved(page, article) == (
        "<ol><li><p>Deck</p><ul><li><p>Bow</p><ul><li><p>Rail</p></li></ul></li><li><p>Stern</p></li></ul>"
        "<ol><li><p>Anchor</p></li></ol></li><li><p>Hold</p></li></ol>"
    )


def test_the_heads_of_a_table_and_a_lists_first_number_outlive_a_save(page: Page, article: Article) -> None:
    text = (
        '<table><thead><tr><th scope="col"><p>Club</p></th><th scope="col"><p>Goals</p></th></tr></thead>'
        '<tbody><tr><th scope="row"><p>Rovers</p></th><td><p>3</p></td></tr></tbody></table>'
        '<ol start="3"><li><p>three</p></li></ol>'
    )
    Article.objects.filter(pk=article.pk).update(body=f"{text}<p>End</p>")
    page.reload()
    page.locator(".tiptap.ProseMirror > p").last.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("!")
    assert saved(page, article) == f"{text}<p>End!</p>"


def test_what_is_bold_in_googles_docs_is_bold_and_nothing_else(page: Page, article: Article) -> None:
    page.evaluate(PASTE, DOCS)
    assert saved(page, article) == (
        "<h2>The harbour</h2><p>The <strong>old</strong> ferry <em>left</em> with H<sub>2</sub>O.</p>"
        '<p><a href="https://pier.example/a?b=1" rel="noopener">Its timetable</a></p>'
        "<ul><li><p>A piano</p></li></ul>"
    )


def test_what_stands_below_a_foreign_picture_stays_as_a_paragraph(page: Page, article: Article) -> None:
    page.evaluate(
        PASTE,
        "<p>One.</p><figure><img src='https://spy.example/1.jpg' alt='x'><figcaption>The pier.</figcaption></figure>",
    )
    assert saved(page, article) == "<p>One.</p><p>The pier.</p>"


def test_small_marks_and_code_of_the_text_outlive_a_save(page: Page, article: Article) -> None:
    text = "<p>H<sub>2</sub>O, x<sup>2</sup> and <code>code</code>.</p><pre><code>one\n  two</code></pre>"
    Article.objects.filter(pk=article.pk).update(body=f"{text}<p>End</p>")
    page.reload()
    page.locator(".tiptap.ProseMirror p").last.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("!")
    assert saved(page, article) == f"{text}<p>End!</p>"


def test_the_webs_text_comes_without_its_frames_and_foreign_pictures(page: Page, article: Article) -> None:
    pier = photo()
    page.evaluate(
        PASTE,
        "<h1>Head</h1><div style='color:red'><p>One <b>two</b>.</p></div><img src='https://spy.example/1.gif'>"
        "<iframe title='A film' src='https://video.example/7'></iframe><blockquote><p>Said.</p></blockquote>"
        f"<p><img src='{pier.image.url}' alt='A pier'></p>",
    )
    page.on("request", lambda request: pytest.fail(request.url) if "example" in request.url else None)
    body = saved(page, article)
    assert "<h2>Head</h2><p>One <strong>two</strong>.</p>" in body
    assert '<p><a href="https://video.example/7" rel="noopener">A film</a></p>' in body
    assert "<blockquote><p>Said.</p></blockquote>" in body and "spy" not in body
    assert f'<img src="{pier.image.url}" alt="A pier">' in body


def test_words_and_minutes_are_counted_while_one_writes(page: Page) -> None:
    counted = page.locator("[data-words]")
    expect(counted).to_have_text("0 words · 0 min to read")
    page.keyboard.type("The")
    expect(counted).to_have_text("1 word · 1 min to read")
    page.keyboard.type(" ferry left")
    expect(counted).to_have_text("3 words · 1 min to read")
    page.evaluate(PASTE, "<p>橋は開通した。</p>")
    expect(counted).to_contain_text("6 characters")


def test_a_forgotten_space_makes_no_link(page: Page, article: Article) -> None:
    page.keyboard.type("It struck six.New hands repaired it. ")
    assert "<a" not in saved(page, article)
