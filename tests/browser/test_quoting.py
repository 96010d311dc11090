"""Quoting in a real browser: the whole or what is selected, by hand and by keys, into what is being written."""

import re
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from articles.models import Article
from comments.models import Comment
from comments.text import render
from tests.browser.accessibility import broken_rules
from tests.browser.pages import Opener, box, shown, visit
from tests.browser.selection import select, select_in
from tests.comments.pages import words
from tests.factories import CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


RICH = """> *Older* words
> > and older ones

See [the *timetable*](https://example.com/a_(b)) or https://example.com/x_y, 2 * 3 * 4 and snake_case,
a\\*b\\*, `co*de`.

1. one
2. two
   - nested

\\- no list \\[no link\\]

```
> code
```"""

PIECES = [
    *(
        "word",
        "日本",
        "é",
        "snake_case",
        "@otter",
        "https://a.example/b_c",
        "https://a.example/(d)",
        "<b>",
        "&amp;",
        "&",
    ),
    *(
        " ",
        " ",
        "\n",
        "\n\n",
        "    ",
        "> ",
        "- ",
        "+ ",
        "1. ",
        "3)",
        "*",
        "**",
        "_",
        "`",
        "```\n",
        "[",
        "]",
        "(",
        ")",
        "<",
    ),
    *("](https://e.example/)", "\\", ".", "!", "#", "~", "|"),
]


@pytest.fixture
def comment(article: Article) -> Comment:
    text = "Dogs ride free. Cats don't.\n\nSo *much* for **fairness**."
    return CommentFactory(article=article, by__username="old_salt", text=text)


def by_selection(page: Page) -> Locator:
    return page.get_by_role("button", name="Quote what you selected of old_salt's comment")


def test_what_is_selected_is_quoted_with_name_time_and_the_way_back(
    open_browser: Opener, article: Article, reader: User, comment: Comment, settings: Any, live_server: Any
) -> None:
    settings.SITE_URL = live_server.url
    page = visit(open_browser(reader), article)
    select(page, comment, "Cats", "much")
    by_selection(page).click()
    expect(box(page)).to_be_focused()
    head = rf"> \[old_salt \w+\.? \d+, \d{{4}}  \d\d:\d\d [ap]m JST\]\(http://[^ ]+/comments/{comment.pk}/\)\n>\n"
    expect(box(page)).to_have_value(re.compile(f"^{head}> Cats don't\\.\n>\n> So \\*much\\*\n\n$"))
    page.keyboard.type("Who says so?")
    page.get_by_role("button", name="Post comment").click()
    reply = page.locator("article.level-1")
    expect(reply.locator("blockquote")).to_contain_text("Cats don't.")
    expect(reply.locator("blockquote")).not_to_contain_text("Dogs")
    reply.get_by_role("link", name="old_salt").last.click()
    expect(page).to_have_url(re.compile(f"#comment-{comment.pk}$"))


