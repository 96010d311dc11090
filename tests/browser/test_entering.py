"""By the thread to the login or the registration and back, in a real browser: what was typed is in the box; with scripts and without."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from articles.models import Article
from comments.models import Comment, Draft
from tests.browser.pages import Opener, box, kept, log_in, visit, write
from tests.factories import PASSWORD, CommentFactory, UserFactory
from tests.mails import reader_with_mail
from tests.newsportal.machine import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader() -> User:
    return UserFactory(username="Kelpie", password=PASSWORD)


def register(page: Page) -> None:
    page.get_by_label("Email").fill("ada@example.com")
    page.get_by_label("User name").fill("Ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Register").click()


def test_a_reader_logs_in_by_the_thread_and_posts(
    open_browser: Opener, article: Article, reader: User, scripts: bool
) -> None:
    page = open_browser(java_script_enabled=scripts).new_page()
    page.goto(article.get_absolute_url())
    page.get_by_role("link", name="Login to leave a comment").click()
    log_in(page, reader.username)
    expect(page).to_have_url(re.compile(re.escape(f"{article.get_absolute_url()}#composer") + "$"))
    write(page, "The *first* word.")
    expect(page.locator("article.comment")).to_contain_text("The first word.")
    expect(page.get_by_role("heading", name="1 Comment")).to_be_visible()


def test_what_a_signed_out_reader_typed_is_there_after_the_login(
    open_browser: Opener, article: Article, reader: User, scripts: bool
) -> None:
    page = open_browser(java_script_enabled=scripts).new_page()
    page.goto(article.get_absolute_url())
    write(page, "Typed before.")
    log_in(page, reader.email)
    expect(page.get_by_label("Your comment")).to_have_value("Typed before.")
    assert not Comment.objects.exists()


@pytest.mark.parametrize("way", ["login", "registration"])
def test_what_a_signed_out_reader_sent_is_back_in_the_box_after(
    open_browser: Opener, article: Article, reader: User, scripts: bool, way: str
) -> None:
    page = visit(open_browser(java_script_enabled=scripts), article)
    box(page).fill("Typed *before*.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_text("What you wrote is kept.")).to_be_visible()
    if way == "login":
        log_in(page, reader.email)
    else:
        page.get_by_role("main").get_by_role("link", name="Register").click()
        register(page)
    expect(page).to_have_url(re.compile(re.escape(article.get_absolute_url())))
    expect(box(page)).to_have_value("Typed *before*.")
    assert not Comment.objects.exists()
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article.comment .text")).to_have_text("Typed before.")
    page.reload()
    expect(box(page)).to_have_value("")


def test_a_forgotten_password_costs_no_word(
    open_browser: Opener, article: Article, scripts: bool, mails: Any
) -> None:
    reader = reader_with_mail(username="Selkie", password="forgotten-long-ago-7")
    page = visit(open_browser(java_script_enabled=scripts), article)
    box(page).fill("Typed before.")
    page.get_by_role("button", name="Post comment").click()
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("Email").fill(reader.email)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Forgot")).to_have_count(0)
    (mail,) = mails()
    page.goto(re.findall(r"https?://[^/\s]+(/accounts/\S+)", mail.get_body(("plain",)).get_content())[0])
    for label in ("New password", "New password, once more"):
        page.get_by_label(label, exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Change password").click()
    log_in(page, reader.email)
    expect(page).to_have_url(re.compile(re.escape(f"{article.get_absolute_url()}#composer") + "$"))
    expect(box(page)).to_have_value("Typed before.")
    assert not Comment.objects.exists()


def test_what_two_signed_out_tabs_held_is_all_there_after_the_login(
    open_browser: Opener, article: Article, reader: User
) -> None:
    context = open_browser()
    one, other = visit(context, article), visit(context, article)
    box(one).fill("From one tab.")
    box(other).fill("From the other.")
    one.close()
    other.get_by_role("link", name="Login to comment").click()
    log_in(other, reader.email)
    expect(other.get_by_text("Also written elsewhere:")).to_be_visible()

    def held() -> list[str | None]:
        return sorted([box(other).input_value(), other.locator(".elsewhere q").text_content()], key=str)

    # What this tab has kept itself comes into its box while the page is looked at, and what stood there goes beside it.
    assert until(lambda: held() == ["From one tab.", "From the other."], patience=20), held()
    assert {draft.text for draft in Draft.objects.all()} == {"From one tab.", "From the other."}


def test_with_scripts_any_way_to_the_login_and_back_loses_nothing(
    open_browser: Opener, article: Article, reader: User
) -> None:
    context = open_browser()
    page = visit(context, article)
    box(page).press_sequentially("Typed, not sent.")
    # Looking and typing bring no cookie: the page stays everybody's.
    assert context.cookies() == []
    page.reload()
    expect(box(page)).to_have_value("Typed, not sent.")
    page.get_by_role("link", name="Login to comment").click()
    log_in(page, reader.email)
    expect(box(page)).to_have_value("Typed, not sent.")
    expect(kept(page)).to_be_visible()
    assert until(lambda: page.evaluate("Object.keys(localStorage).length === 0"))


def test_a_login_that_ended_meanwhile_costs_no_word(
    open_browser: Opener, article: Article, reader: User, scripts: bool, tolerated: list[str]
) -> None:
    tolerated.append("401")
    context = open_browser(reader, java_script_enabled=scripts)
    page = visit(context, article)
    context.clear_cookies()
    box(page).fill("Written while it ended.")
    page.get_by_role("button", name="Post comment").click()
    log_in(page, reader.email)
    expect(box(page)).to_have_value("Written while it ended.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article.comment")).to_have_count(1)


def test_whatever_else_is_pressed_before_the_login_what_was_typed_is_in_the_box_after_it(
    open_browser: Opener, article: Article, scripts: bool
) -> None:
    UserFactory(username="Moira", password=PASSWORD)
    comment = CommentFactory(article=article)
    page = visit(open_browser(java_script_enabled=scripts), article)
    box(page).fill("Half a thought")
    page.locator(f"#comment-{comment.pk}").get_by_role("button", name="Vote up").click()
    log_in(page, "Moira")
    page.wait_for_url("**#comment-*")
    expect(box(page)).to_have_value("Half a thought")
