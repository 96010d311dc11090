"""Two tabs of one reader, in a real browser: what is written in one takes nothing from the other; with scripts and without."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from articles.models import Article
from tests.browser.pages import Opener, box, kept, press, same_document, visit
from tests.factories import CommentFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_tabs_overwrite_nothing_and_either_text_can_be_used(
    open_browser: Opener, article: Article, reader: User
) -> None:
    context = open_browser(reader)
    one, other = visit(context, article), visit(context, article)
    box(one).fill("From one tab.")
    expect(kept(one)).to_be_visible()
    box(other).fill("From the other.")
    expect(other.get_by_text("Also written elsewhere: From one tab.")).to_be_visible()
    expect(other.get_by_role("status").filter(has_text="It is kept below the box.")).to_be_visible()
    other.get_by_role("button", name="Use it").click()
    expect(box(other)).to_have_value("From one tab.")
    expect(box(other)).to_be_focused()
    expect(other.get_by_text("Also written elsewhere: From the other.")).to_be_visible()
    box(one).fill("From one tab, and more of it.")
    expect(one.get_by_text("Also written elsewhere: From the other.")).to_be_visible()
    one.get_by_role("button", name="Discard it").click()
    expect(one.get_by_text("Also written elsewhere")).to_have_count(0)
    expect(box(one)).to_have_value("From one tab, and more of it.")


def test_two_tabs_overwrite_nothing_without_scripts(
    open_browser: Opener, article: Article, reader: User
) -> None:
    context = open_browser(reader, java_script_enabled=False)
    one, other = visit(context, article), visit(context, article)
    for page, text in ((one, "From one tab."), (other, "From the other.")):
        box(page).fill(text)
        page.get_by_role("button", name="Keep for later").click()
        expect(kept(page)).to_be_visible()
    expect(other.get_by_text("Also written elsewhere: From one tab.")).to_be_visible()
    expect(box(other)).to_have_value("From the other.")
    one.get_by_role("button", name="Post comment").click()
    expect(one.locator("article.comment .text")).to_have_text("From one tab.")
    other.get_by_role("button", name="Keep for later").click()
    expect(box(other)).to_have_value("From the other.")
    expect(other.get_by_text("Also written elsewhere")).to_have_count(0)


def test_two_tabs_that_change_the_same_comment_overwrite_nothing(
    open_browser: Opener, article: Article, reader: User, scripts: bool, tolerated: list[str]
) -> None:
    tolerated.append("422")
    comment = CommentFactory(article=article, by=reader, text="As it was.")
    context = open_browser(reader, java_script_enabled=scripts)
    one, other = visit(context, article), visit(context, article)
    for page in (one, other):
        page.locator(".comment").get_by_role("button", name="Edit what").click()
        expect(box(page)).to_have_value("As it was.")
    box(one).fill("From one tab.")
    one.get_by_role("button", name="Save changes").click()
    expect(one.locator("article.comment .text")).to_have_text("From one tab.")
    box(other).fill("From the other.")
    other.get_by_role("button", name="Save changes").click()
    expect(other.get_by_role("alert").filter(has_text="it now reads: “From one tab.”")).to_be_visible()
    expect(box(other)).to_have_value("From the other.")
    comment.refresh_from_db()
    assert comment.text == "From one tab."
    other.get_by_role("button", name="Save changes").click()
    expect(other.locator("article.comment .text")).to_have_text("From the other.")


def test_a_login_in_another_tab_leads_back_to_the_words_without_scripts(
    open_browser: Opener, article: Article, reader: User, tolerated: list[str]
) -> None:
    tolerated.append("403")
    context = open_browser(reader, java_script_enabled=False)
    page = visit(context, article)
    box(page).fill("Still here.")
    context.clear_cookies(name="csrftoken")
    visit(context, article)
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_label("What you wrote")).to_have_value("Still here.")
    page.get_by_role("link", name="Go on with it").click()
    expect(box(page)).to_have_value("Still here.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article.comment .text")).to_have_text("Still here.")


def test_a_login_in_another_tab_costs_no_press_and_no_text(
    open_browser: Opener, article: Article, reader: User, tolerated: list[str]
) -> None:
    tolerated.append("403")
    context = open_browser(reader)
    page = visit(context, article)
    box(page).fill("Still here.")
    # What a login does to the tokens of all pages that are open.
    context.clear_cookies(name="csrftoken")
    visit(context, article)
    press(page, "Post comment")
    expect(page.locator("article.comment .text")).to_have_text("Still here.")
    expect(box(page)).to_have_value("")
    assert same_document(page)