def test_the_button_by_the_selection_is_the_next_that_the_tab_key_comes_to(
    open_browser: Opener, article: Article, reader: User, comment: Comment
) -> None:
    page = visit(open_browser(reader), article)
    # Two clicks select the first word.
    shown(page, comment).locator(".text p").first.dblclick(position={"x": 5, "y": 10})
    expect(by_selection(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(by_selection(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value(re.compile(">\n> Dogs\n\n$"))
    expect(by_selection(page)).to_have_count(0)


def test_the_comments_own_button_takes_the_selection_in_it_and_else_the_whole(
    open_browser: Opener, article: Article, reader: User, comment: Comment
) -> None:
    other = CommentFactory(article=article, text="Trains are slow.")
    page = visit(open_browser(reader), article)
    select(page, comment, "Cats", "don't.")
    expect(by_selection(page)).to_be_visible()
    shown(page, other).get_by_role("button", name="Quote").click()
    expect(box(page)).to_have_value(re.compile("> Trains are slow.\n\n$"))
    page.keyboard.press("Escape")
    select(page, comment, "Cats", "don't.")
    expect(by_selection(page)).to_be_visible()
    page.get_by_role("button", name="Quote old_salt", exact=True).click()
    expect(box(page)).to_have_value(re.compile(">\n> Cats don't.\n\n$"))


def test_a_selection_over_two_comments_or_outside_of_them_is_quoted_by_nothing(
    open_browser: Opener, article: Article, reader: User, comment: Comment
) -> None:
    other = CommentFactory(article=article, text="Trains are slow.")
    page = visit(open_browser(reader), article)
    for place, first, last in (
        ("#comments .thread", "Cats", "slow."),
        (".story-body", "", ""),
        (f"#comment-{other.pk} .tally", "", ""),
    ):
        select_in(page.locator(place), first, last)
        page.wait_for_timeout(100)
        expect(page.locator(".quote-selection")).to_have_count(0)


def test_three_clicks_quote_the_paragraph(
    open_browser: Opener, article: Article, reader: User, comment: Comment
) -> None:
    page = visit(open_browser(reader), article)
    shown(page, comment).locator(".text p").last.click(click_count=3)
    by_selection(page).click()
    expect(box(page)).to_have_value(re.compile(">\n> So \\*much\\* for \\*\\*fairness\\*\\*\\.\n\n$"))


def test_quotes_go_into_what_is_being_written_at_the_caret_and_over_nothing(
    open_browser: Opener, article: Article, reader: User, comment: Comment
) -> None:
    other = CommentFactory(article=article, text="Trains are slow.")
    page = visit(open_browser(reader), article)
    box(page).fill("First line.\nSecond line.")
    # The whole first word is selected: a quote must not take its place.
    box(page).evaluate("node => node.setSelectionRange(0, 5)")
    shown(page, other).get_by_role("button", name="Quote").click()
    expect(box(page)).to_have_count(1)
    expect(box(page)).to_be_focused()
    assert re.fullmatch(
        r"First line\.\n\n> \[.*\n>\n> Trains are slow\.\n\nSecond line\.", box(page).input_value()
    )
    page.keyboard.press("Control+End")
    page.keyboard.type(" And:")
    select(page, comment, "Dogs", "free.")
    by_selection(page).click()
    both = r"First line\.\n\n> \[.*\n>\n> Trains are slow\.\n\nSecond line\. And:\n\n> \[old_salt .*\n>\n> Dogs ride free\.\n\n"
    expect(box(page)).to_have_value(re.compile(f"^{both}$"))
    # The same once more changes nothing, and all of it is kept as what is typed is.
    select(page, comment, "Dogs", "free.")
    by_selection(page).click()
    expect(box(page)).to_be_focused()
    assert box(page).input_value().count("Dogs ride free.") == 1
    expect(page.get_by_text("Kept as a draft")).to_be_visible()
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article.comment blockquote")).to_have_count(2)
    assert Comment.objects.latest("pk").parent_id is None


def test_quotes_go_into_an_open_reply_and_into_a_change_of_ones_own(
    open_browser: Opener, article: Article, reader: User, comment: Comment
) -> None:
    own = CommentFactory(article=article, by=reader, text="What I said.")
    page = visit(open_browser(reader), article)
    for place, button, text in ((comment, "Reply", "Well:"), (own, "Edit", "What I said.")):
        shown(page, place).get_by_role("button", name=button).click()
        expect(box(page)).to_be_focused()
        expect(box(page)).to_have_value("" if button == "Reply" else text)
        box(page).fill(text)
        select(page, comment, "Dogs", "free.")
        by_selection(page).click()
        value = re.compile(rf"^{re.escape(text)}\n\n> \[old_salt .*\n>\n> Dogs ride free\.\n\n$")
        expect(box(page)).to_have_value(value)
        expect(shown(page, place).locator("form.composer")).to_have_count(1)


def test_what_was_hidden_meanwhile_cant_be_quoted_from_a_page_that_still_shows_it(
    open_browser: Opener, article: Article, reader: User, comment: Comment, tolerated: list[str]
) -> None:
    tolerated.append("404")
    page = visit(open_browser(reader), article)
    comment.hide(by=ModeratorFactory(), reason="spam")
    select(page, comment, "Dogs", "free.")
    by_selection(page).click()
    expect(page.get_by_role("status").filter(has_text="This comment is no longer there.")).to_be_visible()
    expect(box(page)).to_have_value("")


def test_a_selection_keeps_what_markdown_made_of_it(
    open_browser: Opener, article: Article, reader: User
) -> None:
    comment = CommentFactory(article=article, text=RICH, by__username="old_salt")
    page = visit(open_browser(reader), article)
    select(page, comment)
    by_selection(page).click()
    expect(box(page)).to_be_focused()
    page.keyboard.type("Yes.")
    page.get_by_role("button", name="Preview").click()
    quote = page.locator(".preview .text > blockquote")
    expect(quote).to_be_visible()
    html = shown(page, comment).locator(":scope > .text").inner_html()
    # All but the line that names its author is the comment again.
    quote.locator(":scope > p").first.evaluate("node => node.remove()")
    assert re.sub(r"\s+", " ", quote.inner_html()).strip() == re.sub(r"\s+", " ", html).strip()


def test_whatever_is_quoted_says_the_same_words(open_browser: Opener, article: Article, reader: User) -> None:
    """Signs of Markdown, thrown together: what they made of the words may change a little, the words never."""
    UserFactory(username="otter")
    dice = Random(7)
    typed = ["".join(dice.choices(PIECES, k=dice.randint(1, 14))).strip() for _ in range(500)]
    shown_as = [render(source) for source in typed]
    page = visit(open_browser(reader), article)
    quoted = page.evaluate(
        """async pages => {
          const { markdown } = await import("/static/js/markdown.js");
          return pages.map(html => {
            const parsed = document.createElement("template");
            parsed.innerHTML = html;
            return markdown(parsed.content);
          });
        }""",
        shown_as,
    )
    for source, html, again in zip(typed, shown_as, quoted, strict=True):
        assert "".join(words(render(again)).split()) == "".join(words(html).split()), source


def test_on_a_phone_the_button_is_large_in_sight_and_keeps_nobody_out(
    open_browser: Opener, article: Article, reader: User, comment: Comment
) -> None:
    view = {"viewport": {"width": 320, "height": 700}, "has_touch": True, "is_mobile": True}
    page = visit(open_browser(reader, bypass_csp=True, **view), article)
    select(page, comment)
    place = by_selection(page).bounding_box()
    assert place and place["x"] >= 0 and place["x"] + place["width"] <= 320
    assert place["height"] >= 44
    # It covers buttons below for as long as something is selected, as the phone's own menu does.
    assert broken_rules(page, within="#comments", but=("target-size",)) == []
    by_selection(page).tap()
    expect(box(page)).to_have_value(re.compile("Dogs ride free"))


def test_only_who_writes_loads_what_it_takes_to_write(
    open_browser: Opener, article: Article, reader: User, comment: Comment
) -> None:
    page = open_browser(reader).new_page()
    loaded: list[str] = []
    page.on("response", lambda answer: loaded.append(answer.url.rsplit("/", 1)[-1]))
    page.goto(article.get_absolute_url(), wait_until="networkidle")
    assert "votes.js" in loaded and "quoting.js" not in loaded
    page.get_by_role("button", name="Quote old_salt").click()
    expect(box(page)).to_be_focused()
    assert "quoting.js" in loaded


def test_a_signed_out_reader_loads_at_most_20_kb_of_script(
    open_browser: Opener, article: Article, comment: Comment
) -> None:
    page = open_browser().new_page()
    sizes: dict[str, int] = {}
    page.on("response", lambda answer: sizes.update({answer.url: 0}) if ".js" in answer.url else None)
    page.goto(article.get_absolute_url(), wait_until="networkidle")
    sizes = {url: len(page.request.get(url).body()) for url in sizes}
    assert len(sizes) > 5
    assert sum(sizes.values()) <= 20_000
