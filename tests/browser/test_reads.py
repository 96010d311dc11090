"""A page that somebody has before them for a while counts as read, once; one that is left at once doesn't."""

import pytest

from articles.models import Article, Reads
from newsportal.reads import tally
from tests.browser.pages import Opener
from tests.factories import EditorFactory, UserFactory
from tests.newsportal.machine import until

pytestmark = pytest.mark.django_db(transaction=True)
AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)


@pytest.fixture(autouse=True)
def _nothing_heard() -> None:
    tally.clear()


def counted(article: Article) -> int:
    tally.write()
    return sum(Reads.objects.filter(article=article).values_list("count", flat=True))


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_a_page_is_read_after_five_seconds_before_somebody_s_eyes(
    open_browser: Opener, article: Article, is_signed_in: bool
) -> None:
    page = open_browser(user=UserFactory() if is_signed_in else None, user_agent=AGENT).new_page()
    page.clock.install()
    page.goto(article.get_absolute_url())
    page.clock.run_for(1_000)
    page.wait_for_load_state("networkidle")
    assert counted(article) == 0
    with page.expect_response("**/reads/*/") as sent:
        page.clock.run_for(5_000)
    assert sent.value.status == 204 and "cookie" not in sent.value.request.all_headers()
    assert until(lambda: counted(article) == 1)
    page.clock.run_for(60_000)
    page.reload()
    page.clock.run_for(6_000)
    page.wait_for_load_state("networkidle")
    assert counted(article) == 1


def test_a_draft_that_an_editor_looks_at_is_not_read(open_browser: Opener, article: Article) -> None:
    editor = EditorFactory()
    article.unpublish(by=editor)
    page = open_browser(user=editor, user_agent=AGENT).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.install()
    page.goto(article.get_absolute_url())
    page.clock.run_for(10_000)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/reads/" in url]
