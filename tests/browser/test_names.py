"""Completing @names in a real browser: by keys, by hand, by an input method; and what a screen reader is told."""

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from accounts.models import User
from articles.models import Article
from comments.models import Notification
from tests.browser.accessibility import broken_rules, heard, listen
from tests.browser.pages import Opener, box, fits, visit
from tests.factories import CommentFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(article: Article) -> None:
    for name in ("otter", "Otto", "ottilie"):
        CommentFactory(article=article, by__username=name)
    UserFactory(username="ottokar")


def open_thread(context: BrowserContext, article: Article) -> Page:
    """The article, its scripts at rest."""
    page = visit(context, article)
    page.wait_for_load_state("networkidle")
    return page


def names(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Names").get_by_role("option")


def begin(page: Page, text: str) -> None:
    box(page).click()
    page.keyboard.type(text)


def test_arrows_choose_and_enter_puts_the_name_in(
    open_browser: Opener, article: Article, reader: User, people: None
) -> None:
    page = open_thread(open_browser(reader), article)
    begin(page, "Hello @ott")
    expect(names(page)).to_have_text(
        ["ottiliein this discussion", "Ottoin this discussion", "otterin this discussion", "ottokar"]
    )
    for key, chosen in (
        ("ArrowDown", "Otto"),
        ("ArrowUp", "ottilie"),
        ("ArrowUp", "ottokar"),
        ("ArrowUp", "otter"),
    ):
        page.keyboard.press(key)
        option = page.get_by_role("option", selected=True)
        expect(option).to_have_attribute("data-name", chosen)
        expect(box(page)).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value("Hello @otter ")
    expect(names(page)).to_have_count(0)
    expect(box(page)).not_to_have_attribute("aria-controls", "names")
    page.keyboard.type("and @otto")
    expect(names(page)).to_have_count(2)
    page.keyboard.press("Tab")
    expect(box(page)).to_have_value("Hello @otter and @Otto ")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article.comment").last.get_by_role("link", name="@Otto")).to_be_visible()
    assert Notification.objects.filter(kind="mention").count() == 2


def test_escape_closes_the_list_alone_and_the_next_one_the_form(
    open_browser: Opener, article: Article, reader: User, people: None
) -> None:
    page = open_thread(open_browser(reader), article)
    page.get_by_role("button", name="Reply to otter").click()
    expect(box(page)).to_be_focused()
    page.keyboard.type("@ott")
    expect(names(page)).to_have_count(4)
    page.keyboard.press("Escape")
    expect(names(page)).to_have_count(0)
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("@ott")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Reply to otter")).to_be_focused()


def test_without_a_name_begun_enter_and_tab_stay_what_they_are(
    open_browser: Opener, article: Article, reader: User, people: None
) -> None:
    page = open_thread(open_browser(reader), article)
    begin(page, "We meet @")
    expect(names(page)).to_have_count(3)
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value("We meet @\n")
    expect(names(page)).to_have_count(0)
    page.keyboard.type("@")
    expect(names(page)).to_have_count(3)
    page.keyboard.press("Tab")
    expect(box(page)).not_to_be_focused()
    expect(names(page)).to_have_count(0)


@pytest.mark.parametrize("typed", ["me@ott", "https://example.com/@ott", "@nobody", "@ott er"])
def test_nothing_is_offered_where_no_name_can_stand_or_none_fits(
    open_browser: Opener, article: Article, reader: User, people: None, typed: str
) -> None:
    page = open_thread(open_browser(reader), article)
    begin(page, typed)
    page.wait_for_timeout(600)
    expect(names(page)).to_have_count(0)
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value(f"{typed}\n")


def test_what_follows_the_caret_stays(
    open_browser: Opener, article: Article, reader: User, people: None
) -> None:
    page = open_thread(open_browser(reader), article)
    begin(page, "Hello , how are you?")
    box(page).evaluate("node => node.setSelectionRange(6, 6)")
    page.keyboard.type("@otte")
    expect(names(page)).to_have_count(1)
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value("Hello @otter , how are you?")


def test_while_an_input_method_composes_its_keys_are_its_own(
    open_browser: Opener, article: Article, reader: User
) -> None:
    CommentFactory(article=article, by__username="田中太郎")
    page = open_thread(open_browser(reader), article)
    begin(page, "港で@")
    expect(names(page)).to_have_count(1)
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "たな", "selectionStart": 2, "selectionEnd": 2})
    expect(names(page)).to_have_count(0)
    page.wait_for_timeout(400)
    expect(names(page)).to_have_count(0)
    session.send("Input.insertText", {"text": "田"})
    expect(names(page)).to_have_text(["田中太郎"])
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value("港で@田中太郎 ")


