"""A newsletter in a real browser, with and without scripts: an editor finishes an issue, sees it, tries it, sends it once."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import expect

from articles.models import Alert, NewsletterIssue
from tests.articles.issues import issue_of, reader_of
from tests.browser.accessibility import broken_rules
from tests.browser.pages import Opener, fits
from tests.factories import ArticleFactory, EditorFactory
from tests.mails import mails, reader_with_mail
from tests.worker import work

pytestmark = pytest.mark.django_db(transaction=True)
DESK = "/admin/articles/newsletterissue/"


@pytest.fixture
def tolerated() -> list[str]:
    """Chromium's report of the refusal."""
    return ["409"]


@pytest.fixture
def issue() -> NewsletterIssue:
    for name in ("ines", "jon"):
        reader_of(name, "daily")
    return issue_of(*(ArticleFactory(headline=f"The {name} ferry") for name in ("first", "second", "third")))


def test_an_editor_finishes_an_issue_tries_it_and_sends_it(
    open_browser: Opener, issue: NewsletterIssue, scripts: bool
) -> None:
    editor = reader_with_mail(username="wren", is_staff=True)
    editor.groups.set(EditorFactory().groups.all())
    page = open_browser(user=editor, java_script_enabled=scripts).new_page()
    page.goto(DESK)
    page.get_by_role("link", name=str(issue)).click()
    page.get_by_label("Subject").fill("Three ferries, less one")
    page.get_by_label("Introduction").fill("Good morning.\n\nHere they are.")
    page.locator("[name=stories-0-position]").fill("25")
    page.locator("[name=stories-2-DELETE]").check()
    page.get_by_role("button", name="Save and see the mail").click()
    mail = page.frame_locator("iframe")
    expect(mail.get_by_text("Good morning.")).to_be_visible()
    shown = mail.get_by_role("link", name="ferry").all_inner_texts()
    assert [headline for headline in dict.fromkeys(shown) if headline.startswith("The ")] == [
        "The second ferry",
        "The first ferry",
    ]
    page.get_by_role("button", name="Send a test to me").click()
    expect(page.get_by_text("A test is on its way to wren@example.com.")).to_be_visible()
    page.get_by_role("button", name="Send to 2 readers").click()
    expect(page.get_by_text("The newsletter goes to 2 readers.")).to_be_visible()
    expect(page.get_by_role("button", name="Send")).to_have_count(0)
    work()
    assert sorted(str(mail["To"]) for mail in mails()) == [
        "ines@example.com",
        "jon@example.com",
        "wren@example.com",
    ]
    page.reload()
    expect(page.get_by_text("To go").locator("xpath=following-sibling::dd[1]")).to_have_text("0")
    page.get_by_role("link", name="The newsletter as a page").click()
    expect(page.get_by_role("heading", name="Three ferries, less one")).to_be_visible()
    assert Alert.objects.get().recipients == 2
    page.goto(f"{DESK}{issue.pk}/change/")
    expect(page.get_by_role("button", name="Save", exact=True)).to_have_count(0)


@pytest.mark.parametrize("width", [360, 1280])
def test_its_page_has_the_introduction_in_the_column_of_its_stories(
    open_browser: Opener, issue: NewsletterIssue, width: int
) -> None:
    NewsletterIssue.objects.update(introduction="Good morning.\n\n" + "Here they are. " * 20)
    issue.send(by=EditorFactory())
    page = open_browser(viewport={"width": width, "height": 800}).new_page()
    page.goto(issue.get_absolute_url())
    words = page.get_by_text("Here they are.").bounding_box()
    stories = page.locator(".alert-stories").bounding_box()
    assert words and stories
    assert (
        abs(words["x"] - stories["x"]) < 1
        and words["x"] + words["width"] <= stories["x"] + stories["width"] + 1
    )
    assert stories["y"] - words["y"] - words["height"] >= 12


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_two_editors_at_an_issue_see_both_texts(
    open_browser: Opener, issue: NewsletterIssue, width: int, scheme: str
) -> None:
    look = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    mine, theirs = (open_browser(user=EditorFactory(), **look).new_page() for _editor in range(2))
    for page in (mine, theirs):
        page.goto(f"{DESK}{issue.pk}/change/")
    theirs.get_by_label("Introduction").fill("Good evening, all.")
    theirs.locator("[name=stories-1-DELETE]").check()
    theirs.get_by_role("button", name="Save and continue editing").click()
    expect(theirs.get_by_text("was changed successfully")).to_be_visible()
    mine.get_by_label("Introduction").fill("Good morning, all.")
    mine.get_by_role("button", name="Save and continue editing").click()
    both = mine.get_by_role("region", name="Theirs and yours")
    expect(both.locator("del").filter(has_text="evening")).to_be_visible()
    expect(both.locator("ins").filter(has_text="morning")).to_be_visible()
    expect(both.locator("ins").filter(has_text="The second ferry")).to_be_visible()
    assert broken_rules(mine, within=".collision") == []
    assert fits(mine)
    if folder := os.environ.get("FLOW_SHOTS"):
        mine.screenshot(path=f"{folder}/issue-{width}-{scheme}.png", full_page=True)
    mine.get_by_role("textbox", name="Introduction").fill("Good day, all.")
    mine.get_by_role("button", name="Save and continue editing").click()
    expect(mine.get_by_text("was changed successfully")).to_be_visible()
    issue.refresh_from_db()
    assert issue.introduction == "Good day, all." and issue.stories.count() == 3
