"""Reporting in a real browser, with scripts and without: thanked for once, and never in vain."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from articles.models import Article
from comments.models import Report
from comments.models.telling import UNDO_FOR
from tests.browser.accessibility import broken_rules
from tests.browser.pages import Opener, fits, log_in, press, shown, visit
from tests.factories import PASSWORD, CommentFactory, ModeratorFactory, UserFactory
from tests.worker import work

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_reported_twice_is_one_report_with_all_the_words(
    open_browser: Opener, article: Article, reader: User, scripts: bool
) -> None:
    comment = CommentFactory(article=article)
    page = visit(open_browser(reader, java_script_enabled=scripts), article)
    press(shown(page, comment), "Report")
    page.get_by_label("Spam or advertising").check()
    page.get_by_label("In your words").fill("He sells boats.")
    press(page, "Send report")
    expect(page.get_by_role("status").filter(has_text="A moderator will look at it.")).to_be_visible()
    press(shown(page, comment), "Report")
    form = page.locator("form.composer", has_text="Send report")
    expect(form).to_contain_text("You reported this comment on")
    expect(form.get_by_label("Spam or advertising")).to_be_checked()
    form.get_by_label("In your words").fill("And he is rude.")
    press(form, "Send report")
    expect(page.get_by_role("status").filter(has_text="added to what you reported before")).to_be_visible()
    assert Report.objects.get().words == "He sells boats.\n\nAnd he is rude."


def test_after_the_decision_the_reader_learns_it_and_keeps_what_was_typed(
    open_browser: Opener, article: Article, reader: User, scripts: bool, tolerated: list[str]
) -> None:
    tolerated.append("422")
    comment = CommentFactory(article=article)
    comment.report(by=reader, reason="spam")
    page = visit(open_browser(reader, java_script_enabled=scripts), article)
    press(shown(page, comment), "Report")
    page.get_by_label("In your words").fill("Look again.")
    comment.reject_reports(by=ModeratorFactory())
    work(UNDO_FOR)
    press(page, "Send report")
    expect(page.get_by_role("alert").filter(has_text="What became of it: the comment stays.")).to_be_visible()
    expect(page.get_by_label("In your words")).to_have_value("Look again.")


def test_a_report_is_whole_after_a_login_that_had_run_out(
    open_browser: Opener, article: Article, scripts: bool, tolerated: list[str]
) -> None:
    tolerated.append("401")
    reader, comment = UserFactory(password=PASSWORD), CommentFactory(article=article)
    context = open_browser(reader, java_script_enabled=scripts)
    page = visit(context, article)
    press(shown(page, comment), "Report")
    page.get_by_label("Somebody's private data").check()
    page.get_by_label("In your words").fill("That is my number.")
    context.clear_cookies(name="sessionid")
    press(page, "Send report")
    log_in(page, reader.username)
    expect(page.get_by_label("In your words")).to_have_value("That is my number.")
    expect(page.get_by_label("Somebody's private data")).to_be_checked()


@pytest.mark.parametrize("width", [320, 1280])
def test_what_was_decided_is_told_instead_of_a_form(
    open_browser: Opener, article: Article, reader: User, width: int
) -> None:
    comment = CommentFactory(article=article)
    comment.report(by=reader, reason="spam", words="x" * 300)
    comment.reject_reports(by=ModeratorFactory())
    work(UNDO_FOR)
    view = {"width": width, "height": 800}
    page = visit(open_browser(reader, viewport=view, bypass_csp=True), article)
    press(shown(page, comment), "Report")
    form = page.locator("form.composer", has_text="You reported this comment on")
    expect(form.get_by_role("link", name="Cancel")).to_be_focused()
    expect(form.get_by_role("button", name="Send report")).to_have_count(0)
    assert fits(page)
    assert broken_rules(page, within="#comments") == []
    page.keyboard.press("Enter")
    expect(form).to_have_count(0)
