"""The thread by keyboard and for those who hear it: its structure, its keys, where the focus stays, what is said."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from articles.models import Article
from comments.listings import PER_PAGE
from comments.models import Comment, ReaderSettings
from tests.browser.accessibility import broken_rules, heard, listen
from tests.browser.pages import Opener, fits, shown, visit
from tests.factories import CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader() -> User:
    return ModeratorFactory(username="Kelpie")


@pytest.fixture
def comments(article: Article, reader: User) -> list[Comment]:
    """A comment, a reply to it, the reader's own answer to that, and another comment."""
    first = CommentFactory(article=article, by__username="otter")
    reply = CommentFactory(parent=first, by__username="heron")
    own = CommentFactory(parent=reply, by=reader)
    return [first, reply, own, CommentFactory(article=article, by__username="seal")]


def open_thread(context: BrowserContext, article: Article) -> Page:
    """The article, its scripts at rest, and what is said from now on heard."""
    page = visit(context, article)
    page.wait_for_load_state("networkidle")
    listen(page)
    return page


def test_a_thread_tells_level_place_author_and_replies(
    open_browser: Opener, article: Article, comments: list[Comment]
) -> None:
    comments[1].hide(by=ModeratorFactory(), reason="spam")
    page = open_browser(java_script_enabled=False).new_page()
    page.goto(article.get_absolute_url())
    for level, name in (
        (3, "otter (comment 1 of 2, level 1, 1 reply)"),
        (4, "This comment was removed by a moderator. (reply 1 of 1, level 2, 1 reply)"),
        (5, "Kelpie (reply 1 of 1, level 3)"),
        (3, "seal (comment 2 of 2, level 1)"),
    ):
        expect(page.get_by_role("heading", level=level, name=name, exact=True)).to_have_count(1)
        expect(page.get_by_role("article", name=name, exact=True)).to_have_count(1)


def test_places_are_told_rightly_on_the_pages_after_the_first(
    open_browser: Opener, article: Article, scripts: bool
) -> None:
    for number in range(PER_PAGE + 3):
        CommentFactory(article=article, by__username=f"otter-{number + 1}")
    page = open_browser(java_script_enabled=scripts).new_page()
    page.goto(f"{article.get_absolute_url()}?sort=newest")
    first = f"otter-{PER_PAGE + 3} (comment 1, level 1)"
    expect(page.get_by_role("article", name=first, exact=True)).to_have_count(1)
    page.get_by_role("link", name="Show more comments").click()
    for number, place in ((3, PER_PAGE + 1), (1, PER_PAGE + 3)):
        name = f"otter-{number} (comment {place} of {PER_PAGE + 3}, level 1)"
        comment = page.get_by_role("article", name=name, exact=True)
        expect(comment).to_have_attribute("aria-posinset", str(place))
        expect(comment).to_have_attribute("aria-setsize", str(PER_PAGE + 3))
    if not scripts:
        page.get_by_role("link", name="Earlier comments").click()
        expect(page.get_by_role("article", name=first, exact=True)).to_have_count(1)


def test_j_and_k_walk_the_thread(open_browser: Opener, article: Article, comments: list[Comment]) -> None:
    page = open_thread(open_browser(UserFactory()), article)
    for comment in comments:
        page.keyboard.press("j")
        expect(shown(page, comment)).to_be_focused()
        expect(shown(page, comment)).to_be_in_viewport()
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("j")
    expect(shown(page, comments[-1])).to_be_focused()
    for comment in comments[-2::-1]:
        page.keyboard.press("k")
        expect(shown(page, comment)).to_be_focused()
    # What is folded away is passed over.
    shown(page, comments[0]).get_by_role("button", name="Fold").click()
    page.keyboard.press("j")
    expect(shown(page, comments[-1])).to_be_focused()


def test_u_d_and_r_act_on_the_comment_with_the_focus(
    open_browser: Opener, article: Article, comments: list[Comment]
) -> None:
    page = open_thread(open_browser(UserFactory()), article)
    place = shown(page, comments[0])
    page.keyboard.press("u")
    page.keyboard.press("j")
    for key, tally in (("u", "1 ( +1 / -0 )"), ("d", "-1 ( +0 / -1 )"), ("d", "0 ( +0 / -0 )")):
        page.keyboard.press(key)
        expect(place.locator(".tally")).to_have_text(tally)
        expect(place).to_be_focused()
    page.keyboard.press("r")
    box = page.get_by_label("Your comment")
    expect(box).to_be_focused()
    page.keyboard.type("jkudr?")
    expect(box).to_have_value("jkudr?")
    page.keyboard.press("Escape")
    expect(page.locator("#comments [aria-busy=true]")).to_have_count(0)
    page.keyboard.press("j")
    expect(shown(page, comments[1])).to_be_focused()


def test_ones_own_comment_says_why_it_takes_no_vote(
    open_browser: Opener, article: Article, reader: User, comments: list[Comment]
) -> None:
    page = open_thread(open_browser(reader), article)
    shown(page, comments[2]).get_by_role("button", name="Edit").focus()
    page.keyboard.press("u")
    expect(page.get_by_role("status").filter(has_text="You can't vote on your own comment.")).to_be_visible()


def test_keys_with_a_modifier_are_the_browsers_own(
    open_browser: Opener, article: Article, comments: list[Comment]
) -> None:
    page = open_thread(open_browser(UserFactory()), article)
    for key in ("Control+j", "Alt+j", "Meta+j"):
        page.keyboard.press(key)
    expect(page.locator("article.comment:focus")).to_have_count(0)


