"""Feeds, sitemaps and linked data, read by the programs that read them everywhere."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from articles.models import Article, Photo, Section, Source, Topic
from articles.tasks import make_missing_sizes
from newsportal.pages.sitemaps import ArticleSitemap
from tests.factories import ArticleFactory, AuthorFactory, CommentFactory, EditorFactory, SectionFactory
from tests.newsportal.machine_readable import linked_data
from tests.validators import entries_of_sitemap, faults_of_linked_data
from tests.worker import work

pytestmark = pytest.mark.django_db

HOME = settings.SITE_URL
# What a careless writer of XML, HTML or JSON would stumble over.
HEADLINE = "Fish & ships </script> <b>“sail”</b> ]]> again — 台風"


def photo(width: int = 1600, height: int = 1000, **words: Any) -> Photo:
    picture = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(picture, "JPEG")
    return Photo.objects.create(image=ContentFile(picture.getvalue(), "quay.jpg"), **words)


@pytest.fixture
def story() -> Article:
    """An article with all that one can have."""
    section = Section.objects.create(
        name="Harbour & sea", slug="harbour-sea", description="All <that> floats"
    )
    authors = [AuthorFactory(name="Ada Wills"), AuthorFactory(name="Ben Ó Tor")]
    story = ArticleFactory(
        section=section,
        headline=HEADLINE,
        slug="fish",
        standfirst="More < less & “more”.",
        body='<p>It <em>sails</em> &amp; <a href="/harbour-sea/">here</a>.</p>',
        authors=authors,
        photo=photo(alt="A ship"),
        source=Source.objects.create(name="Wire"),
    )
    story.topics.add(Topic.objects.create(name="Ships & boats", slug="ships"))
    Article.objects.filter(pk=story.pk).update(updated_at=timezone.now())
    story.refresh_from_db()
    return story


def feeds_of(story: Article) -> dict[str, str]:
    """The name and the RSS of the paper, and of each noun that the story is listed by."""
    topic = story.topics.get()
    author = story.authors.first()
    assert author
    nouns = [(noun.name, noun.get_absolute_url()) for noun in (story.section, topic, author)]
    paper = settings.SITE_NAME
    return {paper: "/feed/"} | {f"{paper}: {name}": f"{path}feed/" for name, path in nouns}


# ---------------------------------------------------------------------- feeds


@pytest.mark.parametrize("kind", ["", "atom/"])
def test_every_feed_is_read_by_the_parser_of_feed_readers(client: Client, story: Article, kind: str) -> None:
    for name, path in feeds_of(story).items():
        answer = client.get(path + kind)
        assert answer["Content-Type"] == f"application/{'atom' if kind else 'rss'}+xml; charset=utf-8"
        read = feedparser.parse(answer.content)
        assert not read.bozo, read.get("bozo_exception")
        assert read.version == ("atom10" if kind else "rss20")
        assert read.feed.title == name and read.feed.link == HOME + path.removesuffix("feed/")
        (self_link,) = [link.href for link in read.feed.links if link.rel == "self"]
        assert self_link == HOME + path + kind
        (entry,) = read.entries
        assert entry.title == HEADLINE
        assert entry.link == HOME + story.get_absolute_url()
        assert entry.summary == "More &lt; less &amp; “more”."
        assert entry.content[0].value == story.body.replace('href="/', f'href="{HOME}/')
        assert [author.name for author in entry.authors] == ["Ada Wills", "Ben Ó Tor"]
        assert [tag.term for tag in entry.tags] == ["Harbour & sea", "Ships & boats"]
        assert entry.media_content[0]["url"] == HOME + story.photo.src
        assert entry.published_parsed == (*story.published_at.utctimetuple()[:8], 0)


def test_every_feed_is_a_json_feed_too(client: Client, story: Article) -> None:
    for name, path in feeds_of(story).items():
        answer = client.get(f"{path}json/")
        assert answer["Content-Type"] == "application/feed+json; charset=utf-8"
        read = json.loads(answer.content)
        assert read["version"] == "https://jsonfeed.org/version/1.1"
        assert read["title"] == name and read["feed_url"] == f"{HOME}{path}json/"
        (item,) = read["items"]
        assert item["title"] == HEADLINE and item["summary"] == "More < less & “more”."
        assert item["content_html"] == story.body.replace('href="/', f'href="{HOME}/')
        assert [author["name"] for author in item["authors"]] == ["Ada Wills", "Ben Ó Tor"]
        assert item["image"] == HOME + story.photo.src
        assert item["date_published"] == story.published_at.isoformat()
        assert item["date_modified"] == story.updated_at.isoformat()


def test_a_feed_of_nothing_and_a_bare_story_are_read_as_well(client: Client) -> None:
    for kind in ("", "atom/"):
        assert not feedparser.parse(client.get(f"/feed/{kind}").content).bozo
    assert json.loads(client.get("/feed/json/").content)["items"] == []
    ArticleFactory(headline="Bare", standfirst="", body="", authors=[])
    for kind in ("", "atom/"):
        read = feedparser.parse(client.get(f"/feed/{kind}").content)
        assert not read.bozo and [entry.title for entry in read.entries] == ["Bare"]
    (item,) = json.loads(client.get("/feed/json/").content)["items"]
    assert item["content_text"].strip() == "" and "authors" not in item


def test_what_a_story_says_of_addresses_stands_in_feeds_as_it_was_written(client: Client) -> None:
    said = '<p>Type href="/" and src="/sea.jpg", <code>&lt;a href="/"&gt;</code>.</p>'
    links = '<p><a title="x > y" href="/harbour/">in</a> <a href="//elsewhere.example/">out</a></p>'
    ArticleFactory(body=said + links)
    (item,) = json.loads(client.get("/feed/json/").content)["items"]
    assert item["content_html"] == said + links.replace('href="/h', f'href="{HOME}/h')


def test_a_story_stays_the_same_for_feed_readers_where_its_address_changes(
    client: Client, story: Article
) -> None:
    def names() -> list[str]:
        read = [feedparser.parse(client.get(f"/feed/{kind}").content).entries[0].id for kind in ("", "atom/")]
        return [*read, json.loads(client.get("/feed/json/").content)["items"][0]["id"]]

    before = names()
    assert len(set(before)) == 1
    Article.objects.filter(pk=story.pk).update(slug="another")
    assert names() == before
    assert feedparser.parse(client.get("/feed/").content).entries[0].link == f"{HOME}/harbour-sea/another/"


def test_what_isnt_public_is_in_no_feed_and_no_sitemap(client: Client, story: Article) -> None:
    everywhere = [path + kind for path in feeds_of(story).values() for kind in ("", "atom/", "json/")]
    everywhere += [
        "/news-sitemap.xml",
        *(f"/sitemap-{part}.xml" for part in ("articles", "authors", "topics", "sections")),
    ]
    texts = {path: client.get(path).text for path in everywhere}
    assert {path for path, text in texts.items() if story.get_absolute_url() not in text} == {
        f"/sitemap-{part}.xml" for part in ("authors", "topics", "sections")
    }
    story.unpublish(by=EditorFactory())
    for path in everywhere:
        text = client.get(path).text
        assert story.get_absolute_url() not in text and "sails" not in text, path


@pytest.mark.parametrize(
    "path",
    ["/feed/rss/", "/feed/xml/", "/nowhere/feed/atom/", "/authors/nobody/feed/", "/topics/none/feed/json/"],
)
def test_a_feed_of_nobody_or_in_no_format_isnt_there(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_pages_tell_where_their_feeds_are(client: Client, story: Article) -> None:
    for path in feeds_of(story).values():
        page = client.get(path.removesuffix("feed/"))
        named = re.findall(r'type="(application/[a-z]+\+[a-z]+)"\s+title="[^"]+"\s+href="([^"]+)"', page.text)
        # The first of each kind: that is the one which a program takes that asks nobody.
        told = dict(reversed(named))
        assert told == {
            "application/rss+xml": path,
            "application/atom+xml": f"{path}atom/",
            "application/feed+json": f"{path}json/",
        }


# ---------------------------------------------------------------------- sitemaps


def test_sitemaps_are_what_the_protocol_knows(client: Client, story: Article) -> None:
    parts = entries_of_sitemap(client.get("/sitemap.xml").content, "index")
    paths = [part["url"].removeprefix(HOME) for part in parts]
    assert paths == [f"/sitemap-{part}.xml" for part in ("articles", "sections", "authors", "topics")]
    found = {path: entries_of_sitemap(client.get(path).content) for path in paths}
    addresses = {
        path: [entry["url"].removeprefix(HOME) for entry in entries] for path, entries in found.items()
    }
    assert addresses == {
        "/sitemap-articles.xml": [story.get_absolute_url()],
        "/sitemap-sections.xml": ["/harbour-sea/"],
        "/sitemap-authors.xml": [author.get_absolute_url() for author in story.authors.order_by("pk")],
        "/sitemap-topics.xml": ["/topics/ships/"],
    }
    assert found["/sitemap-articles.xml"][0]["lastmod"].startswith(
        f"{timezone.localtime(story.updated_at):%Y-%m-%d}"
    )


def test_a_long_sitemap_is_in_parts(client: Client, story: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    ArticleFactory()
    monkeypatch.setattr(ArticleSitemap, "limit", 1)
    parts = [part["url"] for part in entries_of_sitemap(client.get("/sitemap.xml").content, "index")]
    assert parts[:2] == [f"{HOME}/sitemap-articles.xml", f"{HOME}/sitemap-articles.xml?p=2"]
    (entry,) = entries_of_sitemap(client.get("/sitemap-articles.xml?p=2").content)
    assert entry["url"] == HOME + story.get_absolute_url()


def test_the_news_sitemap_has_two_days_of_news(client: Client, story: Article) -> None:
    ArticleFactory(published_at=timezone.now() - timedelta(days=2, minutes=1))
    (entry,) = entries_of_sitemap(client.get("/news-sitemap.xml").content)
    assert entry["url"] == HOME + story.get_absolute_url()
    assert entry["news"]["title"] == HEADLINE
    assert entry["news"]["publication"] == {"name": settings.SITE_NAME, "language": settings.LANGUAGE_CODE}
    assert entry["news"]["publication_date"].startswith(story.published_at.strftime("%Y-%m-%dT%H"))


def test_a_wrong_sitemap_is_found_out() -> None:
    with pytest.raises(ValueError, match="place"):
        entries_of_sitemap(b"<urlset><url><place>x</place></url></urlset>")


# ---------------------------------------------------------------------- linked data


def test_pages_say_of_themselves_what_schema_org_has_words_for(client: Client, story: Article) -> None:
    CommentFactory(article=story)
    story.photo.make_sizes()
    article, breadcrumbs = linked_data(client.get(story.get_absolute_url()).text)
    (site,) = linked_data(client.get("/").text)
    bare = ArticleFactory(standfirst="", body="", authors=[])
    assert (
        faults_of_linked_data([article, breadcrumbs, *linked_data(client.get(bare.get_absolute_url()).text)])
        == []
    )
    # What nobody has signed is the paper's, as in the feeds.
    [unsigned, _steps] = linked_data(client.get(bare.get_absolute_url()).text)
    assert unsigned["author"] == [unsigned["publisher"]]
    address = HOME + story.get_absolute_url()
    assert article["headline"] == HEADLINE and article["url"] == address
    assert article["datePublished"] == story.published_at.isoformat(timespec="seconds")
    assert article["dateModified"] == story.updated_at.isoformat(timespec="seconds")
    assert [author["name"] for author in article["author"]] == ["Ada Wills", "Ben Ó Tor"]
    assert article["commentCount"] == 1 and article["keywords"] == ["Ships & boats"]
    assert [step["item"] for step in breadcrumbs["itemListElement"]] == [
        f"{HOME}/",
        f"{HOME}/harbour-sea/",
        address,
    ]
    assert site["potentialAction"]["target"] == f"{HOME}/search/?q={{search_term_string}}"
    shapes = [
        Image.open(BytesIO(b"".join(client.get(image.removeprefix(HOME)).streaming_content)))
        for image in article["image"]
    ]
    assert [(image.format, image.size) for image in shapes] == [
        ("JPEG", (1000, 1000)),
        ("JPEG", (1200, 900)),
        ("JPEG", (1200, 675)),
    ]


def test_wrong_linked_data_is_found_out() -> None:
    wrong = {"@context": "https://schema.org", "@type": "NewsArticle", "headlin": "x"}
    assert "headlin" in "".join(faults_of_linked_data([wrong]))


def test_the_focal_point_is_in_every_shape() -> None:
    """A tall picture that is black but for a white spot near its top."""
    picture = BytesIO()
    image = Image.new("RGB", (600, 3000))
    image.paste("white", (200, 100, 400, 300))
    image.save(picture, "JPEG")
    tall = Photo.objects.create(image=ContentFile(picture.getvalue(), "tall.jpg"), ppoi="0.5x0.0667")
    tall.make_sizes()
    for name in ("square", "classic", "wide"):
        with tall.image.storage.open(getattr(tall.image, name).removeprefix("/media/")) as file:
            assert Image.open(file).getextrema()[0][1] > 250, name


def test_a_draft_says_nothing_of_itself_to_machines(story: Article) -> None:
    story.unpublish(by=EditorFactory())
    editor = Client()
    editor.force_login(EditorFactory())
    page = editor.get(story.get_absolute_url())
    assert HEADLINE.split(maxsplit=1)[0] in page.text and linked_data(page.text) == []


def test_photos_from_before_there_were_shapes_get_theirs(story: Article) -> None:
    assert story.photo.sizes_made is False
    make_missing_sizes.call()
    work()
    story.photo.refresh_from_db()
    assert story.photo.sizes_made is False
    Photo.objects.update(uploaded_at=timezone.now() - timedelta(hours=1))
    make_missing_sizes.call()
    work()
    story.photo.refresh_from_db()
    assert story.photo.sizes_made is True


@pytest.mark.parametrize(
    "path", ["/feed/", "/feed/atom/", "/harbour/feed/", "/news-sitemap.xml", "/sitemap.xml"]
)
def test_what_xml_cannot_hold_takes_nothing_down(client: Client, path: str) -> None:
    unseen = "\x0b\x1b\ufffe\uffff"
    section = SectionFactory(slug="harbour", name=f"Har{unseen}bour")
    author = AuthorFactory(name=f"Ada{unseen} Wills")
    ArticleFactory(
        section=section,
        authors=[author],
        headline=f"Fer{unseen}ry",
        standfirst=unseen,
        body=f"<p>A{unseen}.</p>",
    )
    answer = client.get(path)
    assert answer.status_code == 200
    root = ElementTree.fromstring(answer.content)  # noqa: S314 (our own)
    assert len(root) and ("Ferry" in answer.text or path == "/sitemap.xml")
