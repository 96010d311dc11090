"""Where the system forces its colours, and where nobody sees any: marks, votes, focus and highlights stay visible."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from articles.models import Article
from comments.models import Comment
from tests.browser.pages import Opener, shown
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    CommentFactory,
    EditorFactory,
    ModeratorFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editor() -> User:
    return EditorFactory(username="Petrel")


@pytest.fixture
def article(editor: User) -> Article:
    return ArticleFactory(headline="Night ferry returns", authors=[AuthorFactory(user=editor)])


@pytest.fixture
def comments(article: Article, editor: User, reader: User) -> list[Comment]:
    """By a reader, picked; a reply by the article's author; the reader's own."""
    first = CommentFactory(article=article, by__username="otter", text="Well *said*.")
    first.pick(by=editor)
    return [first, CommentFactory(parent=first, by=editor), CommentFactory(article=article, by=reader)]


def luminance(colour: tuple[int, ...]) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [value / 255 for value in colour[:3]]
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def picture(place: Locator) -> Image.Image:
    return Image.open(BytesIO(place.screenshot(animations="disabled"))).convert("RGB")


def contrast(place: Locator) -> float:
    """Between the commonest colour of the place, its ground, and the one that differs most from it."""
    colours = picture(place).getcolors(1 << 24)
    assert colours
    ground = luminance(max(colours)[1])  # type: ignore[arg-type]
    others = [luminance(colour) for count, colour in colours if count > 3]  # type: ignore[arg-type]
    return max((max(ground, other) + 0.05) / (min(ground, other) + 0.05) for other in others)


def shape(place: Locator) -> list[bool]:
    """What of the place is ground and what isn't, whatever the colours."""
    found = picture(place)
    ground = max(found.getcolors(1 << 24) or [])[1]
    return [pixel != ground for pixel in found.get_flattened_data()]


@pytest.fixture(params=["light", "dark"])
def page(request: Any, open_browser: Opener, article: Article, reader: User, comments: list[Comment]) -> Page:
    view = {"width": 1000, "height": 900}
    page = open_browser(reader, forced_colors="active", color_scheme=request.param, viewport=view).new_page()
    page.goto(article.get_absolute_url())
    page.wait_for_load_state("networkidle")
    return page


def test_marks_and_buttons_are_seen(page: Page, comments: list[Comment]) -> None:
    first, of_author, own = (shown(page, comment) for comment in comments)
    for place in (
        first.locator(".pick"),
        first.locator(".fold"),
        first.get_by_role("button", name="Vote up"),
        first.get_by_role("button", name="Vote down"),
        first.get_by_role("button", name="Reply"),
        of_author.locator(".badge.of-writer"),
        of_author.locator(".badge").last,
        own.get_by_role("button", name="Edit"),
        own.locator(".grace"),
    ):
        assert contrast(place) >= 4.5
    # What can't be pressed may be fainter, and still be seen.
    assert contrast(own.get_by_role("button", name="Vote up")) >= 2


def test_the_flag_for_reports_is_seen_on_a_phone(page: Page, comments: list[Comment]) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    assert contrast(shown(page, comments[0]).get_by_role("button", name="Report")) >= 4.5


def test_a_vote_shows_by_more_than_its_colour(page: Page, comments: list[Comment]) -> None:
    up = shown(page, comments[0]).get_by_role("button", name="Vote up")
    before = shape(up)
    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")
    page.mouse.move(0, 0)
    up.blur()
    assert contrast(up) >= 3
    assert shape(up) != before


def test_the_focus_and_the_comment_that_one_came_for_are_seen(page: Page, comments: list[Comment]) -> None:
    place = shown(page, comments[0])
    name = place.locator(".who")
    before = shape(name)
    page.goto(f"{page.url.split('#')[0]}#comment-{comments[0].pk}")
    assert shape(name) != before
    button = place.get_by_role("button", name="Reply")
    button.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    outline = button.evaluate(
        "node => { const {outlineStyle, outlineWidth} = getComputedStyle(node); return [outlineStyle, outlineWidth]; }"
    )
    assert outline == ["solid", "3px"]


def test_what_floats_above_the_page_has_an_edge(page: Page, comments: list[Comment]) -> None:
    page.get_by_role("button", name="Follow", exact=True).click()
    expect(page.locator("#said")).to_be_visible()
    page.locator("#news").evaluate(
        "node => { node.hidden = false; node.firstElementChild.textContent = 'New'; }"
    )
    for place in ("#said", "#news a"):
        edge = page.locator(place).evaluate("node => getComputedStyle(node).borderTopStyle")
        assert edge == "solid", place


def test_without_any_colour_each_state_still_differs(
    open_browser: Opener, article: Article, reader: User, comments: list[Comment]
) -> None:
    comments[0].vote(by=reader, value=1)
    page = open_browser(reader).new_page()
    page.goto(article.get_absolute_url())
    first = shown(page, comments[0])
    pressed, other = (first.get_by_role("button", name=name) for name in ("Vote up", "Vote down"))
    assert sum(shape(pressed)) > 1.3 * sum(shape(other))
    # The order that is chosen, the section that one is in.
    for chosen, not_chosen in (
        (".sorts [aria-current]", ".sorts a:not([aria-current])"),
        (".comment .pick", ".comment .when"),
    ):
        look = "node => { const s = getComputedStyle(node); return [s.textDecorationLine, s.fontWeight, s.borderBottomWidth].join(); }"
        assert page.locator(chosen).first.evaluate(look) != page.locator(not_chosen).first.evaluate(look)


def test_what_moderators_see_of_hidden_comments_says_so_in_words(
    open_browser: Opener, article: Article, comments: list[Comment]
) -> None:
    moderator = ModeratorFactory()
    comments[0].hide(by=moderator, reason="spam")
    page = open_browser(moderator, forced_colors="active").new_page()
    page.goto(article.get_absolute_url())
    assert contrast(shown(page, comments[0]).get_by_text("Hidden from readers")) >= 4.5
