"""While the application is away nginx says so, in the site's look, and all is well as soon as it is back."""

from __future__ import annotations

import re
import time
from contextlib import ExitStack

import pytest

from tests.deploy.application import Application
from tests.deploy.conftest import ARTICLE
from tests.deploy.site import Site
from tests.newsportal.machine import until

pytestmark = pytest.mark.xdist_group("deploy")


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ["/accounts/login/", "/search/?q=ferry", "/admin/"])
def test_it_says_so_with_when_to_come_again(nginx: Site, path: str, method: str) -> None:
    answer = nginx.ask(path, method, b"text=typed" if method == "POST" else None)
    assert answer.status == 503 and int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "We are away for a moment" in answer.text and 'class="masthead"' in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_its_page_has_the_sites_style_without_the_application(nginx: Site) -> None:
    page = nginx.ask("/accounts/login/").text
    styles = re.findall(r'href="(/static/[^"]+\.css)"', page)
    assert len(styles) > 1 and {nginx.ask(style).status for style in styles} == {200}


def test_it_is_there_again_with_the_first_request_after(
    nginx: Site, application: Application, outage: ExitStack
) -> None:
    assert nginx.ask("/accounts/login/").status == 200
    outage.close()
    assert nginx.ask("/accounts/login/").status == 503
    with application.serving():
        assert {nginx.ask("/accounts/login/").status for _ in range(8)} == {200}


def test_before_anything_was_prepared_it_still_says_that_it_is_away(nginx: Site) -> None:
    page = nginx.folder / "pages" / "503.html"
    text = page.read_text()
    page.unlink()
    try:
        answer = nginx.ask("/accounts/login/")
        assert answer.status == 503 and int(answer.headers["Retry-After"]) > 0
    finally:
        page.write_text(text)


def test_pages_stay_while_the_application_is_away_and_private_ones_say_so(
    nginx: Site, application: Application
) -> None:
    with application.serving():
        assert until(lambda: nginx.ask(ARTICLE).headers["X-Cache"] == "HIT")
    # Older than s-maxage, in the whole seconds of nginx, so that the application is asked, in vain.
    time.sleep(3.1)
    for _ in range(3):
        answer = nginx.ask(ARTICLE)
        assert answer.status == 200 and "Night ferry" in answer.text
        assert answer.headers["X-Cache"] in ("STALE", "UPDATING")
    assert nginx.ask(ARTICLE, headers={"Cookie": "sessionid=anything"}).status == 503
    assert nginx.ask("/accounts/login/").status == 503