def test_it_is_announced_once_and_keeps_nobody_out(
    open_browser: Opener, article: Article, reader: User, people: None
) -> None:
    page = open_thread(open_browser(reader, bypass_csp=True), article)
    listen(page)
    begin(page, "@o")
    expect(names(page)).to_have_count(3)
    page.keyboard.type("tt")
    expect(names(page)).to_have_count(4)
    page.wait_for_timeout(200)
    assert heard(page) == ["3 names: arrow keys choose, Enter puts one in, Escape closes."]
    assert broken_rules(page, within="#comments") == []
    expect(box(page)).to_have_attribute("aria-controls", "names")


@pytest.mark.parametrize("width", [320, 360])
def test_by_touch_on_a_phone(
    open_browser: Opener, article: Article, reader: User, people: None, width: int
) -> None:
    UserFactory(username="otter-with-a-name-of-30-letter")
    view = {"viewport": {"width": width, "height": 640}, "has_touch": True, "is_mobile": True}
    page = open_thread(open_browser(reader, **view), article)
    begin(page, "A line that is long enough to end at the far side @otter")
    expect(names(page)).to_have_count(2)
    for option in names(page).all():
        place = option.bounding_box()
        assert place and place["x"] >= 0 and place["x"] + place["width"] <= width and place["height"] >= 44
    assert fits(page)
    names(page).first.tap()
    expect(box(page)).to_have_value(re.compile("@otter $"))
    expect(box(page)).to_be_focused()


def test_the_list_stands_below_its_line_however_far_one_has_scrolled(
    open_browser: Opener, article: Article, reader: User, people: None
) -> None:
    page = open_thread(open_browser(reader), article)
    box(page).fill("line\n" * 60 + "x" * 30 + " @")
    page.keyboard.type("otte")
    expect(names(page)).to_have_count(1)
    # At one moment: the page may be on its way to where both can be seen.
    right, below = box(page).evaluate(
        """node => {
          const [field, list] = [node, document.getElementById("names")].map(one => one.getBoundingClientRect());
          return [list.left - field.left, list.top - field.bottom];
        }"""
    )
    # The last line of the box is the one that is written in.
    assert abs(below) < 25
    assert 150 < right < 400


def test_the_pages_of_a_reply_and_of_a_change_complete_names_too(
    open_browser: Opener, article: Article, reader: User, people: None
) -> None:
    own = CommentFactory(article=article, by=reader)
    page = open_browser(reader).new_page()
    for path in (f"/comments/{own.pk}/reply/", f"/comments/{own.pk}/edit/"):
        page.goto(path)
        box(page).focus()
        page.keyboard.press("Control+End")
        page.keyboard.type(" @otte")
        expect(names(page)).to_have_count(1)


def test_it_is_loaded_when_somebody_writes(
    open_browser: Opener, article: Article, reader: User, people: None
) -> None:
    page = open_browser(reader).new_page()
    loaded: list[str] = []
    page.on("response", lambda answer: loaded.append(answer.url.rsplit("/", 1)[-1]))
    page.goto(article.get_absolute_url(), wait_until="networkidle")
    assert "votes.js" in loaded and "names.js" not in loaded
    with page.expect_response(re.compile("names.js")):
        box(page).focus()
