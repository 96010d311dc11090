"""Every reader's page at each width and in both themes: nothing sticks out, nothing jumps, everybody can use it."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from articles.models import Announcement, Article, PartnerLink, Photo
from comments.models import Notification
from tests.browser.accessibility import broken_rules
from tests.browser.look import LONG_WORD, SHIFTS
from tests.browser.pages import Opener, fits
from tests.factories import ArticleFactory, AuthorFactory, CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (320, 768, 1280, 2000)


def photo(width: int, height: int) -> Photo:
    """A photo with all its widths made, as the worker leaves it."""
    file = BytesIO()
    Image.radial_gradient("L").resize((width, height)).convert("RGB").save(file, "JPEG")
    found = Photo(caption="The quay at dawn", credit="Post illustration", alt="A quay")
    found.image = ContentFile(file.getvalue(), name="quay.jpg")
    found.save()
    found.make_sizes()
    return found


@pytest.fixture
def paper() -> Article:
    """A front page's worth of stories, awkward ones among them; the answer is the one that most is said about."""
    Announcement.objects.create(text="An evening at the harbour", url="https://example.com/")
    PartnerLink.objects.create(title="Walks along the wall", url="https://example.com/", site="Outdoors")
    wide, tall = photo(800, 500), photo(300, 450)
    writers = AuthorFactory.create_batch(3)
    for place in range(9):
        ArticleFactory(
            section__slug=("harbour", "culture")[place % 2],
            standfirst="What the tide leaves behind is nobody's, until somebody asks.",
            photo=(wide, tall, None)[place % 3],
            authors=writers[: place % 3 + 1],
        )
    story = ArticleFactory(
        headline=f"{LONG_WORD} and other words of the harbour",
        slug="long-words",
        photo=tall,
        authors=writers,
        body=f"<h2>{LONG_WORD}</h2><p>One.</p><table><tr><td>{LONG_WORD}</td><td>{LONG_WORD}</td></tr></table>",
    )
    first = CommentFactory(article=story, by__username="Kelpie")
    CommentFactory(parent=first)
    return story


def pages(article: Article) -> list[str]:
    return [
        "/",
        article.section.get_absolute_url(),
        article.get_absolute_url(),
        article.ordered_authors[0].get_absolute_url(),
        "/search/?q=harbour",
        "/users/Kelpie/",
        "/nowhere/",
        "/accounts/login/",
        "/accounts/signup/",
    ]


@pytest.fixture
def tolerated() -> list[str]:
    return ["404 (Not Found)"]


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_scrolls_sideways_or_jumps(paper: Article, open_browser: Opener, width: int) -> None:
    page = open_browser(viewport={"width": width, "height": 800}).new_page()
    for path in pages(paper):
        page.goto(path)
        assert fits(page), path
        assert page.evaluate(SHIFTS) == 0, path


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_keeps_to_wcag(paper: Article, open_browser: Opener, width: int, theme: str) -> None:
    view = {"width": width, "height": 800}
    page = open_browser(viewport=view, color_scheme=theme, bypass_csp=True).new_page()
    for path in pages(paper):
        page.goto(path)
        assert broken_rules(page) == [], path


def test_a_page_with_a_message_keeps_to_wcag(paper: Article, open_browser: Opener) -> None:
    page = open_browser(UserFactory(), bypass_csp=True).new_page()
    page.goto("/accounts/settings/")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".messages li")).to_have_count(1)
    assert broken_rules(page) == []


def test_the_keyboard_reaches_the_content_first(paper: Article, open_browser: Opener) -> None:
    page = open_browser().new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_only_the_lead_s_picture_is_fetched_at_once(paper: Article, open_browser: Opener) -> None:
    page = open_browser().new_page()
    page.goto("/")
    assert page.locator("img[fetchpriority=high]").count() == 1
    assert page.locator("img:not([loading=lazy])").count() == 1
    assert page.locator("img:not([width][height][alt])").count() == 0


@pytest.mark.parametrize("width", [320, 360])
def test_a_moderators_masthead_is_one_line_on_a_phone_however_long_the_name_and_the_count(
    open_browser: Opener, width: int
) -> None:
    moderator = ModeratorFactory(username="Lighthouse-keeper-of-the-north")
    told = {
        "recipient": moderator,
        "comment": CommentFactory(),
        "kind": "report",
        "created_at": timezone.now(),
    }
    Notification.objects.bulk_create(Notification(**told) for _ in range(120))
    page = open_browser(user=moderator, viewport={"width": width, "height": 700}).new_page()
    page.goto("/")
    account = page.get_by_role("navigation", name="Account")
    words = account.get_by_role("link").or_(account.get_by_role("button")).all()
    boxes = [box for one in words if (box := one.bounding_box())]
    assert len(boxes) == 5
    assert max(box["y"] for box in boxes) - min(box["y"] for box in boxes) < 4
    assert min(box["width"] for box in boxes) >= 24
    assert max(box["x"] + box["width"] for box in boxes) <= width
    account.get_by_role("link", name="Notifications 99+ unread").click()
    account.get_by_role("link", name="Search").click()
    assert page.url.endswith("/search/")


@pytest.mark.parametrize("width", [718, 1123])  # a sheet upright and across
@pytest.mark.parametrize("signed_in", [False, True])
def test_on_paper_an_article_and_its_comments_have_one_left_edge_and_nothing_to_press(
    paper: Article, open_browser: Opener, width: int, signed_in: bool
) -> None:
    user = ModeratorFactory() if signed_in else None
    page = open_browser(user=user, viewport={"width": width, "height": 1000}).new_page()
    page.emulate_media(media="print")
    page.goto(paper.get_absolute_url())
    parts = (".masthead .nameplate a", ".story-photo img", "figcaption", ".story-head h1", ".byline")
    parts += (
        ".story-body p",
        ".story-foot p",
        ".discussion h2",
        ".comment .name",
        ".comment .text",
        ".notice",
    )
    edges = {
        part: page.locator(part).first.evaluate("one => one.getBoundingClientRect().left") for part in parts
    }
    assert set(edges.values()) == {0}, edges
    assert page.locator(".comment .text").count() == 2
    expect(page.locator(".comment .text").last).to_be_visible()
    pressed = page.locator("button, input:not([type=hidden]), textarea, nav a").all()
    assert [one.inner_text() for one in pressed if one.is_visible()] == []


def test_the_time_of_a_story_stands_at_the_first_line_of_its_headline(
    paper: Article, open_browser: Opener
) -> None:
    Article.objects.filter(pk=paper.pk).update(headline=" ".join(["Many words of the harbour"] * 6))
    page = open_browser(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(paper.section.get_absolute_url())
    card = page.locator(".card-row", has_text="Many words")
    headline, time = card.locator("h3").bounding_box(), card.locator("time").bounding_box()
    assert headline and time
    assert headline["height"] > 50 and time["y"] + time["height"] < headline["y"] + 35


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_moderator_can_read_what_is_hidden(paper: Article, open_browser: Opener, theme: str) -> None:
    CommentFactory(article=paper, text="> The quay\n\nis [closed](https://example.com) `now`.").hide(
        by=ModeratorFactory(), reason="spam"
    )
    page = open_browser(user=ModeratorFactory(), color_scheme=theme, bypass_csp=True).new_page()
    page.goto(paper.get_absolute_url())
    hidden = page.locator(".comment.is-hidden")
    expect(hidden).to_be_visible()
    assert broken_rules(page, within=".comment.is-hidden") == []
    assert hidden.locator(".text").evaluate("one => getComputedStyle(one).opacity") == "1"
