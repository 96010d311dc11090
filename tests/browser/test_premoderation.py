"""A discussion whose comments a moderator reads first, in a real browser: said beforehand, and shown to who wrote there."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from articles.models import Article
from comments.models import Comment, Discussion
from tests.browser.accessibility import broken_rules
from tests.browser.pages import Opener, box, fits, press, shown, visit, write
from tests.factories import CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = "Comments here appear after a moderator has read them."


@pytest.fixture
def moderator() -> User:
    return ModeratorFactory()


def hold(article: Article, moderator: User) -> None:
    Discussion.objects.of(article).set_state("held", by=moderator)


def test_it_is_said_beside_the_composer_only_where_it_is_so(
    open_browser: Opener, article: Article, reader: User, moderator: User, scripts: bool
) -> None:
    comment = CommentFactory(article=article)
    for user in (None, reader):
        page = visit(open_browser(user, java_script_enabled=scripts), article)
        expect(page.get_by_text(BEFORE)).to_have_count(0)
    hold(article, moderator)
    for user in (None, reader):
        page = visit(open_browser(user, java_script_enabled=scripts), article)
        expect(page.locator("form.composer").get_by_text(BEFORE)).to_be_visible()
    press(shown(page, comment), "Reply to")
    expect(page.locator("form.composer").get_by_text(BEFORE)).to_be_visible()


def test_who_posts_sees_the_comment_marked_and_nobody_else_does_until_it_is_read(
    open_browser: Opener, article: Article, reader: User, moderator: User, scripts: bool
) -> None:
    hold(article, moderator)
    page = visit(open_browser(reader, java_script_enabled=scripts), article)
    write(page, "Bunks are *back*.")
    expect(page.get_by_role("status").filter(has_text="A moderator reads your comment")).to_be_visible()
    comment = Comment.objects.get()
    mine = page.get_by_role("region", name="Waiting for a moderator").locator(f"#comment-{comment.pk}")
    expect(mine).to_contain_text("Nobody else sees it yet")
    expect(mine.locator(".text em")).to_have_text("back")
    expect(mine).to_be_in_viewport()
    expect(page.get_by_role("heading", name="0 Comments")).to_be_visible()
    expect(box(page)).to_have_value("")
    for user in (None, UserFactory()):
        expect(visit(open_browser(user), article).get_by_text("Bunks are back.")).to_have_count(0)
    comment.restore(by=moderator)
    page.goto(article.get_absolute_url())
    expect(page.get_by_role("region", name="Waiting for a moderator")).to_have_count(0)
    expect(page.locator(".thread").locator(f"#comment-{comment.pk}")).to_contain_text("Bunks are back.")


def test_who_changes_a_comment_is_told_before_and_sees_it_wait(
    open_browser: Opener, article: Article, reader: User, moderator: User, scripts: bool
) -> None:
    comment = CommentFactory(article=article, by=reader, text="At six.")
    hold(article, moderator)
    page = visit(open_browser(reader, java_script_enabled=scripts), article)
    press(shown(page, comment), "Edit what")
    expect(page.locator("form.composer", has_text="Save changes")).to_contain_text(
        "appears again after a moderator has read it"
    )
    box(page).fill("At seven.")
    press(page, "Save changes")
    expect(page.locator(".waiting").locator(f"#comment-{comment.pk}")).to_contain_text("At seven.")


def test_what_was_hidden_waits_no_more_and_what_is_closed_still_shows_what_waits(
    open_browser: Opener, article: Article, reader: User, moderator: User
) -> None:
    hold(article, moderator)
    one, other = (CommentFactory(article=article, by=reader) for _ in range(2))
    one.hide(by=moderator, reason="spam")
    Discussion.objects.of(article).set_state("closed", by=moderator)
    page = visit(open_browser(reader), article)
    expect(page.locator(".waiting article")).to_have_count(1)
    expect(page.locator(".waiting")).to_contain_text(other.text)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_keeps_nobody_out(
    open_browser: Opener, article: Article, reader: User, moderator: User, width: int, scheme: str
) -> None:
    CommentFactory(article=article)
    hold(article, moderator)
    CommentFactory(article=article, by=reader, text="> quoted\n\n" + "x" * 300)
    view = {"width": width, "height": 800}
    page = visit(open_browser(reader, viewport=view, color_scheme=scheme, bypass_csp=True), article)
    expect(page.locator(".waiting")).to_be_visible()
    assert fits(page)
    assert broken_rules(page, within="#comments") == []
