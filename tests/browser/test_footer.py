"""The foot of a page of a paper with many sections: its name stays on one line, and the sections run on below each other."""

from __future__ import annotations

import pytest

from articles.models import Section
from tests.browser.pages import Opener, fits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [360, 1024, 1280])
@pytest.mark.parametrize("count", [2, 14])
def test_the_paper_s_name_stays_on_one_line(open_browser: Opener, width: int, count: int) -> None:
    for number in range(count):
        Section.objects.create(name=f"Section {number}", slug=f"section-{number}")
    page = open_browser(viewport={"width": width, "height": 800}).new_page()
    page.goto("/")
    name = page.locator(".footer .nameplate")
    lines = name.evaluate(
        "e => e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).lineHeight)"
    )
    assert lines < 1.5 and fits(page)
    # On a wide page the first of the sections stands beside it.
    section = page.locator(".footer nav a").first.bounding_box()
    box = name.bounding_box()
    assert section and box and (section["y"] < box["y"] + box["height"]) == (width >= 1024)
