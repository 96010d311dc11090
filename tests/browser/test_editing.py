"""Changing and deleting what one wrote, in a real browser: what the reader is told, and what others see of it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from articles.models import Article
from comments import editing
from comments.models import Comment
from tests.browser.pages import Opener, shown, visit
from tests.factories import CommentFactory, UserFactory, rest

pytestmark = pytest.mark.django_db(transaction=True)


FREE = "or until somebody answers, a change leaves no mark."
MARKED = "The comment will be marked as edited, and readers can see what was changed."
# All that a preview has to show as the comment will: quotes, lists, links, mentions, code, other scripts, markup that is none.
RICH = """> *Quoted* by @otter

Hello @otter, see https://example.com/a_(b) and <b>this</b>:

- 港は静か
- `code` and **more**

```
for each in order
```"""

TYPE = "node => { const {font, color, direction} = getComputedStyle(node); return {font, color, direction}; }"


@pytest.fixture
def comment(article: Article, reader: User) -> Comment:
    return CommentFactory(article=article, by=reader, text="The ferry leaves at six.")


def edit(page: Page, comment: Comment) -> Locator:
    """Opens the form and returns its box."""
    shown(page, comment).get_by_role("button", name="Edit").click()
    box = page.get_by_label("Your comment")
    expect(box).to_have_value(comment.text)
    return box


def clock(comment: Comment) -> str:
    ends_at = (comment.created_at + editing.GRACE).astimezone(timezone.get_default_timezone())
    return f"Until {ends_at:%I:%M} {'am' if ends_at.hour < 12 else 'pm'} JST, {FREE}"


def test_a_free_change_says_until_when_and_leaves_no_mark(
    open_browser: Opener, article: Article, reader: User, comment: Comment, scripts: bool
) -> None:
    page = visit(open_browser(reader, java_script_enabled=scripts), article)
    expect(shown(page, comment)).to_contain_text(clock(comment))
    box = edit(page, comment)
    expect(page.locator(".composer .hint", has_text="Until")).to_contain_text(clock(comment))
    box.fill("The ferry leaves at seven.")
    page.get_by_role("button", name="Save changes").click()
    expect(shown(page, comment).locator(".text")).to_have_text("The ferry leaves at seven.")
    expect(page.get_by_role("status").filter(has_text="It leaves no mark.")).to_be_visible()
    expect(shown(page, comment).get_by_role("link", name="edited")).to_have_count(0)


def test_the_time_left_is_counted_for_the_eye_alone_and_ends_by_itself(
    open_browser: Opener, article: Article, reader: User, comment: Comment
) -> None:
    page = open_browser(reader).new_page()
    page.clock.install()
    page.goto(article.get_absolute_url())
    counter = shown(page, comment).locator("footer .grace [aria-hidden=true]")
    expect(counter).to_have_text(re.compile(r"^[45]:\d\d$"))
    edit(page, comment)
    # Told once, where it is of use now.
    expect(counter).to_be_hidden()
    hint = page.locator(".composer .grace")
    expect(hint.locator("[aria-hidden=true]")).to_have_text(re.compile(r"^[45]:\d\d$"))
    page.clock.run_for(60_000)
    expect(hint.locator("[aria-hidden=true]")).to_have_text(re.compile(r"^3:\d\d$"))
    # Nothing that is read out by itself holds a line that counts.
    assert page.locator(":is([role=status], [role=alert], [aria-live]) [aria-hidden]").count() == 0
    page.clock.run_for(300_000)
    expect(hint).to_have_text(MARKED)
    expect(counter).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text=re.compile(r"\w"))).to_have_count(0)


def test_after_it_a_change_is_marked_and_anyone_sees_the_difference(
    open_browser: Opener, article: Article, reader: User, comment: Comment, scripts: bool
) -> None:
    Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(minutes=6))
    page = visit(open_browser(reader, java_script_enabled=scripts), article)
    expect(shown(page, comment)).not_to_contain_text(FREE)
    box = edit(page, comment)
    expect(page.get_by_text(MARKED)).to_be_visible()
    box.fill("The ferry leaves at seven.")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("status").filter(has_text="The comment is marked as edited")).to_be_visible()
    anybody = visit(open_browser(java_script_enabled=scripts), article)
    shown(anybody, comment).get_by_role("link", name="edited").click()
    expect(anybody.locator(".change del")).to_have_text("six")
    expect(anybody.locator(".change ins")).to_have_text("seven")
    # In words as well: hardly a screen reader tells what is struck out from what stands.
    expect(anybody.locator(".change")).to_have_text("The ferry leaves at [removed: six] [added: seven] .")


def test_the_words_about_a_change_leave_its_text_its_direction(
    open_browser: Opener, comment: Comment
) -> None:
    Comment.objects.filter(pk=comment.pk).update(
        text="سلام", created_at=timezone.now() - timedelta(minutes=6)
    )
    rest()
    comment.refresh_from_db()
    comment.edit(by=comment.author, text="مرحبا بكم")  # type: ignore[arg-type]
    change = visit(open_browser(), f"/comments/{comment.pk}/edits/").locator(".change")
    assert change.evaluate("change => getComputedStyle(change).direction") == "rtl"


def test_a_change_begins_where_its_line_begins(open_browser: Opener, comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(minutes=6))
    rest()
    comment.refresh_from_db()
    comment.edit(by=comment.author, text="The ferry leaves at seven.")  # type: ignore[arg-type]
    change = visit(open_browser(), f"/comments/{comment.pk}/edits/").locator(".change")
    assert change.evaluate(
        """change => {
          const words = document.createRange();
          const first = document.createTreeWalker(change, NodeFilter.SHOW_TEXT);
          while (first.nextNode() && !first.currentNode.data.trim());
          const at = first.currentNode.data.search(/\\S/);
          words.setStart(first.currentNode, at);
          words.setEnd(first.currentNode, at + 1);
          return words.getBoundingClientRect().left - change.getBoundingClientRect().left;
        }"""
    ) == pytest.approx(0, abs=2)


def test_a_reply_that_comes_while_the_form_is_open_is_told_when_saving(
    open_browser: Opener, article: Article, reader: User, comment: Comment, scripts: bool
) -> None:
    page = visit(open_browser(reader, java_script_enabled=scripts), article)
    box = edit(page, comment)
    CommentFactory(parent=comment, text="At six? Surely not.")
    box.fill("The ferry leaves at seven.")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("status").filter(has_text="The comment is marked as edited")).to_be_visible()
    expect(shown(page, comment).get_by_role("link", name="edited")).to_be_visible()


def test_the_rules_run_again_and_the_words_stay_in_the_box(
    open_browser: Opener,
    article: Article,
    reader: User,
    comment: Comment,
    scripts: bool,
    tolerated: list[str],
) -> None:
    tolerated.append("422")
    CommentFactory(article=article, by=reader, text="Said already.")
    page = visit(open_browser(reader, java_script_enabled=scripts), article)
    box = edit(page, comment)
    for text, why in (
        (" ", "Write something first"),
        ("Said already.", "You have said exactly this already"),
    ):
        box.fill(text)
        page.get_by_role("button", name="Save changes").click()
        expect(page.get_by_role("alert").filter(has_text=why)).to_be_visible()
        expect(box).to_have_value(text)
    comment.refresh_from_db()
    assert comment.text == "The ferry leaves at six."


@pytest.mark.parametrize("has_reply", [True, False])
def test_what_is_deleted_leaves_a_stub_where_replies_hang_on_it_and_nothing_elsewhere(
    open_browser: Opener, article: Article, reader: User, comment: Comment, scripts: bool, has_reply: bool
) -> None:
    if has_reply:
        CommentFactory(parent=comment, text="So I heard.")
    page = visit(open_browser(reader, java_script_enabled=scripts), article)
    shown(page, comment).get_by_role("button", name="Delete").click()
    words = "the replies stay" if has_reply else "It goes for good."
    expect(page.locator("form.composer", has_text="Delete comment")).to_contain_text(words)
    page.get_by_role("button", name="Delete comment").click()
    expect(page.get_by_text("The ferry leaves at six.")).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text="Your comment is deleted.")).to_be_visible()
    if has_reply:
        expect(shown(page, comment)).to_contain_text("This comment was deleted by its author.")
        expect(page.locator("article.level-1")).to_contain_text("So I heard.")
    else:
        expect(shown(page, comment)).to_have_count(0)
    expect(page.locator("#comments")).not_to_contain_text("Kelpie to")


@pytest.mark.parametrize("act", ["post", "edit"])
def test_the_preview_is_to_the_letter_what_is_shown_after(
    open_browser: Opener, article: Article, reader: User, comment: Comment, scripts: bool, act: str
) -> None:
    UserFactory(username="otter")
    page = visit(open_browser(reader, java_script_enabled=scripts), article)
    box = edit(page, comment) if act == "edit" else page.get_by_label("Your comment")
    box.fill(RICH)
    page.get_by_role("button", name="Preview").click()
    preview = page.locator(".preview .text")
    expect(preview.locator("li").first).to_have_text("港は静か")
    before, type_before = preview.inner_html(), preview.locator("li").first.evaluate(TYPE)
    rest()
    name = "Save changes" if act == "edit" else "Post comment"
    page.get_by_role("button", name=name).click()
    after = page.locator("article.comment > .text", has_text="港は静か")
    expect(after).to_have_count(1)
    assert after.inner_html() == before
    assert after.locator("li").first.evaluate(TYPE) == type_before


def test_an_emptied_box_empties_the_preview(open_browser: Opener, article: Article, reader: User) -> None:
    page = visit(open_browser(reader), article)
    box = page.get_by_label("Your comment")
    for text in ("Something.", ""):
        box.fill(text)
        page.get_by_role("button", name="Preview").click()
        expect(page.locator(".preview .text")).to_have_count(1 if text else 0)
