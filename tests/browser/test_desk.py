"""The desk can be used by everybody: each box has a name, each target the size of a finger's tip, and nothing jumps."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Announcement, Article, FrontPageSlot, PartnerLink
from comments.models import Sanction
from tests.browser.accessibility import broken_rules
from tests.browser.look import SHIFTS
from tests.browser.pages import Opener
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    CommentFactory,
    EditorFactory,
    ModeratorFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

FORM = "/admin/articles/article/add/"
FITS = "list => list.scrollWidth <= list.clientWidth"
BOXES: list[tuple[Any, str]] = [
    ("textbox", "Headline:"),
    ("textbox", "Standfirst:"),
    ("textbox", "Body"),
    ("group", "Publish at:"),
    ("combobox", "Author"),
    ("spinbutton", "Place"),
]


@pytest.fixture
def article() -> Article:
    article = ArticleFactory(authors=AuthorFactory.create_batch(2))
    FrontPageSlot.objects.create(article=article, position=1)
    CommentFactory(article=article).report(by=UserFactory(), reason="spam")
    return article


def pages(article: Article) -> list[tuple[str, str]]:
    """Whose each is, and its address."""
    of_editors = ["article/", "article/add/", f"article/{article.pk}/change/", "photo/add/", "frontpageslot/"]
    of_moderators = [
        "queue/?queue=all",
        f"queue/{article.discussion.comments.get().pk}/",
        "moderationentry/",
        "comment/",
        f"comment/{article.discussion.comments.get().pk}/change/",
        "report/",
        "votingpolicy/",
    ]
    return [
        *(("editor", f"/admin/articles/{path}") for path in of_editors),
        *(("moderator", f"/admin/comments/{path}") for path in of_moderators),
    ]


def test_every_page_of_it_keeps_to_wcag_and_stays_where_it_is(article: Article, open_browser: Opener) -> None:
    for role, user in {"editor": EditorFactory(), "moderator": ModeratorFactory()}.items():
        page = open_browser(user=user, viewport={"width": 1280, "height": 800}, bypass_csp=True).new_page()
        for whose, path in pages(article):
            if whose != role:
                continue
            page.goto(path, wait_until="networkidle")
            assert page.evaluate(SHIFTS) < 0.001, path
            # The empty head above the names of rows is Django's, and holds nothing that could be named.
            assert broken_rules(page, but=("empty-table-header",)) == [], path


def test_what_comes_slowly_stays_where_it_is_too(article: Article, open_browser: Opener) -> None:
    context = open_browser(user=EditorFactory(), viewport={"width": 1280, "height": 800})
    page = context.new_page()
    line = context.new_cdp_session(page)
    for path in ("articles/article/", f"articles/article/{article.pk}/change/", "articles/frontpageslot/"):
        # The files of the page are there from an earlier one; only its own HTML comes slowly.
        for speed in (-1, 30_000):
            slow = {"offline": False, "latency": 0, "downloadThroughput": speed, "uploadThroughput": -1}
            line.send("Network.emulateNetworkConditions", slow)
            page.goto(f"/admin/{path}", wait_until="networkidle")
        assert page.evaluate(SHIFTS) < 0.001, path


def test_each_box_of_an_article_is_found_by_its_name_and_holds_a_headline_in_sight(
    article: Article, open_browser: Opener
) -> None:
    page = open_browser(user=EditorFactory(), viewport={"width": 1280, "height": 800}).new_page()
    page.goto(FORM)
    for kind, name in BOXES:
        expect(page.get_by_role(kind, name=name, exact=True).first).to_be_visible()
    headline = page.get_by_label("Headline")
    headline.fill("Night ferry returns with every seat taken, and the town asks for a second one")
    assert headline.evaluate("box => box.scrollWidth <= box.clientWidth")
    body = page.get_by_role("textbox", name="Body").bounding_box()
    assert body and body["height"] > 250


def test_a_row_that_is_added_has_names_too(article: Article, open_browser: Opener) -> None:
    page = open_browser(user=EditorFactory(), viewport={"width": 1280, "height": 800}).new_page()
    page.goto(FORM)
    page.get_by_role("link", name="Add another Byline").or_(
        page.get_by_role("button", name="Add another Byline")
    ).click()
    expect(page.get_by_role("combobox", name="Author")).to_have_count(2)
    expect(page.get_by_role("spinbutton", name="Place")).to_have_count(2)


def test_a_sidebar_that_was_closed_stays_closed(article: Article, open_browser: Opener) -> None:
    page = open_browser(user=EditorFactory(), viewport={"width": 1280, "height": 800}).new_page()
    page.goto(FORM)
    page.get_by_role("button", name="Toggle navigation").click()
    page.goto("/admin/articles/photo/add/")
    expect(page.get_by_role("navigation", name="Sidebar")).to_be_hidden()
    assert page.evaluate(SHIFTS) < 0.0001


def test_the_reasons_of_the_log_have_room_to_be_read_and_nothing_is_cut_off(
    article: Article, open_browser: Opener
) -> None:
    moderator, comment = ModeratorFactory(username="moderator"), CommentFactory(article=article)
    Sanction.objects.warn(comment.author, by=moderator, reason="Insults under reports.")
    comment.hide(by=moderator, reason="All that they wrote is about the telephone numbers of others.")
    page = open_browser(user=moderator, viewport={"width": 1280, "height": 800}).new_page()
    page.goto("/admin/comments/moderationentry/")
    column = page.get_by_role("cell", name="telephone numbers").bounding_box()
    assert column and column["width"] >= 200
    assert page.locator("#changelist .results").evaluate(FITS)
    name = page.get_by_role("cell", name="moderator").get_by_role("link").first
    assert name.evaluate("link => link.getClientRects().length") == 1


def test_on_a_phone_the_lists_of_the_moderators_are_read_without_pushing_them_aside(
    article: Article, open_browser: Opener
) -> None:
    moderator = ModeratorFactory()
    comment = CommentFactory(article=article, text=f"https://example.com/{'long' * 40}")
    Sanction.objects.ban(comment.author, by=moderator, reason="Sells boats under every article, day by day.")
    comment.hide(by=moderator, reason="Sells boats.")
    article.discussion.switch(by=moderator, members_only=True, slow_seconds=300)
    page = open_browser(user=moderator, viewport={"width": 360, "height": 800}, bypass_csp=True).new_page()
    for noun in ("moderationentry", "sanction", "comment", "discussion"):
        page.goto(f"/admin/comments/{noun}/")
        assert page.locator("#changelist .results").evaluate(FITS), noun
        assert broken_rules(page, but=("empty-table-header",)) == [], noun


def test_on_a_phone_what_leads_on_from_an_article_begins_each_line_at_the_same_edge(
    open_browser: Opener, article: Article
) -> None:
    page = open_browser(user=EditorFactory(), viewport={"width": 360, "height": 780}).new_page()
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    places = [item.bounding_box() for item in page.locator(".object-tools li").all()]
    lines: dict[float, float] = {}
    for place in places:
        assert place is not None
        lines[place["y"]] = min(place["x"], lines.get(place["y"], place["x"]))
    assert len(lines) > 1 and len(set(lines.values())) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_lists_of_the_editors_are_read_without_pushing_them_aside(
    article: Article, open_browser: Opener, scheme: str
) -> None:
    ArticleFactory(headline="Long" * 40, published_at=timezone.now() + timedelta(days=1))
    dates = {"starts_at": timezone.now(), "ends_at": timezone.now() + timedelta(days=1)}
    FrontPageSlot.objects.create(article=article, section=article.section, position=2, **dates)
    PartnerLink.objects.create(
        title="Walks along the wall", url="https://example.com/", site="Outdoors", **dates
    )
    Announcement.objects.create(text="An evening at the harbour", **dates)
    view = {"width": 360, "height": 800}
    page = open_browser(user=EditorFactory(), viewport=view, color_scheme=scheme, bypass_csp=True).new_page()
    for noun in ("article", "frontpageslot", "partnerlink", "announcement", "section", "author"):
        page.goto(f"/admin/articles/{noun}/")
        assert page.locator("#changelist .results").evaluate(FITS), noun
        cells = page.locator("#result_list tbody :is(td, th):visible").all()
        assert cells and all(
            (place := cell.bounding_box()) and place["x"] + place["width"] <= 360 for cell in cells
        )
        assert broken_rules(page, but=("empty-table-header",)) == [], noun
    page.goto("/admin/articles/article/")
    expect(page.get_by_role("cell", name="scheduled")).to_be_in_viewport()


def test_on_a_phone_each_box_of_an_article_is_within_the_page(article: Article, open_browser: Opener) -> None:
    view = {"width": 360, "height": 780}
    page = open_browser(user=EditorFactory(), viewport=view, bypass_csp=True).new_page()
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.get_by_text("Add another Byline").click()
    boxes = page.locator("#article_form :is(input, select, textarea, .select2, .delete):visible").all()
    places = [box.bounding_box() for box in boxes]
    assert len(places) > 20
    assert all(place and place["x"] >= 0 and place["x"] + place["width"] <= 360 for place in places)
    expect(page.get_by_role("spinbutton", name="Place")).to_have_count(4)
    assert broken_rules(page, within=".inline-group", but=("empty-table-header",)) == []
