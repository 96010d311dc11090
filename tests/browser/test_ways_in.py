"""The ways in around the composer: whichever is pressed, what was typed in it goes along."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Route, expect

from articles.models import Article
from comments.models import Discussion, Draft
from tests.browser.pages import Opener, box, log_in
from tests.factories import PASSWORD, CommentFactory, ModeratorFactory, UserFactory
from tests.oidc.server import OidcServer

pytestmark = pytest.mark.django_db(transaction=True)

WAYS = {
    "Login to comment": "/accounts/login/",
    "Login to leave a comment": "/accounts/login/",
    "Login with your The Tidewater Post account": "/accounts/login/",
    "Login with a code by email": "/accounts/login/code/",
    "User registration": "/accounts/signup/",
}


@pytest.mark.parametrize("way", WAYS)
def test_each_way_in_leads_there_with_what_was_typed_and_back_again(
    open_browser: Opener, article: Article, scripts: bool, way: str
) -> None:
    UserFactory(username="Moira", password=PASSWORD)
    page = open_browser(java_script_enabled=scripts).new_page()
    page.goto(article.get_absolute_url())
    box(page).fill("Half a thought")
    page.get_by_role("link", name=way.removeprefix("Login with your The ")).click()
    expect(page.get_by_text("What you wrote is kept.")).to_be_visible()
    assert urlsplit(page.url).path == WAYS[way]
    back = parse_qs(urlsplit(page.url).query)["next"]
    assert back == [f"{article.get_absolute_url()}#composer"]
    if WAYS[way] != "/accounts/login/":
        page.get_by_role("main").get_by_role("link", name=re.compile("login", re.IGNORECASE)).first.click()
    log_in(page, "Moira")
    expect(page).to_have_url(re.compile(re.escape(back[0]) + "$"))
    expect(box(page)).to_have_value("Half a thought")


def test_the_way_by_a_passkey_leads_to_its_button_where_there_are_scripts(
    open_browser: Opener, article: Article, scripts: bool
) -> None:
    page = open_browser(java_script_enabled=scripts, viewport={"width": 360, "height": 640}).new_page()
    page.goto(article.get_absolute_url())
    box(page).fill("Half a thought")
    way = page.get_by_role("link", name="Login with a passkey")
    if not scripts:
        expect(way).to_be_hidden()
        return
    way.click()
    expect(page.get_by_role("button", name="Use a passkey")).to_be_in_viewport()
    assert urlsplit(page.url).path == "/accounts/login/"
    assert parse_qs(urlsplit(page.url).query)["next"] == [f"{article.get_absolute_url()}#composer"]
    assert Draft.objects.get().text == "Half a thought"


def test_the_way_to_another_sites_login_keeps_what_was_typed(
    open_browser: Opener, article: Article, example_id: OidcServer
) -> None:
    page = open_browser(java_script_enabled=False).new_page()
    page.goto(article.get_absolute_url())
    box(page).fill("Half a thought")
    page.get_by_role("link", name="Example ID Connect").click()
    expect(page.get_by_role("button", name="Go to Example ID")).to_be_visible()
    assert Draft.objects.get().text == "Half a thought"
    assert parse_qs(urlsplit(page.url).query)["next"] == [f"{article.get_absolute_url()}#composer"]


def test_a_preview_is_shown_without_a_login_and_what_was_typed_goes_on_from_there(
    open_browser: Opener, article: Article, scripts: bool
) -> None:
    UserFactory(username="Moira", password=PASSWORD)
    context = open_browser(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(article.get_absolute_url())
    box(page).fill("Half a *thought*")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("status", name="Preview").locator("em")).to_have_text("thought")
    expect(box(page)).to_have_value("Half a *thought*")
    assert context.cookies() == []
    box(page).fill("A whole *thought*")
    if scripts:
        # Wherever one goes from here, once the scripts are there: nobody types and leaves before.
        page.wait_for_load_state()
        page.goto(article.get_absolute_url())
        expect(box(page)).to_have_value("A whole *thought*")
    page.get_by_role("button", name="Post comment").click()
    log_in(page, "Moira")
    expect(box(page)).to_have_value("A whole *thought*")


@pytest.mark.parametrize("script", ["waiting.js", "drafts.js"])
def test_what_is_typed_before_the_scripts_have_come_waits_as_well(
    open_browser: Opener, article: Article, script: str
) -> None:
    page = open_browser(UserFactory() if script == "drafts.js" else None).new_page()
    on_its_way: list[Route] = []

    def hold(route: Route) -> None:
        on_its_way.append(route)

    page.route(f"**/{script}", hold)
    with page.expect_request(f"**/{script}"):
        page.goto(article.get_absolute_url(), wait_until="commit")
    box(page).fill("Half a thought")
    on_its_way.pop().continue_()
    page.unroute_all()
    page.wait_for_load_state()
    page.goto(article.get_absolute_url())
    expect(box(page)).to_have_value("Half a thought")


def test_an_empty_box_leads_to_the_login_without_a_cookie(open_browser: Opener, article: Article) -> None:
    context = open_browser(java_script_enabled=False)
    page = context.new_page()
    page.goto(article.get_absolute_url())
    with page.expect_response("**/comments/") as pressed:
        page.get_by_role("link", name="Login to leave a comment").click()
    assert "set-cookie" not in pressed.value.headers
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    expect(page.get_by_text("What you wrote is kept.")).to_have_count(0)


def test_who_has_logged_in_in_another_tab_meanwhile_goes_on_with_what_they_typed(
    open_browser: Opener, article: Article, scripts: bool
) -> None:
    UserFactory(username="Moira", password=PASSWORD)
    context = open_browser(java_script_enabled=scripts)
    page, other = context.new_page(), context.new_page()
    page.goto(article.get_absolute_url())
    box(page).fill("Half a thought")
    other.goto("/accounts/login/")
    log_in(other, "Moira")
    expect(other.get_by_role("link", name="Moira")).to_be_visible()
    page.get_by_role("link", name="Login to comment").click()
    expect(page).to_have_url(re.compile(r"#composer$"))
    expect(box(page)).to_have_value("Half a thought")
    expect(page.get_by_role("button", name="Follow")).to_be_visible()


def test_the_ways_in_lead_there_from_a_closed_discussion_too(
    open_browser: Opener, article: Article, scripts: bool
) -> None:
    CommentFactory(article=article)
    Discussion.objects.get().set_state("closed", by=ModeratorFactory())
    page = open_browser(java_script_enabled=scripts).new_page()
    page.goto(article.get_absolute_url())
    expect(page.get_by_role("link", name="Login to comment")).to_have_count(0)
    page.get_by_role("link", name="User registration").click()
    expect(page.get_by_role("button", name="Register")).to_be_visible()
