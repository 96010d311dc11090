"""The story on its page: read from its picture or headline down to its foot, on any screen."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article
from tests.articles.photos import photo
from tests.browser.pages import Opener, visit
from tests.factories import ArticleFactory, EditorFactory

pytestmark = pytest.mark.django_db(transaction=True)
IN_ORDER = [".story-head", ".story-body", ".corrections", ".story-foot"]


def tops(page: Page) -> list[float]:
    boxes = [page.locator(f".story > {part}").bounding_box() for part in IN_ORDER]
    return [box["y"] for box in boxes if box]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("has_picture", [True, False])
def test_a_story_is_read_from_its_headline_to_its_foot(
    open_browser: Opener, width: int, *, has_picture: bool
) -> None:
    article: Article = ArticleFactory(photo=photo() if has_picture else None)
    article.correct(by=EditorFactory(), words="It left at noon.")
    page = visit(open_browser(viewport={"width": width, "height": 800}), article)
    found = tops(page)
    assert len(found) == len(IN_ORDER)
    assert found == sorted(found)


def test_the_times_beside_a_story_keep_to_their_column(open_browser: Opener) -> None:
    article: Article = ArticleFactory()
    article.correct(by=EditorFactory(), words="It left at noon.")
    Article.objects.filter(pk=article.pk).update(updated_at=timezone.now() + timedelta(minutes=1))
    page = visit(open_browser(viewport={"width": 1280, "height": 800}), article)
    expect(page.get_by_text("Updated")).to_be_visible()
    assert page.locator(".story-facts").evaluate("facts => facts.scrollWidth <= facts.clientWidth")
