"""Nothing typed is lost, in a real browser: it is kept while it is typed, in each form, and leaves no draft once posted."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from articles.models import Article
from comments.models import Comment, Draft
from tests.browser.pages import Opener, box, kept, visit
from tests.factories import CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader() -> User:
    return ModeratorFactory(username="Kelpie")


def test_what_is_typed_is_kept_by_itself_and_there_on_another_device(
    open_browser: Opener, article: Article, reader: User
) -> None:
    page = visit(open_browser(reader), article)
    box(page).fill("Half a thought")
    expect(kept(page)).to_be_visible()
    other = visit(open_browser(reader), article)
    expect(box(other)).to_have_value("Half a thought")
    assert not Comment.objects.exists()


def test_without_scripts_a_button_keeps_it(open_browser: Opener, article: Article, reader: User) -> None:
    page = visit(open_browser(reader, java_script_enabled=False), article)
    box(page).fill("Half a thought")
    page.get_by_role("button", name="Keep for later").click()
    expect(kept(page)).to_be_visible()
    page.goto(article.get_absolute_url())
    expect(box(page)).to_have_value("Half a thought")


def test_leaving_in_the_middle_of_a_word_keeps_it(
    open_browser: Opener, article: Article, reader: User
) -> None:
    page = visit(open_browser(reader), article)
    box(page).press_sequentially("In the middle of a wo")
    page.goto("/")
    page.goto(article.get_absolute_url())
    expect(box(page)).to_have_value("In the middle of a wo")


def test_what_was_typed_last_is_in_the_box_after_a_reload_in_the_midst_of_a_word(
    open_browser: Opener, article: Article, reader: User
) -> None:
    page = visit(open_browser(reader), article)
    box(page).fill("The fourth thought")
    expect(kept(page)).to_be_visible()
    box(page).fill("A fifth one instead")
    page.reload()
    expect(box(page)).to_have_value("A fifth one instead")
    page.reload()
    expect(box(page)).to_have_value("A fifth one instead")


@pytest.mark.parametrize(
    ("button", "label"),
    [
        ("Reply to", "Your comment"),
        ("Edit what", "Your comment"),
        ("Report", "In your words"),
        ("Hide", "Why?"),
    ],
)
def test_each_form_below_a_comment_keeps_its_own(
    open_browser: Opener, article: Article, reader: User, button: str, label: str
) -> None:
    CommentFactory(article=article, by=reader if button == "Edit what" else UserFactory())
    page = visit(open_browser(reader), article)
    for _ in range(2):
        page.locator(".comment").get_by_role("button", name=button).first.click()
        field = page.locator(".comment").get_by_label(label)
        if _:
            break
        field.fill("Begun words")
        expect(kept(page)).to_be_visible()
        page.reload()
    expect(field).to_have_value("Begun words")
    page.get_by_role("button", name="Discard the draft").click()
    expect(field).not_to_have_value("Begun words")
    expect(field).to_be_focused()
    assert not Draft.objects.exists()


def test_a_reply_begun_is_led_back_to_from_the_article(
    open_browser: Opener, article: Article, reader: User
) -> None:
    comment = CommentFactory(article=article)
    page = visit(open_browser(reader), article)
    page.get_by_role("button", name="Reply to").click()
    box(page).fill("I disagree, for")
    expect(kept(page)).to_be_visible()
    page.goto(article.get_absolute_url())
    page.get_by_role("link", name=f"a reply to {comment.author.username}").click()
    expect(box(page)).to_have_value("I disagree, for")
    box(page).fill("I disagree, for reasons.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article.level-1 .text")).to_have_text("I disagree, for reasons.")
    assert not Draft.objects.exists()


def test_posting_leaves_no_draft_however_quickly_it_follows_the_typing(
    open_browser: Opener, article: Article, reader: User
) -> None:
    page = visit(open_browser(reader), article)
    for text in ("At once.", "After a while."):
        box(page).fill(text)
        if text != "At once.":
            expect(kept(page)).to_be_visible()
        page.get_by_role("button", name="Post comment").click()
        expect(page.locator("article.comment").last).to_contain_text(text)
        expect(box(page)).to_have_value("")
    page.reload()
    expect(box(page)).to_have_value("")
    assert not Draft.objects.exists()


def test_going_back_and_sending_again_posts_once(
    open_browser: Opener, article: Article, reader: User
) -> None:
    page = visit(open_browser(reader, java_script_enabled=False), article)
    box(page).fill("Once.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".preview .text")).to_have_text("Once.")
    page.reload()  # the browser sends the form again
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article.comment")).to_have_count(1)
    page.goto(article.get_absolute_url())
    box(page).fill("Twice?")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article.comment")).to_have_count(2)
    page.go_back()
    expect(box(page)).to_have_value("")
    assert Comment.objects.count() == 2


def test_a_preview_takes_back_the_refusal_that_was_put_right(
    open_browser: Opener, article: Article, reader: User, tolerated: list[str]
) -> None:
    tolerated.append("422")
    page = visit(open_browser(reader), article)
    page.get_by_role("button", name="Post comment").click()
    refusal = page.locator("#composer [role=alert]")
    expect(refusal).to_contain_text("Write something first")
    box(page).fill("Something.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".preview .text")).to_have_text("Something.")
    expect(refusal).to_have_text("")
    # An empty box has an empty preview, and no bar says nothing.
    box(page).fill("")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".preview .text")).to_have_count(0)
    expect(page.locator("#said.is-seen")).to_have_count(0)
