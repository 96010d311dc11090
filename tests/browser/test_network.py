"""No network, in a real browser: what is typed is kept here, and goes to the site once it is there again."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from articles.models import Article
from comments.models import Draft
from tests.browser.pages import Opener, box, kept, press, visit, write
from tests.newsportal.machine import until

pytestmark = pytest.mark.django_db(transaction=True)


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
    assert until(lambda: page.evaluate("Object.keys(localStorage).length === 0"))


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


def test_without_network_the_text_stays_and_can_be_sent_again(
    open_browser: Opener, article: Article, reader: User, tolerated: list[str]
) -> None:
    tolerated.append("ERR_INTERNET_DISCONNECTED")
    context = open_browser(reader)
    page = visit(context, article)
    context.set_offline(True)
    write(page, "In the tunnel.")
    expect(page.get_by_role("alert").filter(has_text="Nothing is lost")).to_be_visible()
    expect(page.get_by_label("Your comment")).to_have_value("In the tunnel.")
    context.set_offline(False)
    press(page, "Post comment")
    expect(page.locator("article.comment .text")).to_have_text("In the tunnel.")
