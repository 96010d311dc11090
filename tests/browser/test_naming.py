"""Names in a real browser, with scripts and without: one that looks like another's is refused, one's own is changed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.accessibility import broken_rules
from tests.browser.pages import Opener
from tests.factories import PASSWORD, CommentFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_name_that_looks_like_anothers_is_refused_beside_its_field(
    open_browser: Opener, scripts: bool
) -> None:
    UserFactory(username="Paul")
    page = open_browser(java_script_enabled=scripts, viewport={"width": 320, "height": 640}).new_page()
    page.goto("/accounts/signup/")
    page.get_by_label("Email").fill("new@example.com")
    page.get_by_label("User name").fill("PauI")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Register").click()
    name = page.get_by_label("User name")
    expect(name).to_have_value("PauI")
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#id_username_error")).to_contain_text("looks like one that is taken")
    expect(page.get_by_label("Email")).to_have_value("new@example.com")
    name.fill("Paula")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("link", name="Paula")).to_be_visible()


def test_a_reader_changes_the_name_and_the_old_address_leads_to_the_page(
    open_browser: Opener, scripts: bool, tolerated: list[str]
) -> None:
    tolerated.append("422")
    kelpie = UserFactory(username="Kelpie")
    article = CommentFactory(by=kelpie, text="As before.").discussion.article
    page = open_browser(user=kelpie, java_script_enabled=scripts).new_page()
    page.goto("/accounts/settings/")
    page.get_by_role("link", name="User name").click()
    page.get_by_label("User name").fill("نرگس")
    page.get_by_role("button", name="Change name").click()
    expect(page.get_by_role("status")).to_contain_text("Your name is saved.")
    expect(page.locator("#id_username_helptext")).to_contain_text("once in 30 days")
    page.get_by_label("User name").fill("Undine")
    page.get_by_role("button", name="Change name").click()
    expect(page.locator("#id_username_error")).to_contain_text("yours again from")
    expect(page.get_by_label("User name")).to_have_value("Undine")
    if scripts:
        assert broken_rules(page) == []
    page.goto("/users/Kelpie/")
    expect(page.get_by_role("heading", level=1)).to_have_text("نرگس")
    page.goto(article.get_absolute_url())
    expect(page.locator(".comment .name")).to_have_text("نرگس")
    assert User.objects.get().username == "نرگس"
