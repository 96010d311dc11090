"""Readers among themselves in a real browser, with scripts and without: muted and unmuted, chosen settings, closed pages."""

from typing import Any

import pytest
from playwright.sync_api import expect

from accounts.models import User
from accounts.templatetags.account_ways import PAGES
from articles.models import Article
from comments.models import Comment, Mute, ReaderSettings
from comments.models.telling import UNDO_FOR
from tests.browser.accessibility import broken_rules
from tests.browser.pages import Opener, fits, same_document, shown, visit
from tests.factories import (
    AuthorFactory,
    CommentFactory,
    EditorFactory,
    ModeratorFactory,
    UserFactory,
)
from tests.worker import work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader() -> User:
    return UserFactory(username="Selkie")


@pytest.fixture
def comment(article: Article) -> Comment:
    return CommentFactory(article=article, by=UserFactory(username="Kelpie"), text="Unkind words.")


def test_a_press_on_a_comment_folds_its_author_one_press_shows_and_one_undoes(
    open_browser: Opener, reader: User, comment: Comment, scripts: bool
) -> None:
    article = comment.discussion.article
    other = CommentFactory(article=article, by=comment.author, text="More of them.")
    page = visit(open_browser(reader, java_script_enabled=scripts), article.get_absolute_url())
    shown(page, comment).get_by_role("button", name="Mute Kelpie").click()
    expect(page.get_by_role("status").filter(has_text="Kelpie is muted")).to_be_visible()
    for one in (comment, other):
        expect(shown(page, one).get_by_role("link", name="Kelpie")).to_be_visible()
        expect(shown(page, one).locator(".text")).to_be_hidden()
    shown(page, comment).get_by_text("show what Kelpie wrote").click()
    expect(shown(page, comment).locator(".text")).to_be_visible()
    shown(page, comment).get_by_role("button", name="Unmute Kelpie").click()
    for one in (comment, other):
        expect(shown(page, one).locator(".text")).to_be_visible()
    assert same_document(page) is scripts
    assert not Mute.objects.exists()


def test_votes_on_a_folded_comment_show_at_once(open_browser: Opener, reader: User, comment: Comment) -> None:
    Mute.objects.mute(comment.author, by=reader)
    page = visit(open_browser(reader), comment.discussion.article.get_absolute_url())
    shown(page, comment).get_by_text("show what Kelpie wrote").press("Enter")
    up = shown(page, comment).get_by_role("button", name="Vote up")
    up.click()
    expect(shown(page, comment).locator(".tally")).to_have_text("1 ( +1 / -0 )")
    expect(up).to_have_attribute("aria-pressed", "true")


def test_a_reader_is_muted_on_their_page_and_unmuted_in_the_list(
    open_browser: Opener, reader: User, comment: Comment, scripts: bool
) -> None:
    page = visit(open_browser(reader, java_script_enabled=scripts), "/users/Kelpie/")
    page.get_by_role("button", name="Mute Kelpie").click()
    expect(page.get_by_text("Unkind words.")).to_be_hidden()
    page.get_by_text("show what Kelpie wrote").click()
    expect(page.get_by_text("Unkind words.")).to_be_visible()
    page.goto("/accounts/muted/")
    page.get_by_role("button", name="Unmute Kelpie").click()
    expect(page.get_by_role("status")).to_contain_text("Kelpie is no longer muted.")
    page.goto("/users/Kelpie/")
    expect(page.get_by_text("Unkind words.")).to_be_visible()


