"""A real browser at the site as operators serve it: secure cookies, the strict policy and the forms go together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Page

from tests.deploy.conftest import ARTICLE
from tests.deploy.site import NAME, Site
from tests.factories import PASSWORD

pytestmark = pytest.mark.xdist_group("deploy")


@pytest.fixture
def page(site: Site, browser_type: BrowserType, browser_type_launch_args: dict[str, Any]) -> Iterator[Page]:
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
    assert complaints == []


def test_a_reader_logs_in_writes_and_finds_it_again(page: Page) -> None:
    page.goto(ARTICLE)
    assert page.locator("figure img").evaluate("picture => picture.naturalWidth > 0")
    page.get_by_role("link", name="Login to comment").click()
    page.get_by_label("Email").fill("Kelpie")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Login", exact=True).click()
    page.wait_for_url(f"**{ARTICLE}**")
    assert {cookie["name"] for cookie in page.context.cookies() if cookie["secure"]} >= {
        "sessionid",
        "csrftoken",
    }
    page.get_by_label("Your comment").fill("Written over TLS")
    page.get_by_role("button", name="Post comment").click()
    page.get_by_text("Written over TLS").wait_for()
    page.reload()
    assert page.get_by_text("Written over TLS").count() == 1
