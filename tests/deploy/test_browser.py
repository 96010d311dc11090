"""A real browser at the site as operators serve it: secure cookies, the strict policy and the forms go together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserType, Page, expect

from tests.deploy.conftest import ARTICLE
from tests.deploy.site import NAME, Site
from tests.factories import PASSWORD

pytestmark = pytest.mark.xdist_group("deploy")


@pytest.fixture
def tolerated() -> list[str]:
    """Words of the complaints that a test provokes on purpose."""
    return []


@pytest.fixture
def page(
    site: Site, browser_type: BrowserType, browser_type_launch_args: dict[str, Any], tolerated: list[str]
) -> Iterator[Page]:
    """Its console must stay silent."""
    to_nginx = f"--host-resolver-rules=MAP {NAME}:443 127.0.0.1:{site.secure}"
    options = {**browser_type_launch_args, "args": [*browser_type_launch_args["args"], to_nginx]}
    complaints: list[str] = []
    with browser_type.launch(**options) as browser:
        # The authority that signed for this name is the test's own.
        page = browser.new_page(base_url=f"https://{NAME}", ignore_https_errors=True)
        page.set_default_timeout(15_000)
        page.on("console", lambda said: complaints.append(said.text) if said.type != "log" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
    assert [complaint for complaint in complaints if not any(word in complaint for word in tolerated)] == []


def log_in(page: Page) -> None:
    """By the way in beside the count, to the article."""
    page.goto(ARTICLE)
    page.get_by_role("link", name="Login to comment").click()
    page.get_by_label("Email").fill("Kelpie")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Login", exact=True).click()
    page.wait_for_url(f"**{ARTICLE}**")


def test_a_reader_logs_in_writes_and_finds_it_again(page: Page) -> None:
    page.goto(ARTICLE)
    assert page.locator("figure img").evaluate("picture => picture.naturalWidth > 0")
    log_in(page)
    assert {cookie["name"] for cookie in page.context.cookies() if cookie["secure"]} >= {
        "sessionid",
        "csrftoken",
    }
    page.get_by_label("Your comment").fill("Written over TLS")
    page.get_by_role("button", name="Post comment").click()
    page.get_by_text("Written over TLS").wait_for()
    page.reload()
    assert page.get_by_text("Written over TLS").count() == 1


def test_what_nginx_takes_for_too_large_is_said_and_stays_in_the_box(
    page: Page, tolerated: list[str]
) -> None:
    tolerated.append("413")
    log_in(page)
    # Nine bytes for each letter on the way.
    words = "港" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 9 + 1)
    page.get_by_label("Your comment").fill(words)
    expect(page.locator(".composer .kept")).to_contain_text("It is still here: shorten it")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#said")).to_contain_text("It is still here: shorten it")
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("alert").get_by_text("It is still here: shorten it")).to_be_visible()
    assert page.get_by_label("Your comment").input_value() == words
    page.get_by_label("Your comment").fill("Shorter.")
    expect(page.get_by_text("Kept as a draft")).to_be_visible()