def test_a_reader_closes_their_page_in_the_settings(
    open_browser: Opener, comment: Comment, scripts: bool
) -> None:
    page = visit(open_browser(comment.author, java_script_enabled=scripts), "/users/Kelpie/")
    page.get_by_role("link", name="Your account").click()
    page.get_by_role("navigation", name="Your account").get_by_role("link", name="Settings").click()
    page.get_by_label("My page is public").uncheck()
    page.get_by_label("Once a day").check()
    page.get_by_label("Order of comments").select_option("Best first")
    page.get_by_role("button", name="Save settings").click()
    expect(page.get_by_role("status")).to_contain_text("Your settings are saved.")
    expect(page.get_by_label("My page is public")).not_to_be_checked()
    chosen = ReaderSettings.objects.get()
    assert (chosen.sort, chosen.mails, chosen.is_public, chosen.has_keys) == ("best", "daily", False, True)
    visitor = visit(open_browser(), "/users/Kelpie/")
    expect(visitor.get_by_text("Kelpie keeps this page closed.")).to_be_visible()
    expect(visitor.get_by_text("Unkind words.")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_the_accounts_pages_are_one_line_that_names_the_open_one_and_opens_to_all_of_them(
    open_browser: Opener, reader: User, theme: Any, scripts: bool
) -> None:
    view = {"width": 360, "height": 740}
    page = open_browser(
        reader, viewport=view, color_scheme=theme, bypass_csp=True, java_script_enabled=scripts
    ).new_page()
    for path, name in (
        ("settings/", "Settings"),
        ("2fa/recovery-codes/generate/", "Second factor"),
        ("", "Overview"),
    ):
        page.goto(f"/accounts/{path}")
        ways = page.get_by_role("navigation", name="Your account")
        assert ways.bounding_box()["height"] < 60  # type: ignore[index]
        expect(ways.get_by_role("link")).to_have_count(0)
        line = ways.get_by_text(name, exact=True).first
        line.click()
        links = ways.get_by_role("link")
        expect(links).to_have_count(len(PAGES) + 1)
        for link in links.all():
            box = link.bounding_box()
            assert box and box["x"] >= 0 and box["x"] + box["width"] <= 360 and box["height"] >= 40, path
        assert ways.bounding_box()["height"] < 740  # type: ignore[index]
        expect(ways.locator("[aria-current=page]")).to_have_text(name)
        if scripts:
            assert broken_rules(page, within=".account-margin") == []
    ways.get_by_role("link", name="Devices").click()
    expect(page.get_by_role("heading", name="Where you are logged in")).to_be_visible()


def test_where_there_is_room_all_of_them_stand_there(open_browser: Opener, reader: User) -> None:
    page = open_browser(reader, viewport={"width": 1280, "height": 900}).new_page()
    page.goto("/accounts/settings/")
    ways = page.get_by_role("navigation", name="Your account")
    for link in ways.get_by_role("link").all():
        link.focus()
        expect(link).to_be_in_viewport()
        expect(link).to_be_focused()
    expect(ways.locator("summary")).to_be_hidden()
    ways.get_by_role("link", name="Devices").click()
    expect(page.get_by_role("heading", name="Where you are logged in")).to_be_visible()


def test_an_editor_picks_a_reply_and_readers_find_it_among_the_picks(
    open_browser: Opener, comment: Comment, scripts: bool
) -> None:
    article = comment.discussion.article
    reply = CommentFactory(parent=comment, text="Well said.")
    page = visit(open_browser(EditorFactory(), java_script_enabled=scripts), article.get_absolute_url())
    shown(page, reply).get_by_role("button", name="Pick").click()
    expect(shown(page, reply)).to_contain_text("Editors' pick")
    expect(shown(page, reply).get_by_role("button", name="Unpick")).to_be_visible()
    assert same_document(page) is scripts
    visitor = visit(open_browser(java_script_enabled=scripts), article.get_absolute_url())
    visitor.get_by_role("link", name="Editors' picks").click()
    expect(visitor.locator("article.comment")).to_have_count(1)
    expect(shown(visitor, reply)).to_contain_text("Well said.")
    shown(page, reply).get_by_role("button", name="Unpick").click()
    expect(shown(page, reply)).not_to_contain_text("Editors' pick")
    visitor.reload()
    expect(visitor.locator("article.comment")).to_have_count(0)


def test_a_report_is_rejected_on_the_page_and_its_reader_learns_of_it(
    open_browser: Opener, reader: User, comment: Comment, scripts: bool
) -> None:
    story = comment.discussion.article.get_absolute_url()
    page = visit(open_browser(reader, java_script_enabled=scripts), story)
    shown(page, comment).get_by_role("button", name="Report").click()
    page.get_by_label("Insult or threat").check()
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("status").filter(has_text="You will be told")).to_be_visible()
    desk = visit(open_browser(ModeratorFactory(), java_script_enabled=scripts), story)
    expect(shown(desk, comment)).to_contain_text("Reported")
    shown(desk, comment).get_by_role("button", name="Reject the reports").click()
    expect(shown(desk, comment)).not_to_contain_text("Reported")
    assert same_document(desk) is scripts
    work(UNDO_FOR)
    page.reload()
    page.get_by_role("link", name="Notifications").click()
    page.get_by_role("link", name="Your report was decided").click()
    expect(page.get_by_role("heading", name="Your reports")).to_be_visible()
    expect(page.locator(".report-row")).to_contain_text("The comment stays")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_nobody_is_kept_out_and_nothing_sticks_out(
    open_browser: Opener, reader: User, comment: Comment, width: int, theme: Any
) -> None:
    Mute.objects.mute(comment.author, by=reader)
    Mute.objects.mute(UserFactory(username="m" * 30), by=reader)
    ReaderSettings.objects.choose(by=reader, is_public=False)
    editor = EditorFactory(username="Ada")
    comment.discussion.article.bylines.create(author=AuthorFactory(user=editor))
    CommentFactory(parent=comment, by=editor).pick(by=editor)
    comment.report(by=reader, reason="abuse", words="w" * 300)
    view = {"width": width, "height": 800}
    page = open_browser(reader, viewport=view, color_scheme=theme, bypass_csp=True).new_page()
    addresses = ["/accounts/settings/", "/accounts/muted/", "/accounts/reports/"]
    addresses += ["/users/Kelpie/", "/users/Selkie/", "/users/Ada/"]
    story = comment.discussion.article.get_absolute_url()
    for address in [*addresses, story, f"{story}?sort=picks"]:
        page.goto(address)
        assert fits(page), address
        assert broken_rules(page) == [], address
