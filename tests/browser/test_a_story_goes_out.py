"""An editor's way from the login to a story that is scheduled, illustrated and corrected, with all that guards it: the second factor
is asked for, the policy is strict, and the console stays silent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article
from tests import authenticator_app
from tests.articles.photos import jpeg
from tests.browser.pages import Opener, log_in, press, visit
from tests.factories import PASSWORD, AuthorFactory, EditorFactory, SectionFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tolerated() -> list[str]:
    """Chromium's report of the desk that is closed without a second factor, and of the story that isn't out yet."""
    return ["403", "404"]


def enter(page: Page) -> None:
    """By the form, and by the app that the desk then asks for."""
    page.goto("/admin/")
    log_in(page, "ines")
    page.get_by_role("link", name="Set up an app").click()
    secret = page.locator(".app-key").inner_text()
    page.locator("[name=code]").fill(authenticator_app.code(secret))
    press(page, "Set up the app")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto("/admin/articles/article/add/")


def write(page: Page) -> None:
    page.get_by_label("Headline").fill("The night ferry is back")
    page.get_by_label("Section").select_option(label="Harbour")
    page.locator(".field-body .tiptap.ProseMirror").click()
    page.keyboard.type("It left at ten.")
    page.get_by_label("New picture").set_input_files(
        {"name": "pier.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    )
    expect(page.locator(".lead-picture img")).to_have_attribute("alt", "")
    page.get_by_label("What the picture shows").fill("A pier at night")


def test_a_story_is_written_illustrated_scheduled_and_corrected(open_browser: Opener, settings: Any) -> None:
    settings.STAFF_MFA_REQUIRED = True
    SectionFactory()
    AuthorFactory(name="Zora")
    editor: Any = EditorFactory(username="ines", password=PASSWORD)
    EmailAddress.objects.create(user=editor, email=editor.email, verified=True, primary=True)
    desk, reader = open_browser().new_page(), open_browser().new_page()
    enter(desk)
    write(desk)
    at = timezone.localtime() + timedelta(seconds=10)
    desk.locator("[name=publish_at_0]").fill(f"{at:%Y-%m-%d}")
    desk.locator("[name=publish_at_1]").fill(f"{at:%H:%M:%S}")
    press(desk, "Schedule")
    expect(desk.get_by_role("listitem").filter(has_text="Scheduled for")).to_be_visible()
    article = Article.objects.get()
    reader.goto(article.get_absolute_url())
    expect(reader.get_by_text("There is nothing at this address")).to_be_visible()
    reader.wait_for_timeout(max(0, (at - timezone.localtime()).total_seconds()) * 1000)
    reader.reload()
    expect(reader.get_by_role("heading", name="The night ferry is back")).to_be_visible()
    expect(reader.get_by_role("img", name="A pier at night")).to_be_visible()
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.get_by_role("link", name="Correct…").click()
    desk.get_by_label("What was wrong, and what is right").fill("It left at noon.")
    desk.get_by_role("button", name="Publish the correction").click()
    expect(desk.get_by_text("The correction is on the article.")).to_be_visible()
    page = visit(reader.context, article)
    page.get_by_role("link", name="Corrected").click()
    expect(page.get_by_role("region", name="Correction")).to_contain_text("It left at noon.")
