"""A reply that is begun while its form is still on its way: nothing typed is lost, and nobody is called back."""

import re

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from comments.models import Comment, Draft
from tests.browser.held import Held
from tests.browser.pages import Opener, box, press, shown, visit
from tests.browser.selection import select
from tests.factories import CommentFactory, UserFactory
from tests.newsportal.machine import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def comments(article: Article) -> list[Comment]:
    return [
        CommentFactory(article=article, by__username=name, text="Bunks are back.")
        for name in ("otter", "seal")
    ]


def begin_reply(open_browser: Opener, article: Article, words: str) -> tuple[Page, Held]:
    """Types `words` in reply to the first comment while the form is held on its way."""
    page = visit(open_browser(UserFactory()), article)
    held = Held(page, "**/reply/")
    page.keyboard.press("j")
    page.keyboard.press("r")
    # The box has its place, and nothing moves any more, before one goes on.
    expect(box(page)).to_be_focused()
    page.keyboard.type(words)
    return page, held


def test_sent_off_while_the_form_is_on_its_way_it_goes_when_the_form_is_there(
    open_browser: Opener, article: Article, comments: list[Comment]
) -> None:
    page, held = begin_reply(open_browser, article, "At once.")
    page.keyboard.press("Control+Enter")
    held.first().continue_()
    expect(page.locator("article.level-1").filter(has_text="At once.")).to_be_focused()


def test_closed_while_the_form_is_on_its_way_it_waits_for_its_button(
    open_browser: Opener, article: Article, comments: list[Comment]
) -> None:
    page, held = begin_reply(open_browser, article, "Not now.")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Your comment")).to_have_count(0)
    held.first().continue_()
    expect(page.locator("#comments [aria-busy=true]")).to_have_count(0)
    expect(shown(page, comments[0]).get_by_role("button", name="Reply to")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your comment")).to_have_value("Not now.")


def test_letters_typed_while_the_form_is_on_its_way_are_in_its_box(
    open_browser: Opener, article: Article, comments: list[Comment]
) -> None:
    page, held = begin_reply(open_browser, article, "jkudr? At on")
    box = page.get_by_label("Your comment")
    expect(box).to_have_count(1)
    held.first().continue_()
    expect(page.get_by_role("button", name="Post comment")).to_be_visible()
    page.keyboard.type("ce.")
    expect(box).to_have_value("jkudr? At once.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("article.level-1").filter(has_text="jkudr? At once.")).to_be_visible()


@pytest.mark.parametrize("comes_first", ["first", "second"])
def test_of_two_replies_begun_shortly_the_later_is_open_and_each_has_its_own_letters(
    open_browser: Opener, article: Article, comments: list[Comment], comes_first: str
) -> None:
    page, held = begin_reply(open_browser, article, "To the first.")
    press(shown(page, comments[1]), "Reply to")
    page.keyboard.type("To the ")
    for route in sorted([held.first(), held.second()], key=lambda each: each != getattr(held, comes_first)()):
        route.continue_()
    expect(page.locator("#comments [aria-busy=true]")).to_have_count(0)
    page.keyboard.type("other.")
    box = page.get_by_label("Your comment")
    expect(box).to_have_value("To the other.")
    expect(shown(page, comments[1]).get_by_label("Your comment")).to_be_focused()
    press(shown(page, comments[0]), "Reply to")
    expect(box).to_have_value("To the first.")
    assert until(lambda: {draft.text for draft in Draft.objects.all()} == {"To the first.", "To the other."})


def test_pressed_again_after_another_a_reply_is_open_with_all_its_letters(
    open_browser: Opener, article: Article, comments: list[Comment]
) -> None:
    page, held = begin_reply(open_browser, article, "To the first,")
    press(shown(page, comments[1]), "Reply to")
    page.keyboard.type("To the other.")
    press(shown(page, comments[0]), "Reply to")
    page.keyboard.type(" and more.")
    held.second().continue_()
    held.first().continue_()
    expect(page.get_by_role("button", name="Post comment")).to_be_visible()
    box = page.get_by_label("Your comment")
    expect(shown(page, comments[0]).get_by_label("Your comment")).to_have_value("To the first, and more.")
    press(shown(page, comments[1]), "Reply to")
    expect(box).to_have_count(1)
    expect(shown(page, comments[1]).get_by_label("Your comment")).to_have_value("To the other.")


def test_closed_and_pressed_again_while_its_form_is_on_its_way_a_reply_is_open(
    open_browser: Opener, article: Article, comments: list[Comment]
) -> None:
    page, held = begin_reply(open_browser, article, "Not now,")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.keyboard.type(" or yes.")
    held.first().continue_()
    expect(page.get_by_role("button", name="Post comment")).to_be_visible()
    expect(page.get_by_label("Your comment")).to_have_value("Not now, or yes.")


def test_what_was_typed_for_a_form_that_never_came_stays_when_another_was_begun_meanwhile(
    open_browser: Opener, article: Article, comments: list[Comment], tolerated: list[str]
) -> None:
    tolerated.append("404")
    page, held = begin_reply(open_browser, article, "To the first.")
    press(shown(page, comments[1]), "Reply to")
    page.keyboard.type("To the other.")
    held.first().fulfill(status=404)
    held.second().continue_()
    expect(page.get_by_role("button", name="Post comment")).to_be_visible()
    box = page.get_by_label("Your comment")
    expect(box).to_have_value("To the other.")
    page.keyboard.press("Escape")
    expect(box).to_have_value("To the first.")


def test_a_word_that_is_being_composed_meanwhile_is_whole(
    open_browser: Opener, article: Article, comments: list[Comment]
) -> None:
    context = open_browser(UserFactory())
    page = visit(context, article)
    held = Held(page, "**/reply/")
    shown(page, comments[0]).get_by_role("button", name="Reply to").click()
    keyboard = context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "かn", "selectionStart": 2, "selectionEnd": 2})
    held.first().continue_()
    page.wait_for_load_state("networkidle")
    keyboard.send("Input.imeSetComposition", {"text": "かんじ", "selectionStart": 3, "selectionEnd": 3})
    keyboard.send("Input.insertText", {"text": "漢字"})
    expect(page.get_by_role("button", name="Post comment")).to_be_visible()
    expect(page.get_by_label("Your comment")).to_have_value("漢字")


