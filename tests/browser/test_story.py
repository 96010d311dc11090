"""The story on its page: read from its picture or headline down to its foot, on any screen."""

import pytest
from playwright.sync_api import Page

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