def test_the_question_mark_shows_the_keys(
    open_browser: Opener, article: Article, comments: list[Comment]
) -> None:
    page = open_thread(open_browser(UserFactory()), article)
    page.keyboard.press("j")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys in the discussion")
    expect(dialog).to_contain_text("Next comment")
    page.keyboard.press("j")
    expect(dialog).to_be_visible()
    assert broken_rules(page, within="#keys") == []
    page.keyboard.press("Escape")
    expect(shown(page, comments[0])).to_be_focused()
    page.get_by_role("button", name="Show the keys").focus()
    page.keyboard.press("Enter")
    dialog.get_by_role("link", name="Switch the keys off").click()
    expect(page).to_have_url("/accounts/settings/")


def test_switched_off_the_keys_do_nothing(
    open_browser: Opener, article: Article, reader: User, comments: list[Comment]
) -> None:
    ReaderSettings.objects.choose(by=reader, has_keys=False)
    for context in (open_browser(reader), open_browser()):
        page = open_thread(context, article)
        for key in "jkudr?":
            page.keyboard.press(key)
        expect(page.locator("article.comment:focus")).to_have_count(0)
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_label("Your comment")).not_to_be_focused()


def test_each_act_is_said_once_and_said_again_when_done_again(
    open_browser: Opener, article: Article, comments: list[Comment]
) -> None:
    page = open_thread(open_browser(UserFactory()), article)
    for comment in (comments[0], comments[1]):
        button = shown(page, comment).get_by_role("button", name="Vote up")
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(button).to_be_focused()
        page.wait_for_timeout(200)
    assert [sentence[:4] for sentence in heard(page)] == [heard(page)[0][:4]] * 2


def test_the_focus_goes_to_what_was_posted_and_it_is_said_once(
    open_browser: Opener, article: Article, comments: list[Comment]
) -> None:
    page = open_thread(open_browser(UserFactory()), article)
    shown(page, comments[0]).get_by_role("button", name="Reply to").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your comment")).to_be_focused()
    page.keyboard.type("By keys alone.")
    page.keyboard.press("Control+Enter")
    posted = page.locator("article.comment").filter(has_text="By keys alone.")
    expect(posted).to_be_focused()
    expect(posted).to_be_in_viewport()
    page.wait_for_timeout(200)
    assert heard(page) == ["Your comment is posted."]
    # From there the keys go on.
    page.keyboard.press("k")
    expect(page.locator("article.comment:focus")).to_have_count(1)


def test_hiding_and_restoring_keep_the_focus_at_the_comment(
    open_browser: Opener, article: Article, reader: User, comments: list[Comment]
) -> None:
    page = open_thread(open_browser(reader), article)
    place = shown(page, comments[1])
    place.get_by_role("button", name="Hide").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Why?").fill("spam")
    page.keyboard.press("Enter")
    expect(place).to_contain_text("Hidden from readers")
    expect(place).to_be_focused()
    place.get_by_role("button", name="Restore").focus()
    page.keyboard.press("Enter")
    expect(place.get_by_role("button", name="Hide")).to_be_visible()
    expect(place).to_be_focused()


def test_deleting_leaves_the_focus_at_the_comment_before(
    open_browser: Opener, article: Article, reader: User, comments: list[Comment]
) -> None:
    page = open_thread(open_browser(reader), article)
    shown(page, comments[2]).get_by_role("button", name="Delete").focus()
    page.keyboard.press("Enter")
    expect(shown(page, comments[2]).get_by_role("link", name="Cancel")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(shown(page, comments[2])).to_have_count(0)
    expect(shown(page, comments[1])).to_be_focused()


def test_closing_a_form_gives_the_focus_back_to_its_button(
    open_browser: Opener, article: Article, comments: list[Comment]
) -> None:
    page = open_thread(open_browser(UserFactory()), article)
    button = shown(page, comments[0]).get_by_role("button", name="Report")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_label("In your words").focus()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()


@pytest.fixture
def deep(article: Article) -> Comment:
    """A chain far deeper than a page shows, with replies beside it that wait behind a link, and a removed comment."""
    two = [UserFactory(), UserFactory()]
    comment = first = CommentFactory(article=article, text="> quoted\n\n`code` and https://example.com/")
    for number in range(50):
        comment = CommentFactory(parent=comment, by=two[number % 2], text=f"At depth {number}. " * 3)
        if number < 2:
            CommentFactory.create_batch(8, parent=comment)
        if number == 2:
            removed = comment
    removed.hide(by=ModeratorFactory(), reason="spam")
    return first


@pytest.mark.parametrize("signed_in", [True, False])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_deep_thread_keeps_nobody_out(
    open_browser: Opener,
    article: Article,
    reader: User,
    deep: Comment,
    width: int,
    scheme: Any,
    signed_in: bool,
) -> None:
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "bypass_csp": True}
    page = open_thread(open_browser(reader if signed_in else None, **options), article)
    if signed_in:
        shown(page, deep).get_by_role("button", name="Reply to").click()
        # The box of the first moments, which is smaller, has made room: nothing moves any more under the next press.
        expect(page.get_by_role("button", name="Preview")).to_be_visible()
        expect(page.get_by_label("Your comment")).to_be_focused()
    page.locator("[data-replies]").first.click()
    expect(page.get_by_role("status").filter(has_text="More comments are shown.")).to_be_attached()
    assert broken_rules(page, within="#comments") == []
    assert fits(page)


def test_nothing_moves_where_less_motion_is_asked_for(
    open_browser: Opener, article: Article, comments: list[Comment]
) -> None:
    page = open_browser(UserFactory(), reduced_motion="reduce").new_page()
    page.goto(f"{article.get_absolute_url()}#comment-{comments[0].pk}")
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