@pytest.mark.parametrize("answer", [404, None])
def test_what_was_typed_for_a_form_that_never_came_is_in_the_box_under_the_thread(
    open_browser: Opener, article: Article, comments: list[Comment], tolerated: list[str], answer: int | None
) -> None:
    tolerated += ["404", "ERR_FAILED"]
    page = visit(open_browser(UserFactory()), article)
    page.get_by_label("Your comment").fill("Before. ")
    held = Held(page, "**/reply/")
    shown(page, comments[0]).get_by_role("button", name="Reply to").click()
    page.keyboard.type("Well said")
    held.first().fulfill(status=answer) if answer else held.first().abort()
    expect(page.get_by_label("Your comment")).to_have_value("Before. Well said")
    expect(page.locator("#said.is-seen")).to_be_visible()


def test_who_goes_on_to_select_what_to_quote_keeps_the_selection_when_the_form_comes(
    open_browser: Opener, article: Article, comments: list[Comment]
) -> None:
    page, held = begin_reply(open_browser, article, "Well:")
    select(page, comments[0], "Bunks", "back.")
    quotes = page.get_by_role("button", name="Quote what you selected of otter's comment")
    expect(quotes).to_be_visible()
    held.first().continue_()
    expect(page.get_by_role("button", name="Post comment")).to_be_visible()
    expect(page.locator("#comments [aria-busy=true]")).to_have_count(0)
    quotes.click()
    expect(page.get_by_label("Your comment")).to_have_value(
        re.compile(r"^Well:\n\n> \[otter .*\n>\n> Bunks are back\.\n\n$")
    )


def test_what_is_quoted_while_the_form_is_on_its_way_is_in_its_box(
    open_browser: Opener, article: Article, comments: list[Comment]
) -> None:
    page, held = begin_reply(open_browser, article, "Well:")
    box = page.get_by_label("Your comment")
    shown(page, comments[1]).get_by_role("button", name="Quote seal").click()
    quoted = re.compile(r"^Well:\n\n> \[seal .*\n>\n> Bunks are back\.\n\n$")
    expect(box).to_have_value(quoted)
    expect(box).to_be_focused()
    held.first().continue_()
    expect(page.get_by_role("button", name="Post comment")).to_be_visible()
    expect(box).to_have_value(quoted)
    expect(page.locator("#said.is-seen")).to_have_count(0)
