"""Feeds come in: RSS and Atom, each item once by its id; and none of our own feeds says less than we can read."""

from __future__ import annotations

import re
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from django.test import Client

from articles.models import Article, Section
from tests.factories import ArticleFactory, AuthorFactory
from tests.newsportal.imports.bringing import bring_in, dump

pytestmark = pytest.mark.django_db

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Elsewhere</title><link>https://elsewhere.example/</link>
<item><title>Ferries &amp;amp; gulls</title><link>https://elsewhere.example/1</link><guid>urn:1</guid>
  <description>In &lt;i&gt;short&lt;/i&gt;.</description><content:encoded><![CDATA[<p>It left.</p><script>x</script>]]></content:encoded>
  <pubDate>Sun, 12 May 2024 16:00:00 +0900</pubDate><dc:creator>Ada Wills</dc:creator>
  <category>Boats</category><category>HARBOUR</category></item>
<item><title>Weather</title><link>https://elsewhere.example/2</link><description>Rain.</description><author>x@example.com (Mio)</author></item>
<item><title>Weather</title><link>https://elsewhere.example/3</link><description>Sun.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Elsewhere</title>
<entry><id>urn:a</id><title type="html">One &amp;lt; &lt;b&gt;two&lt;/b&gt;</title><published>2024-05-12T07:00:00Z</published>
  <summary>1 &lt; 2</summary><author><name>Ada Wills</name></author><category term="boats" label="Boats"/>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It <em>left</em> &amp; came.<br/></p></div></content></entry>
<entry><id>urn:b</id><title>Plain &lt;b&gt;</title><updated>2024-05-12T08:00:00Z</updated><content type="html">&lt;p&gt;Text&lt;/p&gt;</content></entry>
</feed>"""


def test_rss_comes_in(tmp_path: Path) -> None:
    Section.objects.create(name="Harbour", slug="harbour")
    (tmp_path / "a.xml").write_text(RSS)
    said = bring_in("rss", tmp_path / "a.xml")
    first = Article.objects.get(section__slug="harbour")
    assert (first.headline, first.standfirst, first.body) == (
        "Ferries & gulls",
        "In short.",
        "<p>It left.</p>",
    )
    assert first.published_at and first.published_at.isoformat() == "2024-05-12T07:00:00+00:00"
    assert [author.name for author in first.ordered_authors] == ["Ada Wills"]
    assert [topic.name for topic in first.topics.all()] == ["Boats"]
    weather = Article.objects.filter(section__slug="news").order_by("pk")
    assert [(one.slug, one.body) for one in weather] == [("weather", "Rain."), ("weather-2", "Sun.")]
    assert weather[0].ordered_authors[0].name == "Mio"
    assert said.lines.count("it is dated now") == 2 and said.lines.startswith("line 8, “Weather”")


def test_atom_comes_in(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(ATOM)
    bring_in("rss", tmp_path / "a.xml", section="Wire")
    one, two = Article.objects.order_by("pk")
    assert (one.headline, one.standfirst, one.section.slug) == ("One < two", "1 < 2", "wire")
    assert "<p>It <em>left</em> &amp; came.<br></p>" in one.body
    assert (two.headline, two.body) == ("Plain <b>", "<p>Text</p>")


LINKS = '<a href="/2">two</a> <a href=\'more\'>more</a> <a href="//cdn.example/x">cdn</a> <a href="#a">a</a> <a href="http://[">odd</a>'


@pytest.mark.parametrize(
    "given",
    [
        f"<rss><channel><link>https://x.example/</link><item><title>T</title><link>https://x.example/news/1</link><description>{escape(LINKS)}</description></item></channel></rss>",
        f"<rss><channel><image><link>https://x.example/news/</link></image><item><title>T</title><description>{escape(LINKS)}</description></item></channel></rss>",
        f'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="https://y.example/"/><link href="https://x.example/news/"/><entry><id>urn:1</id><title>T</title><content type="html">{escape(LINKS)}</content></entry></feed>',
        f'<feed xmlns="http://www.w3.org/2005/Atom"><entry xml:base="https://x.example/news/"><id>urn:1</id><link href="/elsewhere/1"/><title>T</title><content type="html">{escape(LINKS)}</content></entry></feed>',
        f'<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://x.example/"/><entry><id>urn:1</id><title>T</title><content xml:base="news/" type="html">{escape(LINKS)}</content></entry></feed>',
    ],
)
def test_links_lead_where_they_led_there(given: str, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(given)
    bring_in("rss", tmp_path / "a.xml")
    body = Article.objects.get().body
    assert re.findall('href="([^"]*)"', body)[:4] == [
        "https://x.example/2",
        "https://x.example/news/more",
        "https://cdn.example/x",
        "#a",
    ]


def test_entries_without_authors_have_those_of_their_feed(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(ATOM.replace("<entry>", "<author><name>Mio</name></author><entry>", 1))
    bring_in("rss", tmp_path / "a.xml")
    one, two = Article.objects.order_by("pk")
    assert [one.ordered_authors[0].name, two.ordered_authors[0].name] == ["Ada Wills", "Mio"]


def test_pictures_and_sounds_beside_the_text_are_named(tmp_path: Path) -> None:
    media = '<enclosure url="a.mp3" type="audio/mpeg" length="1"/><m:content xmlns:m="http://search.yahoo.com/mrss/" url="a.jpg"/>'
    (tmp_path / "a.xml").write_text(RSS.replace("<guid>urn:1</guid>", f"<guid>urn:1</guid>{media}"))
    lines = bring_in("rss", tmp_path / "a.xml").lines
    assert "“Ferries & gulls”: beside its text: not taken: a.mp3" in lines and "not taken: a.jpg" in lines
    entry = ATOM.replace("<id>urn:b</id>", '<id>urn:b</id><link rel="enclosure" href="b.mp3"/>')
    (tmp_path / "b.xml").write_text(entry)
    assert "not taken: b.mp3" in bring_in("rss", tmp_path / "b.xml").lines


def test_an_item_comes_in_once_though_its_title_changes(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(RSS)
    bring_in("rss", tmp_path / "a.xml")
    before = dump()
    (tmp_path / "a.xml").write_text(RSS.replace("Weather", "Forecast"))
    bring_in("rss", tmp_path / "a.xml")
    assert dump() == before


@pytest.mark.parametrize("address", ["/feed/", "/feed/atom/"])
def test_our_own_feeds_can_be_read(address: str, tmp_path: Path, client: Client) -> None:
    ArticleFactory(
        headline="1 < 2 & 3", body="<p>It <em>left</em>.</p>", authors=[AuthorFactory(name="Ada Wills")]
    )
    (tmp_path / "a.xml").write_bytes(client.get(address).content)
    said = bring_in("rss", tmp_path / "a.xml", section="copied")
    copy = Article.objects.get(section__slug="copied")
    assert copy.headline == "1 < 2 & 3" and "It <em>left</em>." in copy.body and not said.lines
    assert [author.name for author in copy.ordered_authors] == ["Ada Wills"]


@pytest.mark.parametrize(("written", "told"), [("<html></html>", "it is no feed"), (RSS[:700], "cut off")])
def test_what_is_no_feed_or_cut_off_is_a_sentence(tmp_path: Path, written: str, told: str) -> None:
    (tmp_path / "a.xml").write_text(written)
    assert told in bring_in("rss", tmp_path / "a.xml").error and not Article.objects.exists()
