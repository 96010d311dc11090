"""What lists and articles say of themselves in the head of the page, to search engines and to whoever shares them."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image

from articles.models import Article, Photo, Topic
from newsportal.pages.cards import PER_PAGE
from tests.articles.photos import jpeg
from tests.factories import ArticleFactory, AuthorFactory
from tests.newsportal.machine_readable import linked_data

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


OPEN_GRAPH = r'<meta property="og:([\w:]+)" content="([^"]*)">'
CARD = r'<meta name="twitter:card" content="(\w+)">'


@pytest.mark.parametrize("size", [(2000, 1500), (800, 500), (300, 900)])
@pytest.mark.parametrize("is_cut", [True, False])
def test_the_picture_of_a_shared_link_is_as_large_as_said(
    client: Client, size: tuple[int, int], is_cut: bool
) -> None:
    picture = Photo(alt="A pier")
    picture.image.save("pier.jpg", ContentFile(jpeg(size)), save=False)
    picture.save()
    if is_cut:
        picture.make_sizes()
    page = client.get(ArticleFactory(photo=picture).get_absolute_url()).text
    said = dict(re.findall(OPEN_GRAPH, page))
    name = said["image"].partition(settings.MEDIA_URL)[2]
    with default_storage.open(name) as file, Image.open(file) as shown:
        assert (said["image:width"], said["image:height"]) == tuple(map(str, shown.size))
    assert told(page, CARD) == "summary_large_image"


def test_a_shared_link_without_a_picture_says_so_and_each_tells_its_language(
    client: Client, lists: list[str]
) -> None:
    story = ArticleFactory(headline="台風でフェリーが欠航した").get_absolute_url()
    for path in ["/", story, *lists]:
        page = client.get(path).text
        assert told(page, CARD) == "summary" and "og:image" not in page
        assert dict(re.findall(OPEN_GRAPH, page))["locale"] == ("ja_JP" if path == story else "en_US")


@pytest.mark.parametrize(
    ("standfirst", "body", "said"),
    [
        ("In short.", "<p>At length.</p>", "In short."),
        ("", "<h2>First</h2><p>Ships &amp; <em>tides</em>.</p>", "First Ships & tides."),
        ("", f"<p>{'Word ' * 100}</p>", f"{'Word ' * 31}Word…"),
        ("", f"<p>{'港' * 300}</p>", f"{'港' * 159}…"),
    ],
    ids=["standfirst", "marked", "long", "japanese"],
)
def test_a_story_without_a_standfirst_is_described_by_how_it_begins(
    client: Client, standfirst: str, body: str, said: str
) -> None:
    page = client.get(ArticleFactory(standfirst=standfirst, body=body).get_absolute_url()).text
    assert told(page, r'<meta name="description" content="([^"]*)">') == said
    assert unescape(dict(re.findall(OPEN_GRAPH, page))["description"]) == said
    assert linked_data(page)[0]["description"] == said


def test_a_story_of_a_picture_alone_has_no_description(client: Client) -> None:
    page = client.get(ArticleFactory(standfirst="", body="").get_absolute_url()).text
    assert 'name="description"' not in page and "description" not in linked_data(page)[0]
