"""What is typed into an article's form keeps itself, says so, and is there again; who else has the form open is said while one
writes. The console stays silent all the while."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from articles.models import Article, WorkingCopy
from tests.articles.desk_form import change_page
from tests.browser.accessibility import broken_rules
from tests.browser.pages import Opener, fits, press, visit
from tests.factories import ArticleFactory, EditorFactory

pytestmark = pytest.mark.django_db(transaction=True)
EVERY = 20_000  # milliseconds between two knocks of static/js/desk/presence.js


@pytest.fixture
def article() -> Article:
    return ArticleFactory(headline="Dawn", body="<p>The ferry left at dawn.</p>")


def type_into_body(page: Page, text: str) -> None:
    page.locator(".tiptap.ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def test_it_keeps_itself_and_is_there_after_the_browser_was_closed(
    open_browser: Opener, article: Article
) -> None:
    wren = EditorFactory()
    page = visit(open_browser(wren), change_page(article))
    type_into_body(page, " Nobody saw it.")
    page.get_by_label("Headline").fill("Noon")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.close()
    article.refresh_from_db()
    assert article.headline == "Dawn"
    page = visit(open_browser(wren), change_page(article))
    expect(page.get_by_text("You typed something here that was never saved")).to_be_visible()
    press(page, "Go on with it")
    expect(page.get_by_label("Headline")).to_have_value("Noon")
    expect(page.locator(".tiptap.ProseMirror")).to_have_text("The ferry left at dawn. Nobody saw it.")
    press(page, "Save and continue editing")
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    article.refresh_from_db()
    assert (article.headline, article.body) == ("Noon", "<p>The ferry left at dawn. Nobody saw it.</p>")
    expect(page.get_by_text("You typed something here")).to_have_count(0)
    assert not WorkingCopy.objects.exists()


def test_who_closes_the_page_at_once_loses_nothing(open_browser: Opener, article: Article) -> None:
    wren = EditorFactory()
    page = visit(open_browser(wren), change_page(article))
    page.get_by_label("Headline").fill("Noon")
    page.goto("/admin/")
    page.goto(change_page(article))
    expect(page.get_by_text("You typed something here that was never saved")).to_be_visible()


@pytest.mark.parametrize("script", ["desk/autosave.js", "django_prose_editor/*.js"])
def test_what_is_typed_before_the_scripts_have_come_is_kept_as_well(
    open_browser: Opener, article: Article, script: str
) -> None:
    page = open_browser(EditorFactory()).new_page()
    on_their_way: list[Route] = []

    def hold(route: Route) -> None:
        on_their_way.append(route)

    page.route(f"**/{script}", hold)
    with page.expect_request(f"**/{script}"):
        page.goto(change_page(article), wait_until="commit")
    page.get_by_label("Headline").fill("Noon")
    for route in on_their_way:
        route.continue_()
    page.unroute_all()
    expect(page.get_by_text("Draft saved")).to_be_visible()
    assert "Noon" in str(WorkingCopy.objects.get().form)


def test_without_a_connection_it_says_so_once_and_when_it_is_back(
    open_browser: Opener, article: Article, tolerated: list[str]
) -> None:
    tolerated.append("ERR_INTERNET_DISCONNECTED")
    browser = open_browser(EditorFactory())
    page = visit(browser, change_page(article))
    heard = page.locator(".copy-heard")
    page.get_by_label("Headline").fill("Noon")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    expect(heard).to_be_empty()
    browser.set_offline(True)
    page.get_by_label("Headline").fill("Night")
    expect(page.locator("[data-copies]")).to_have_text("Not saved: no connection")
    expect(heard).to_have_text("Not saved: no connection")
    browser.set_offline(False)
    expect(page.locator("[data-copies]")).to_contain_text("Draft saved")
    expect(heard).to_contain_text("Draft saved")
    assert WorkingCopy.objects.get().typed["headline"] == "Night"


def test_who_was_logged_out_meanwhile_is_told(open_browser: Opener, article: Article) -> None:
    browser = open_browser(EditorFactory())
    page = visit(browser, change_page(article))
    browser.clear_cookies(name="sessionid")
    page.get_by_label("Headline").fill("Noon")
    expect(page.locator("[data-copies]")).to_contain_text("log in again in another tab")


def test_the_first_learns_that_a_second_has_come(open_browser: Opener, article: Article) -> None:
    first = open_browser(EditorFactory(username="wren")).new_page()
    first.clock.install()
    first.goto(change_page(article))
    expect(first.locator(".presence")).to_be_hidden()
    second = visit(open_browser(EditorFactory(username="finch")), change_page(article))
    expect(
        second.get_by_role("status").filter(has_text="wren has had this article open since")
    ).to_be_visible()
    first.clock.fast_forward(EVERY)
    expect(
        first.get_by_role("status").filter(has_text="finch has had this article open since")
    ).to_be_visible()
    second.get_by_label("Headline").fill("Noon")
    press(second, "Save and continue editing")
    expect(second.get_by_text("was changed successfully")).to_be_visible()
    first.clock.fast_forward(EVERY)
    expect(first.locator(".presence")).to_contain_text("finch saved this article at")


def test_without_scripts_the_form_saves_as_ever_and_a_refusal_is_kept(
    open_browser: Opener, article: Article
) -> None:
    page = visit(open_browser(EditorFactory(), java_script_enabled=False), change_page(article))
    page.get_by_label("Headline").fill("")
    page.locator("textarea[name=body]").fill("<p>Typed.</p>")
    press(page, "Save and continue editing")
    expect(page.get_by_text("This field is required.")).to_be_visible()
    page.goto(change_page(article))
    press(page, "Go on with it")
    expect(page.locator("textarea[name=body]")).to_have_value("<p>Typed.</p>")
    page.get_by_label("Headline").fill("Noon")
    press(page, "Save and continue editing")
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    article.refresh_from_db()
    assert (article.headline, article.body) == ("Noon", "<p>Typed.</p>")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_read_on_any_screen(open_browser: Opener, article: Article, width: int, scheme: str) -> None:
    wren = EditorFactory()
    visit(open_browser(EditorFactory(username="x" * 30)), change_page(article))
    view = {"width": width, "height": 800}
    page = visit(
        open_browser(wren, viewport=view, color_scheme=scheme, bypass_csp=True), change_page(article)
    )
    page.get_by_label("Headline").fill("Noon")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.goto("/admin/")
    page.goto(change_page(article))
    page.get_by_label("Headline").fill("Night")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    assert fits(page)
    for part in (".presence", ".copy-offer", ".writing-bar"):
        assert broken_rules(page, within=part) == []
