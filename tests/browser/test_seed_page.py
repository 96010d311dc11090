"""The seed page in a real browser: its blocks one below the other in the seed's order, at each width, scripts or none."""

from __future__ import annotations

from io import StringIO
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from articles.models import Article, PartnerLink
from tests import seed
from tests.browser.pages import Opener, fits, log_in
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


# Where each line stands: the first visible block with just these words that begins after the block of the line before.
# Blocks hold one another, so those within the last one are passed over.
PLACES = """lines => {
  const words = element => element.textContent.split(/\\s+/).filter(Boolean).join(" ").toLowerCase();
  const all = [...document.body.querySelectorAll("*")].filter(element => element.checkVisibility());
  let at = 0, last = null;
  return lines.map(line => {
    while (at < all.length && (last?.contains(all[at]) || words(all[at]) !== line.toLowerCase())) at++;
    last = all[at];
    const box = last?.getBoundingClientRect();
    return box && {line, top: box.top + scrollY, left: box.left, right: box.right, height: box.height};
  });
}"""


@pytest.fixture
def article() -> Article:
    call_command("load", str(seed.SEED), stdout=StringIO())
    PartnerLink.objects.create(title="Walks along the wall", url="https://example.com/")
    return Article.objects.get()


@pytest.fixture(autouse=True)
def _as_the_old_site(settings: Any) -> None:
    settings.SITE_NAME = seed.site_name()


def open_at(open_browser: Opener, article: Article, width: int, **options: Any) -> Page:
    page = open_browser(viewport={"width": width, "height": 800}, **options).new_page()
    page.goto(article.get_absolute_url())
    return page


def placed(page: Page, lines: list[str]) -> list[dict[str, Any]]:
    """Where the lines stand, each under the one before; those beside the text, in a column of their own, left out."""
    places = page.evaluate(PLACES, [seed.unmarked(line) for line in lines])
    assert all(places), lines[places.index(None)]
    text = next(place["left"] for place in places if place["line"] == seed.record()["body"][0])
    return [place for place in places if place["right"] > text]


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_blocks_follow_each_other_as_on_the_seed_page(
    article: Article, open_browser: Opener, width: int, scripts: bool, signed_in: bool
) -> None:
    reader = UserFactory() if signed_in else None
    page = open_at(open_browser, article, width, java_script_enabled=scripts, user=reader)
    lines = [line for line in seed.lines(signed_in=signed_in) if "Facebook" not in line]
    places = placed(page, lines)
    # Beside the text stand, where there is room, but the count and the byline.
    assert len(places) == len(lines) - (0 if width == 320 else 2)
    assert all(place["height"] > 0 for place in places)
    # On one line with the last, or below it.
    assert [
        below["line"] for above, below in pairwise(places) if below["top"] + below["height"] <= above["top"]
    ] == []
    assert fits(page)
    assert all(place["left"] >= 0 and place["right"] <= width for place in places)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_count_takes_the_reader_to_the_comments(
    article: Article, open_browser: Opener, width: int
) -> None:
    page = open_at(open_browser, article, width)
    count = f"{len(seed.comments())} Comments"
    page.get_by_role("link", name=count).first.click()
    expect(page.get_by_role("heading", name=count)).to_be_in_viewport()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_comment_is_written_where_others_are_asked_to_log_in(
    article: Article, open_browser: Opener, scripts: bool
) -> None:
    page = open_at(open_browser, article, 320, java_script_enabled=scripts, user=UserFactory())
    expect(page.get_by_role("link", name="Login")).to_have_count(0)
    page.get_by_label("Your comment").fill("And what does the harbour say?")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator(".comment").last).to_contain_text("And what does the harbour say?")
    count = f"{len(seed.comments()) + 1} Comments"
    for place in page.locator("[data-comment-count]").all():
        expect(place).to_have_text(count)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_way_in_beside_the_count_ends_at_the_composer(
    article: Article, open_browser: Opener, scripts: bool
) -> None:
    reader = UserFactory(password=PASSWORD)
    page = open_at(open_browser, article, 320, java_script_enabled=scripts)
    page.get_by_role("link", name="Login to comment").click()
    log_in(page, reader.email)
    expect(page.get_by_label("Your comment")).to_be_in_viewport()
    assert page.url.endswith(f"{article.get_absolute_url()}#composer")
