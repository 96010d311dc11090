"""The site in Japanese, in a browser: reading, writing, logging in, being refused, the choice that is remembered."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from articles.models import Article
from tests.browser.accessibility import broken_rules
from tests.browser.pages import Opener, fits
from tests.factories import PASSWORD, ArticleFactory, CommentFactory
from tests.mails import mails, reader_with_mail, text
from tests.worker import work

pytestmark = pytest.mark.django_db(transaction=True)

JAPANESE = {"locale": "ja-JP"}
STUCK_OUT = """() => [...document.querySelectorAll("button, .button, h1, h2, h3, nav, form, label")].filter(element =>
  element.getClientRects().length && !element.closest(".sections, .unseen") &&
  element.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(element => element.outerHTML)"""


@pytest.fixture
def tolerated() -> list[str]:
    return ["404 (Not Found)", "422 (Unprocessable", "409 (Conflict)"]


@pytest.fixture
def kelpie() -> User:
    return reader_with_mail(username="Kelpie", password=PASSWORD)


@pytest.fixture
def article() -> Article:
    article = ArticleFactory(headline="Night ferry returns", standfirst="What the tide leaves behind.")
    first = CommentFactory(article=article, by__username="Marlin", text="So it is.")
    CommentFactory(parent=first, by__username="Selkie", text="そうですね。")
    return article


def log_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("メールアドレス").first.fill("Kelpie")
    page.get_by_label("パスワード", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="ログイン", exact=True).click()


def test_the_paper_and_a_thread_read_in_japanese_and_the_article_as_it_was_written(
    article: Article, open_browser: Opener
) -> None:
    page = open_browser(**JAPANESE).new_page()
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(page.get_by_role("navigation", name="アカウント")).to_contain_text("会員登録")
    expect(page.locator(".today").first).to_have_text(re.compile(r"^\d{4}年\d{1,2}月\d{1,2}日 .曜日$"))
    page.get_by_role("link", name="Night ferry returns").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Night ferry returns")
    expect(page.locator("[data-comment-count]").first).to_have_text("コメント2件")
    comment = page.locator("article.comment").first
    expect(comment.get_by_role("button", name="Marlinさんのコメントに賛成する")).to_be_visible()
    expect(comment.locator("time").first).to_have_text(
        re.compile(r"^\d{4}年\d{1,2}月\d{1,2}日 \d\d:\d\d JST$")
    )
    expect(page.get_by_role("link", name="ログインしてコメントする").first).to_be_visible()


def test_a_comment_is_refused_written_and_answered_by_mail_in_japanese(
    article: Article, kelpie: User, open_browser: Opener, scripts: bool
) -> None:
    page = open_browser(java_script_enabled=scripts, **JAPANESE).new_page()
    log_in(page)
    page.goto(article.get_absolute_url())
    composer = page.locator("form#composer")
    composer.get_by_role("button", name="コメントを投稿する").click()
    expect(page.get_by_text("コメントが空です。何か書いてください。").first).to_be_visible()
    page.get_by_label("コメントを書く", exact=True).fill("潮の香りがします。")
    page.get_by_role("button", name="コメントを投稿する").click()
    mine = page.locator("article.comment", has_text="潮の香りがします。")
    expect(mine).to_be_visible()
    number = int((mine.get_attribute("id") or "").removeprefix("comment-"))
    # Nothing was chosen: mails of the worker's are in the language of the site, until it is.
    page.goto("/accounts/language/")
    page.get_by_label("言語").select_option("ja")
    page.get_by_role("button", name="言語とタイムゾーンを保存する").click()
    expect(page.get_by_text("言語とタイムゾーンを保存しました。")).to_be_visible()
    article.discussion.post(
        by=reader_with_mail(username="Petrel"),
        text="Indeed.",
        parent=article.discussion.comments.get(pk=number),
    )
    work()
    [mail] = [mail for mail in mails() if mail["To"] == kelpie.email]
    assert mail["Subject"] == "Petrelさんがあなたに返信しました：Night ferry returns"
    assert "メールの頻度と種類：" in text(mail)


def test_the_language_chosen_is_remembered_before_the_browsers_and_taken_back(
    kelpie: User, article: Article, open_browser: Opener
) -> None:
    page = open_browser(user=kelpie, locale="en-GB").new_page()
    page.goto("/accounts/language/")
    page.get_by_label("Language").select_option("日本語")
    page.get_by_role("button", name="Save language and time").click()
    expect(page.get_by_text("言語とタイムゾーンを保存しました。")).to_be_visible()
    page.goto(article.get_absolute_url())
    expect(page.get_by_role("button", name="コメントを投稿する")).to_be_visible()
    elsewhere = open_browser(user=kelpie, locale="en-GB").new_page()
    elsewhere.goto("/accounts/settings/")
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("設定")
    elsewhere.goto("/accounts/language/")
    elsewhere.get_by_label("言語").select_option("")
    elsewhere.get_by_role("button", name="言語とタイムゾーンを保存する").click()
    expect(elsewhere.get_by_text("Your language and time are saved.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Post comment")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_no_japanese_page_sticks_out_or_breaks_the_rules(
    article: Article, kelpie: User, open_browser: Opener, width: int
) -> None:
    view = {"width": width, "height": 800}
    own = ["/accounts/", "/accounts/settings/", "/accounts/2fa/", "/accounts/erasure/", "/notifications/"]
    common = ["/", article.get_absolute_url(), "/users/Marlin/", "/search/?q=ferry", "/nowhere/"]
    entrance = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
    signed_out = open_browser(viewport=view, bypass_csp=True, **JAPANESE).new_page()
    signed_in = open_browser(user=kelpie, viewport=view, bypass_csp=True, **JAPANESE).new_page()
    for page, paths in ((signed_out, [*common, *entrance]), (signed_in, [article.get_absolute_url(), *own])):
        for path in paths:
            page.goto(path)
            expect(page.locator("html")).to_have_attribute("lang", "ja")
            assert page.evaluate(STUCK_OUT) == [], path
            assert fits(page), path
            assert broken_rules(page) == [], path
