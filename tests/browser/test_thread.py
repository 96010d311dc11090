"""The thread in a real browser, with scripts and without: the same acts, the same result."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from accounts.models import User
from articles.models import Article
from comments.models import Comment
from tests.browser.accessibility import broken_rules
from tests.browser.pages import Opener, fits, press, same_document, shown, visit, write
from tests.factories import CommentFactory, ModeratorFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_posting_shows_the_comment_and_the_count_at_once(
    open_browser: Opener, article: Article, reader: User, scripts: bool
) -> None:
    page = visit(open_browser(reader, java_script_enabled=scripts), article)
    write(page, "Bunks are back.")
    expect(page.locator("article.comment .text")).to_have_text("Bunks are back.")
    expect(page.get_by_role("heading", name="1 Comment")).to_be_visible()
    expect(page.locator("[data-comment-count]").first).to_have_text("1 Comment")
    expect(page.get_by_label("Your comment")).to_have_value("")
    assert same_document(page) is scripts
    assert page.url.endswith(f"#comment-{Comment.objects.get().pk}")


def test_replying_below_a_reply(open_browser: Opener, article: Article, reader: User, scripts: bool) -> None:
    parent = CommentFactory(parent=CommentFactory(article=article))
    page = visit(open_browser(reader, java_script_enabled=scripts), article)
    press(shown(page, parent), "Reply to")
    expect(page.get_by_label("Your comment")).to_have_count(1)
    if not scripts:
        expect(page).to_have_url(re.compile("/reply/"))
    write(page, "Well answered.")
    reply = page.locator("article.level-2")
    expect(reply.locator(".text")).to_have_text("Well answered.")
    expect(reply).to_contain_text(f"to {parent.author.username}")
    assert same_document(page) is scripts
    assert Comment.objects.latest("pk").parent_id == parent.pk


def test_quoting(open_browser: Opener, article: Article, reader: User, scripts: bool) -> None:
    comment = CommentFactory(article=article, text="Dogs ride free.")
    page = visit(open_browser(reader, java_script_enabled=scripts), article)
    press(shown(page, comment), "Quote")
    box = page.get_by_label("Your comment")
    expect(box).to_have_value(re.compile("> Dogs ride free."))
    box.press("Control+End")
    box.press_sequentially("Thanks!")
    press(page, "Post comment")
    expect(page.locator("article.level-1 blockquote")).to_contain_text("Dogs ride free.")
    expect(page.locator("article.level-1 .text > p")).to_have_text("Thanks!")
    assert same_document(page) is scripts


def test_voting_changing_and_taking_back_with_scripts(
    open_browser: Opener, article: Article, reader: User
) -> None:
    comment = CommentFactory(article=article)
    page = visit(open_browser(reader), article)
    place = shown(page, comment)
    up, down = place.get_by_role("button", name="Vote up"), place.get_by_role("button", name="Vote down")
    for button, tally, pressed in (
        (up, "1 ( +1 / -0 )", ("true", "false")),
        (down, "-1 ( +0 / -1 )", ("false", "true")),
        (down, "0 ( +0 / -0 )", ("false", "false")),
        (up, "1 ( +1 / -0 )", ("true", "false")),
    ):
        button.click()
        expect(place.locator(".tally")).to_have_text(tally)
        expect(up).to_have_attribute("aria-pressed", pressed[0])
        expect(down).to_have_attribute("aria-pressed", pressed[1])
    assert same_document(page)
    page.reload()
    expect(up).to_have_attribute("aria-pressed", "true")
    comment.refresh_from_db()
    assert comment.tally == "1 ( +1 / -0 )"


def test_voting_and_taking_back_without_scripts(open_browser: Opener, article: Article, reader: User) -> None:
    comment = CommentFactory(article=article)
    page = visit(open_browser(reader, java_script_enabled=False), article)
    for name, tally in (("Vote down", "-1 ( +0 / -1 )"), ("Take back", "0 ( +0 / -0 )")):
        press(shown(page, comment), name)
        expect(shown(page, comment).locator(".tally")).to_have_text(tally)


def test_ones_own_comment_offers_no_vote(open_browser: Opener, article: Article, reader: User) -> None:
    comment = CommentFactory(article=article, by=reader)
    page = visit(open_browser(reader), article)
    expect(shown(page, comment).get_by_role("button", name="Vote up")).to_be_disabled()


def test_a_double_click_posts_once(open_browser: Opener, article: Article, reader: User) -> None:
    page = visit(open_browser(reader), article)
    page.get_by_label("Your comment").fill("Once.")
    page.get_by_role("button", name="Post comment").dblclick()
    expect(page.locator("article.comment")).to_have_count(1)
    assert Comment.objects.count() == 1


def test_a_refusal_keeps_the_text_and_says_why(
    open_browser: Opener, article: Article, reader: User, scripts: bool, tolerated: list[str]
) -> None:
    tolerated.append("422")
    page = visit(open_browser(reader, java_script_enabled=scripts), article)
    write(page, "x" * 10_001)
    expect(page.get_by_role("alert").filter(has_text="at most 10,000")).to_be_visible()
    expect(page.get_by_label("Your comment")).to_have_value("x" * 10_001)
    write(page, "Shorter.")
    expect(page.locator("article.comment .text")).to_have_text("Shorter.")


def test_a_reply_begun_and_closed_is_still_there_and_so_is_the_comment_below(
    open_browser: Opener, article: Article, reader: User
) -> None:
    one, other = CommentFactory(article=article), CommentFactory(article=article)
    page = visit(open_browser(reader), article)
    box = page.get_by_label("Your comment")
    box.fill("Under the article.")
    press(shown(page, one), "Reply to")
    box.fill("A reply begun.")
    press(shown(page, other), "Reply to")
    expect(box).to_have_value("")
    box.press("Escape")
    expect(box).to_have_value("Under the article.")
    press(shown(page, one), "Reply to")
    expect(box).to_have_value("A reply begun.")
    press(page, "Post comment")
    expect(page.locator("article.level-1 .text")).to_have_text("A reply begun.")
    expect(box).to_have_value("Under the article.")


def test_a_moderator_hides_and_restores(open_browser: Opener, article: Article, scripts: bool) -> None:
    comment = CommentFactory(article=article, text="Unspeakable.")
    CommentFactory(parent=comment, text="Please don't.")
    page = visit(open_browser(ModeratorFactory(), java_script_enabled=scripts), article)
    press(shown(page, comment), "Hide")
    page.get_by_label("Why?").fill("insult")
    press(page, "Hide comment")
    expect(shown(page, comment)).to_contain_text("Hidden from readers")
    visitor = open_browser().new_page()
    visitor.goto(article.get_absolute_url())
    expect(visitor.locator("#comments")).not_to_contain_text("Unspeakable.")
    expect(visitor.locator("#comments")).to_contain_text("Please don't.")
    press(shown(page, comment), "Restore")
    expect(shown(page, comment).get_by_role("button", name="Hide")).to_be_visible()
    assert same_document(page) is scripts
    visitor.reload()
    expect(shown(visitor, comment)).to_contain_text("Unspeakable.")


def test_all_of_it_by_keyboard(open_browser: Opener, article: Article, reader: User) -> None:
    comment = CommentFactory(article=article)
    page = visit(open_browser(reader), article)
    shown(page, comment).get_by_role("link").last.focus()
    names = []
    for _ in range(5):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.ariaLabel").split(" ")[0:2])
    assert [" ".join(name) for name in names][:2] == ["Vote up", "Vote down"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your comment")).to_be_focused()
    page.keyboard.type("By keys alone.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("article.level-1 .text")).to_have_text("By keys alone.")
    expect(page.locator("article.level-1")).to_be_focused()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_runs_off_the_side(open_browser: Opener, article: Article, width: int) -> None:
    comment = CommentFactory(article=article, text="x" * 400)
    for _ in range(4):
        comment = CommentFactory(parent=comment, text=f"{'y' * 400}\n\n    {'z' * 400}\n\n> {'q' * 400}")
    page = open_browser(viewport={"width": width, "height": 800}).new_page()
    page.goto(article.get_absolute_url())
    expect(page.locator("article.level-4")).to_be_visible()
    assert fits(page)
    assert page.locator("article.level-4 .text").bounding_box()["width"] >= 200


def test_a_replys_head_is_no_taller_than_a_comments(open_browser: Opener, article: Article) -> None:
    comment = CommentFactory(article=article)
    for _ in range(4):
        comment = CommentFactory(parent=comment)
    page = visit(open_browser(), article)
    heads = page.locator("article.comment > header").evaluate_all(
        "nodes => nodes.map(node => node.offsetHeight)"
    )
    assert len(heads) == 5
    assert set(heads) == {heads[0]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out(open_browser: Opener, article: Article, reader: User, scheme: Any) -> None:
    own = CommentFactory(article=article, by=reader, text="> quoted\n\n`code` and https://example.com/")
    CommentFactory(parent=CommentFactory(parent=own)).hide(by=ModeratorFactory(), reason="spam")
    for user in (reader, ModeratorFactory()):
        page = visit(open_browser(user, color_scheme=scheme), article)
        press(page.locator("article.level-1"), "Reply to")
        expect(page.get_by_label("Your comment")).to_be_focused()
        assert broken_rules(page, within="#comments") == []


def test_arrows_and_the_flag_on_a_phone_are_drawn_in_place_of_their_words(
    open_browser: Opener, article: Article, reader: User
) -> None:
    comment = CommentFactory(article=article)
    page = visit(open_browser(reader, viewport={"width": 360, "height": 800}), article)
    for name in ("Vote up", "Vote down", "Report"):
        button = shown(page, comment).get_by_role("button", name=name)
        expect(button).to_have_css("font-size", "0px")
        assert button.evaluate("node => node.scrollWidth <= node.clientWidth")
    expect(shown(page, comment).get_by_role("button", name="Reply")).to_have_css("font-size", "14px")
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(shown(page, comment).get_by_role("button", name="Report")).to_have_css("font-size", "14px")
