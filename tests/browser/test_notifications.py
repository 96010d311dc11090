"""Following, being told and being mailed, in a real browser and from real mails: with scripts and without."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from accounts.models import User
from articles.models import Article
from comments.models import Comment, Discussion, ReaderSettings
from tests.browser.accessibility import broken_rules
from tests.browser.pages import Opener, fits, visit
from tests.factories import CommentFactory
from tests.mails import html, mails, one_mail, reader_with_mail, text
from tests.worker import work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader() -> User:
    return reader_with_mail(username="Kelpie")


@pytest.fixture
def own(article: Article, reader: User) -> Comment:
    return CommentFactory(article=article, by=reader, text="The ferry leaves at six.")


def path_in(mail_text: str, pattern: str) -> str:
    """The path of the address in a mail that `pattern` matches."""
    found = re.search(rf"https?://[^/\s\"]+({pattern})", mail_text)
    assert found, mail_text
    return found[1]


def test_who_follows_is_told_in_one_line_however_much_comes_and_has_read_it_by_opening_it(
    open_browser: Opener, article: Article, reader: User, scripts: bool
) -> None:
    page = visit(open_browser(reader, java_script_enabled=scripts), article.get_absolute_url())
    page.get_by_role("button", name="Follow", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="You follow this discussion")).to_be_visible()
    expect(page.get_by_role("button", name="Unfollow", exact=True)).to_be_visible()
    comments = [CommentFactory(article=article) for _ in range(12)]
    work()
    page.goto("/")
    page.get_by_role("link", name="Notifications 1 unread").click()
    notice = page.get_by_role("article")
    expect(notice).to_have_count(1)
    expect(notice).to_contain_text("12 new comments")
    expect(notice).to_contain_text("unread")
    notice.get_by_role("link", name="12 new comments").click()
    expect(page).to_have_url(re.compile(f"#comment-{comments[0].pk}$"))
    expect(page.locator(f"#comment-{comments[0].pk}")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Notifications", exact=True)).to_be_visible()
    page.goto("/notifications/")
    expect(page.get_by_role("article")).not_to_contain_text("unread")


def test_who_stops_following_is_told_of_nothing_more(
    open_browser: Opener, article: Article, reader: User, scripts: bool
) -> None:
    Discussion.objects.of(article).follow(by=reader)
    CommentFactory(article=article)
    work()
    page = visit(open_browser(reader, java_script_enabled=scripts), "/")
    expect(page.get_by_role("link", name="Notifications 1 unread")).to_be_visible()
    page.goto(article.get_absolute_url())
    page.get_by_role("button", name="Unfollow", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="You no longer follow")).to_be_visible()
    CommentFactory(article=article)
    work()
    page.goto("/")
    expect(page.get_by_role("link", name="Notifications", exact=True)).to_be_visible()


def test_replies_and_mentions_stand_on_one_page_and_are_marked_read_together(
    open_browser: Opener, reader: User, own: Comment, scripts: bool
) -> None:
    reply = CommentFactory(parent=own, by__username="otter", text="At *seven*, surely.")
    CommentFactory(by__username="heron", text="As @Kelpie says.")
    page = visit(open_browser(reader, java_script_enabled=scripts), "/notifications/")
    expect(page.get_by_role("heading", level=2)).to_have_text(
        [re.compile("heron mentioned you"), re.compile("otter replied to you")]
    )
    expect(page.get_by_role("article").last).to_contain_text("At seven, surely.")
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_text("unread", exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name="Mark all as read")).to_have_count(0)
    expect(page.get_by_role("link", name="Notifications", exact=True)).to_be_visible()
    page.get_by_role("link", name="otter replied to you").click()
    expect(page.locator(f"#comment-{reply.pk}")).to_be_in_viewport()


def test_what_came_after_the_page_was_opened_still_waits(
    open_browser: Opener, reader: User, own: Comment
) -> None:
    CommentFactory(parent=own, by__username="otter")
    page = visit(open_browser(reader), "/notifications/")
    CommentFactory(parent=own, by__username="heron")
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_role("link", name="Notifications 1 unread")).to_be_visible()
    expect(page.get_by_role("article").filter(has_text="unread")).to_contain_text("heron replied to you")


def test_a_mail_leads_to_the_reply_and_its_opening_is_reading(
    open_browser: Opener, reader: User, own: Comment, scripts: bool
) -> None:
    reply = CommentFactory(parent=own, by__username="otter", text="At seven, surely.")
    work()
    mail = one_mail()
    assert mail["To"] == reader.email
    assert mail["Subject"] == "otter replied to you: Night ferry returns"
    assert "At seven, surely." in text(mail) and "At seven, surely." in html(mail)
    page = visit(open_browser(reader, java_script_enabled=scripts), path_in(text(mail), r"/comments/\d+/"))
    expect(page).to_have_url(re.compile(f"#comment-{reply.pk}$"))
    expect(page.locator(f"#comment-{reply.pk}")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Notifications", exact=True)).to_be_visible()


def test_a_hot_thread_makes_one_mail_and_then_one_for_all_the_rest(
    article: Article, reader: User, own: Comment
) -> None:
    Discussion.objects.of(article).follow(by=reader)
    for number in range(30):
        CommentFactory(article=article, parent=own if number % 2 else None)
    work()
    assert len(mails()) == 1


def test_the_link_in_a_mail_stops_them_without_a_login(
    open_browser: Opener, reader: User, own: Comment, scripts: bool
) -> None:
    CommentFactory(parent=own)
    work()
    # A browser that nobody has logged in with.
    page = open_browser(java_script_enabled=scripts).new_page()
    stop = path_in(text(one_mail()), r"/notifications/unsubscribe/[^\s>\"]+")
    page.goto(stop)
    expect(page.get_by_role("heading", name="Stop these mails?")).to_be_visible()
    page.get_by_role("button", name="Stop them").click()
    expect(page.get_by_role("heading", name="Stopped")).to_be_visible()
    CommentFactory(parent=own)
    work()
    assert len(mails()) == 1
    assert not ReaderSettings.objects.get(reader=reader).mails_replies


def test_the_foot_of_the_page_is_that_of_every_page(open_browser: Opener, reader: User) -> None:
    page = open_browser(reader).new_page()
    heights = set()
    for path in ("/search/", "/notifications/"):
        page.goto(path)
        heights.add(page.locator(".footer .notice").bounding_box()["height"])  # type: ignore[index]
    assert len(heights) == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_and_the_mail_keep_nobody_out(
    open_browser: Opener, reader: User, own: Comment, article: Article, theme: Any, width: int
) -> None:
    Discussion.objects.of(article).follow(by=reader)
    CommentFactory(parent=own, text="x" * 300)
    CommentFactory(article=article)
    work()
    view = {"width": width, "height": 800}
    page = open_browser(reader, bypass_csp=True, color_scheme=theme, viewport=view).new_page()
    page.goto("/notifications/")
    expect(page.get_by_role("article")).to_have_count(2)
    for is_mail in (False, True):
        if is_mail:
            page.set_content(html(one_mail()))
        assert fits(page)
        # A mail is no page: the mail program has the landmarks.
        assert broken_rules(page, but=("region", "landmark-one-main") if is_mail else ()) == []
