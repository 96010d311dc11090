"""News alerts in a real browser, with and without scripts: a reader begins, an editor sends, the reader ends."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import AlertSubscription
from accounts.models.alert_subscription import CHOOSE
from articles import letters
from articles.models import AlertChoice, Topic
from tests.articles.subscribers import send, subscribed
from tests.browser.accessibility import broken_rules
from tests.browser.look import LONG_WORD
from tests.browser.pages import Opener, fits
from tests.factories import ArticleFactory, EditorFactory, SectionFactory
from tests.mails import one_mail, reader_with_mail
from tests.worker import run

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_reader_begins_with_what_they_choose_and_ends(open_browser: Opener, scripts: bool) -> None:
    SectionFactory(slug="harbour")
    ArticleFactory().topics.add(Topic.objects.create(name="Tides", slug="tides"))
    page = open_browser(user=reader_with_mail(), java_script_enabled=scripts).new_page()
    page.goto("/accounts/settings/")
    ways = page.get_by_role("navigation", name="Your account")
    ways.get_by_role("link", name="News alerts").click()
    page.get_by_label("Once a day, what has been published").check()
    page.get_by_role("group", name="Topics").get_by_label("Tides").check()
    page.get_by_role("button", name="Send me news alerts").click()
    expect(page.get_by_role("status")).to_contain_text("News alerts are on.")
    expect(page.get_by_label("Tides")).to_be_checked()
    choice = AlertChoice.objects.get()
    assert choice.pace == "daily" and not choice.takes_all
    page.get_by_role("button", name="No more alerts").click()
    expect(page.get_by_role("status")).to_contain_text("No more alerts come.")
    assert not AlertSubscription.objects.get().is_active


def test_an_editor_sees_the_mail_and_sends_it_and_the_reader_ends_it_from_there(
    open_browser: Opener, scripts: bool
) -> None:
    subscription = subscribed(reader_with_mail(username="ada"))
    article = ArticleFactory(headline="The bridge is closed", standfirst="Take the ferry.")
    page = open_browser(user=EditorFactory(), java_script_enabled=scripts).new_page()
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.get_by_role("link", name="Send an alert…").click()
    mail = page.frame_locator("iframe")
    expect(mail.get_by_role("heading", name="The bridge is closed")).to_be_visible()
    page.get_by_label("Subject").fill("Bridge shut until noon")
    # The Enter key looks, and sends nothing.
    page.get_by_label("Subject").press("Enter")
    expect(mail.get_by_role("heading", name="Bridge shut until noon")).to_be_visible()
    assert mail.locator("body").evaluate("body => getComputedStyle(body).fontFamily").startswith("Georgia")
    page.get_by_role("button", name="Send to 1 reader").click()
    expect(page.get_by_text("The alert goes to 1 reader.")).to_be_visible()
    expect(page.get_by_role("button", name="Send")).to_have_count(0)
    run()
    page.get_by_role("link", name="Look again").click()
    expect(page.locator(".alert-progress")).to_contain_text("Gone")
    assert one_mail()["Subject"] == "Bridge shut until noon"

    reader = open_browser(java_script_enabled=scripts).new_page()
    reader.goto(subscription.path(CHOOSE))
    expect(reader.get_by_text("News alerts come to ada@example.com.")).to_be_visible()
    reader.get_by_role("link", name="No more alerts").click()
    reader.get_by_role("button", name="No more alerts").click()
    expect(reader.get_by_role("heading", name="No more alerts")).to_be_visible()
    subscription.refresh_from_db()
    assert not subscription.is_active


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_keep_to_wcag_and_do_not_scroll_sideways(
    open_browser: Opener, width: int, theme: str
) -> None:
    subscription = subscribed(reader_with_mail())
    article = ArticleFactory(headline=f"{LONG_WORD} is closed", standfirst=f"Take the {LONG_WORD}.")
    article.topics.add(Topic.objects.create(name=LONG_WORD, slug="long"))
    alert = send(article, text=article.standfirst)
    view = {"width": width, "height": 800}
    page = open_browser(
        user=subscription.reader, viewport=view, color_scheme=theme, bypass_csp=True
    ).new_page()
    day = letters.daily(timezone.localdate(), [article]).path
    for path in ("/accounts/alerts/", subscription.path(CHOOSE), alert.get_absolute_url(), day):
        page.goto(path)
        keeps_to_rules(page, path)
    # The mail as a mail program shows it.
    page.goto("about:blank")
    links = {"end": "#", "choose": "#"}
    page.set_content(letters.breaking(alert).content("html", links))
    keeps_to_rules(page, "the mail", but=("landmark-one-main", "region"))
    editor = open_browser(user=EditorFactory(), viewport=view, color_scheme=theme, bypass_csp=True).new_page()
    editor.goto(f"/admin/articles/article/{ArticleFactory().pk}/alert/")
    assert fits(editor)


def keeps_to_rules(page: Page, what: str, but: tuple[str, ...] = ()) -> None:
    assert broken_rules(page, but=but) == [] and fits(page), what
