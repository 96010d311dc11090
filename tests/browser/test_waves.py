"""A wave at the desk in a real browser: offered as one group, tried dry, hidden as one act, undone, restored."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from comments.models import Comment, Notification, Telling
from comments.reasons import list_first
from comments.tasks import watch_waves
from tests.browser.accessibility import broken_rules
from tests.browser.pages import Opener, fits, press
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory
from tests.worker import run

pytestmark = pytest.mark.django_db(transaction=True)
WAVES = "/admin/comments/queue/waves/"


@pytest.fixture
def mona() -> User:
    return ModeratorFactory(username="Mona")


@pytest.fixture
def spam() -> list[Comment]:
    list_first()
    article = ArticleFactory(headline="Night ferry returns")
    comments = [
        CommentFactory(article=article, text=f"Cheap boats here, only {n} left! Call this number now.")
        for n in range(6)
    ]
    CommentFactory(article=article, text="I was on it, and the sea was calm.")
    watch_waves.func()
    return comments


def states(comments: list[Comment]) -> set[str]:
    return set(Comment.objects.filter(pk__in=[one.pk for one in comments]).values_list("state", flat=True))


def to_the_wave(page: Page) -> None:
    page.goto("/admin/comments/queue/")
    page.get_by_role("link", name="Waves 1").click()
    page.get_by_role("main").get_by_role("link", name="Similar texts").first.click()


def test_it_is_offered_as_one_group_tried_dry_hidden_undone_and_hidden_for_good(
    open_browser: Opener, mona: User, spam: list[Comment], scripts: bool
) -> None:
    page = open_browser(mona, java_script_enabled=scripts, viewport={"width": 1280, "height": 900}).new_page()
    to_the_wave(page)
    told = page.get_by_role("definition")
    expect(page.get_by_text("Would be decided")).to_be_visible()
    expect(told.first).to_have_text("6")
    assert states(spam) == {"public"}, "a dry run does nothing"
    press(page, "Hide 6 comments")
    expect(page.get_by_text("6 comments, as one act.")).to_be_visible()
    expect(page.get_by_text("and 5 more")).to_be_visible()
    assert states(spam) == {"hidden"} and Comment.objects.filter(state="public").count() == 1
    # However long this machine took until here.
    Telling.objects.update(due_at=timezone.now() + timedelta(minutes=10))
    page.reload()
    press(page, "Undo")
    expect(page.get_by_text("Undone: nobody was told of it.")).to_be_visible()
    assert states(spam) == {"public"}
    press(page, "Hide 6 comments")
    expect(page.get_by_text("6 comments, as one act.")).to_be_visible()
    run(timedelta(minutes=1))
    assert Notification.objects.filter(kind="decision").count() == 6
    page.goto(WAVES)
    page.get_by_role("main").get_by_role("link", name="Similar texts").click()
    press(page, "Restore 6 comments")
    expect(page.get_by_text("6 comments, as one act.")).to_be_visible()
    assert states(spam) == {"public"}


def test_the_keyboard_alone_hides_it(open_browser: Opener, mona: User, spam: list[Comment]) -> None:
    page = open_browser(mona, viewport={"width": 1280, "height": 900}).new_page()
    to_the_wave(page)
    page.get_by_label("Reason").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Boats again")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Hide 6 comments")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("6 comments, as one act.")).to_be_visible()
    assert states(spam) == {"hidden"}


def test_of_two_the_second_is_told_that_it_was_decided_on(
    open_browser: Opener, mona: User, spam: list[Comment], tolerated: list[str]
) -> None:
    tolerated.append("422")
    mine = open_browser(mona).new_page()
    other = open_browser(ModeratorFactory(username="Otto")).new_page()
    to_the_wave(mine)
    to_the_wave(other)
    press(mine, "Let 6 stand")
    expect(mine.get_by_text("6 comments, as one act.")).to_be_visible()
    press(other, "Hide 6 comments")
    expect(
        other.get_by_role("alert").filter(has_text="This wave has been decided on meanwhile.")
    ).to_be_visible()
    assert states(spam) == {"public"}


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_pages_keep_to_wcag_at_any_width(
    open_browser: Opener, mona: User, spam: list[Comment], width: int, scheme: str
) -> None:
    options = {"viewport": {"width": width, "height": 800}, "bypass_csp": True, "color_scheme": scheme}
    page = open_browser(mona, **options).new_page()
    to_the_wave(page)
    assert fits(page) and broken_rules(page) == []
    press(page, "Hide 6 comments")
    expect(page.get_by_text("6 comments, as one act.")).to_be_visible()
    assert fits(page) and broken_rules(page) == []
