"""What lists and articles say of themselves in the head of the page, to search engines and to whoever shares them."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from articles.models import Article, Topic
from newsportal.pages.cards import PER_PAGE
from tests.factories import ArticleFactory, AuthorFactory

pytestmark = pytest.mark.django_db

HOME = settings.SITE_URL
CANONICAL = r'<link rel="canonical" href="([^"]+)">'
SHARED = r'<meta property="og:url" content="([^"]+)">'


@pytest.fixture
def lists() -> list[str]:
    """The pages of a section, an author and a topic that have more stories than stand on one page."""
    author, topic = AuthorFactory(), Topic.objects.create(name="Ferries", slug="ferries")
    first = ArticleFactory(authors=[author])
    for number in range(PER_PAGE + 1):
        ArticleFactory(
            section=first.section, authors=[author], published_at=timezone.now() - timedelta(hours=number)
        )
    for article in Article.objects.all():
        article.topics.add(topic)
    return [noun.get_absolute_url() for noun in (first.section, author, topic)]


def told(page: str, pattern: str) -> str:
    [found] = re.findall(pattern, page)
    return unescape(found)


def test_each_page_of_a_list_is_itself_and_no_copy_of_the_first(client: Client, lists: list[str]) -> None:
    for path in lists:
        first = client.get(f"{path}?utm_source=mail").text
        assert told(first, CANONICAL) == told(first, SHARED) == HOME + path
        [earlier] = re.findall(r'<a href="(\?before=[^"]+)">', first)
        page = client.get(f"{path}{earlier}&utm_source=mail").text
        assert told(page, CANONICAL) == told(page, SHARED) == HOME + path + earlier


def test_search_engines_may_show_the_picture_large(client: Client, lists: list[str]) -> None:
    article = ArticleFactory().get_absolute_url()
    for path in ["/", article, *lists]:
        assert '<meta name="robots" content="max-image-preview:large">' in client.get(path).text
