"""How writing of all kinds lies on the page, measured where Chromium puts it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page

from articles.models import Article
from comments.models import Comment
from tests.browser.pages import Opener, fits
from tests.factories import ArticleFactory, CommentFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
NARGES = "نرگس"

# Where the words of an element are: {left, right, top} of the first time that each is found.
PLACES = """(element, words) => words.map(word => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  for (let node; (node = walker.nextNode());) {
    const at = node.data.indexOf(word)
    if (at < 0) continue
    const range = document.createRange()
    range.setStart(node, at)
    range.setEnd(node, at + word.length)
    const {left, right, top} = range.getBoundingClientRect()
    return {left, right, top}
  }
  return null
})"""
# The first character of each line of an element.
LINE_STARTS = """element => {
  const starts = []
  let bottom = -Infinity
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  for (let node; (node = walker.nextNode());) {
    for (let at = 0; at < node.data.length; at++) {
      const range = document.createRange()
      range.setStart(node, at)
      range.setEnd(node, at + 1)
      const box = range.getBoundingClientRect()
      if (box.width && box.top > bottom - 4) { starts.push(node.data[at]); bottom = box.bottom }
    }
  }
  return starts
}"""


@pytest.fixture
def article() -> Article:
    return ArticleFactory()


def open_thread(open_browser: Opener, article: Article, width: int = 1280) -> Page:
    page = open_browser(viewport={"width": width, "height": 900}).new_page()
    page.goto(article.get_absolute_url())
    page.evaluate("document.fonts.ready")
    return page


def places(page: Page, where: str, *words: str) -> list[Any]:
    found = page.locator(where).first.evaluate(PLACES, list(words))
    assert None not in found, (words, found)
    return found


def in_order(page: Page, where: str, *words: str) -> None:
    """The words stand in one line, each to the right of the one before."""
    found = places(page, where, *words)
    for one, next_one in pairwise(found):
        assert abs(one["top"] - next_one["top"]) < 12 and one["right"] <= next_one["left"] + 1, found


def test_a_name_from_the_right_keeps_numbers_after_it_in_their_place(
    open_browser: Opener, article: Article
) -> None:
    narges = CommentFactory(article=article, by=UserFactory(username=NARGES), text="Hello.")
    asked = CommentFactory(article=article, text=f"Ask @{NARGES} 12 times, then 34.")
    reply = CommentFactory(parent=narges, text="Yes.")
    page = open_thread(open_browser, article)
    in_order(page, f"#comment-{asked.pk} .text", "Ask", NARGES, "12", "times", "34")
    in_order(page, f"#comment-{reply.pk} > header .to", "to", NARGES)
    in_order(page, f"#comment-{narges.pk} > header", NARGES, "JST")
    in_order(page, f"#comment-{narges.pk} footer", "+0", "-0")


def test_a_quote_of_a_name_from_the_right_keeps_the_time_behind_it(
    open_browser: Opener, article: Article
) -> None:
    said = CommentFactory(article=article, by=UserFactory(username=NARGES), text="Hello.")
    context = open_browser(user=UserFactory(), java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/comments/{said.pk}/quote/")
    page.get_by_label("Your comment").press("End")
    page.get_by_role("button", name="Post comment").click()
    quote = Comment.objects.latest("pk")
    in_order(page, f"#comment-{quote.pk} blockquote", NARGES, ":", "JST")


@pytest.mark.parametrize(
    "signs", ["\u202e", "\u2067", "\u2069\u2069", "\u202e\u2067\u202b\u2066", "\u202c\u2069"]
)
def test_signs_that_turn_writing_around_turn_nothing_but_their_paragraph(
    open_browser: Opener, article: Article, signs: str
) -> None:
    plain = CommentFactory(article=article, by=UserFactory(username="Kelpie"), text="First 12.\n\nSecond 34.")
    after = CommentFactory(article=article, by=UserFactory(username="Selkie"), text="After it 56.")

    def measured() -> list[Any]:
        page = open_thread(open_browser, article)
        found = [
            places(page, f"#comment-{plain.pk} > header", "Kelpie", "JST"),
            places(page, f"#comment-{plain.pk} .text", "Second", "34"),
            places(page, f"#comment-{plain.pk} footer", "+0", "-0", "Reply"),
            places(page, f"#comment-{after.pk} > header", "Selkie", "JST"),
            places(page, f"#comment-{after.pk} .text", "After", "56"),
        ]
        page.close()
        return found

    before = measured()
    plain.edit(by=plain.author, text=f"First{signs} 12.\n\nSecond 34.", base="")
    assert measured() == before


def test_each_paragraph_has_the_direction_of_its_own_words(open_browser: Opener, article: Article) -> None:
    said = CommentFactory(article=article, text="> Where is it?\n\nالسفينة في الميناء.\n\nThat is, in port.")
    page = open_thread(open_browser, article)
    box = page.locator(f"#comment-{said.pk} .text").bounding_box()
    assert box
    arabic, latin = places(page, f"#comment-{said.pk} .text", "السفينة", "That is")
    assert abs(arabic["right"] - box["x"] - box["width"]) < 2 and abs(latin["left"] - box["x"]) < 2


def test_a_list_stands_on_the_side_of_its_own_words_whatever_is_quoted(
    open_browser: Opener, article: Article
) -> None:
    latin = CommentFactory(article=article, text="> السفينة في الميناء.\n\n- First\n- Second")
    arabic = CommentFactory(article=article, text="> In port.\n\n- السفينة\n- الميناء\n\nOr not.")
    page = open_thread(open_browser, article)

    def directions(said: Comment) -> list[str]:
        parts = page.locator(f"#comment-{said.pk} .text").locator("xpath=. | *")
        return parts.evaluate_all("parts => parts.map((part) => getComputedStyle(part).direction)")

    assert directions(latin) == ["ltr", "rtl", "ltr"]
    assert directions(arabic) == ["ltr", "ltr", "rtl", "ltr"]


def test_code_keeps_its_order_among_words_from_the_right(open_browser: Opener, article: Article) -> None:
    said = CommentFactory(article=article, text="الأمر `ls -a!` هنا:\n\n```\n(ls -a)!\n```")
    page = open_thread(open_browser, article)
    for code, first, last in (("p code", "l", "!"), ("pre", "(", "!")):
        before, after = places(page, f"#comment-{said.pk} {code}", first, last)
        assert before["left"] < after["left"]


@pytest.mark.parametrize("width", [320, 360, 411])
def test_japanese_lines_break_where_japanese_lines_may(
    open_browser: Opener, article: Article, width: int
) -> None:
    text = (
        "ちょっと待って、「コーヒーのフェリー」はどこですか。きっと、もうすぐ来るでしょう！ええ、ずっと待っていました。"
        * 4
    )
    said = CommentFactory(article=article, text=text)
    page = open_thread(open_browser, article, width)
    paragraph = page.locator(f"#comment-{said.pk} .text p")
    starts = paragraph.evaluate(LINE_STARTS)
    assert len(starts) > 8 and not set(starts) & set("、。」！ーっゃゅょッャュョェ"), starts
    assert paragraph.get_attribute("lang") == "ja"
    assert fits(page)


def test_heaped_marks_paint_nothing_into_the_comment_above(open_browser: Opener, article: Article) -> None:
    above = CommentFactory(article=article, by=UserFactory(username="Kelpie"), text="Quiet words.")
    said = CommentFactory(article=article, by=UserFactory(username="Selkie"), text="Loud words.")

    def picture() -> bytes:
        page = open_thread(open_browser, article)
        words = page.locator(f"#comment-{above.pk}")
        words.scroll_into_view_if_needed()
        taken = words.screenshot(animations="disabled")
        page.close()
        return taken

    before = picture()
    said.edit(by=said.author, text="Lo" + "\u0301\u0302\u0304\u0308" * 40 + "ud words.", base="")
    assert picture() == before
