"""Nothing typed is lost, in a real browser: leaving, logging in, two tabs, no network; with scripts and without."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from accounts.models import User
from articles.models import Article
from comments.models import Comment, Draft
from tests.factories import PASSWORD, ArticleFactory, CommentFactory, ModeratorFactory, UserFactory
from tests.mails import reader_with_mail

pytestmark = pytest.mark.django_db(transaction=True)

Opener = Callable[..., BrowserContext]


@pytest.fixture
def article() -> Article:
    return ArticleFactory(headline="Night ferry returns")


@pytest.fixture
def reader() -> User:
    return ModeratorFactory(username="Kelpie", password=PASSWORD)


def visit(context: BrowserContext, article: Article) -> Page:
    page = context.new_page()
    page.goto(article.get_absolute_url())
    return page


def box(page: Page) -> Locator:
    return page.get_by_label("Your comment")


def kept(page: Page) -> Locator:
    return page.get_by_text("Kept as a draft")


def login(page: Page, reader: User) -> None:
    page.get_by_label("Email").fill(reader.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Login").click()


def register(page: Page) -> None:
    page.get_by_label("Email").fill("ada@example.com")
    page.get_by_label("User name").fill("Ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Register").click()


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


def test_without_network_this_browser_keeps_it_until_the_site_is_there(
    open_browser: Opener, article: Article, reader: User, tolerated: list[str]
) -> None:
    tolerated += ["ERR_INTERNET_DISCONNECTED", "ERR_FAILED"]
    context = open_browser(reader)
    page = visit(context, article)
    context.set_offline(True)
    box(page).fill("In the tunnel")
    expect(page.get_by_text("Kept in this browser")).to_be_visible()
    page.close()
    context.set_offline(False)
    page = visit(context, article)
    expect(box(page)).to_have_value("In the tunnel")
    expect(kept(page)).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == []


def test_when_the_network_comes_back_what_was_kept_here_goes_to_the_site(
    open_browser: Opener, article: Article, reader: User, tolerated: list[str]
) -> None:
    tolerated.append("ERR_INTERNET_DISCONNECTED")
    context = open_browser(reader)
    page = visit(context, article)
    context.set_offline(True)
    box(page).fill("In the tunnel")
    expect(page.get_by_text("Kept in this browser")).to_be_visible()
    context.set_offline(False)
    expect(kept(page)).to_be_visible()
    assert Draft.objects.get().text == "In the tunnel"


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


@pytest.mark.parametrize("way", ["login", "registration"])
def test_what_a_signed_out_reader_sent_is_back_in_the_box_after(
    open_browser: Opener, article: Article, reader: User, scripts: bool, way: str
) -> None:
    page = visit(open_browser(java_script_enabled=scripts), article)
    box(page).fill("Typed *before*.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_text("What you wrote is kept.")).to_be_visible()
    if way == "login":
        login(page, reader)
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
    page.get_by_role("main").get_by_role("link", name="Login").click()
    login(page, reader)
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
    login(other, reader)
    expect(other.get_by_text("Also written elsewhere:")).to_be_visible()
    held = [box(other).input_value(), other.locator(".elsewhere q").text_content()]
    assert sorted(held, key=str) == ["From one tab.", "From the other."]
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
    login(page, reader)
    expect(box(page)).to_have_value("Typed, not sent.")
    expect(kept(page)).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == []


def test_a_login_that_ended_meanwhile_costs_no_word(
    open_browser: Opener, article: Article, reader: User, scripts: bool, tolerated: list[str]
) -> None:
    tolerated.append("401")
    context = open_browser(reader, java_script_enabled=scripts)
    page = visit(context, article)
    context.clear_cookies()
    box(page).fill("Written while it ended.")
    page.get_by_role("button", name="Post comment").click()
    login(page, reader)
    expect(box(page)).to_have_value("Written while it ended.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article.comment")).to_have_count(1)


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


def test_whatever_else_is_pressed_before_the_login_what_was_typed_is_in_the_box_after_it(
    open_browser: Opener, article: Article, scripts: bool
) -> None:
    UserFactory(username="Moira", password=PASSWORD)
    comment = CommentFactory(article=article)
    page = visit(open_browser(java_script_enabled=scripts), article)
    box(page).fill("Half a thought")
    page.locator(f"#comment-{comment.pk}").get_by_role("button", name="Vote up").click()
    page.get_by_label("Email").fill("Moira")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Login", exact=True).click()
    page.wait_for_url("**#comment-*")
    expect(box(page)).to_have_value("Half a thought")


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
