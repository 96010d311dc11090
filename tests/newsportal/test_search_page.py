"""The page of a search: what it marks, what it makes of whatever is typed, its filters, its pages, and what it costs."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import ArticleFactory, AuthorFactory, CommentFactory, SectionFactory
from tests.memory import forget
from tests.newsportal.searches import found, headlines

pytestmark = pytest.mark.django_db


def test_words_are_marked_where_they_stand_and_nothing_else_is(client: Client) -> None:
    ArticleFactory(
        headline="Café <b>ferries</b>",
        standfirst="",
        body=f"<p>{'Word. ' * 200}The <em>fer</em>ry &amp; more.</p>",
    )
    html = client.get("/search/?q=cafe+ferry").text
    assert "<mark>Café</mark> &lt;b&gt;<mark>ferries</mark>&lt;/b&gt;" in html
    assert re.search(r"… Word\. [^<]*The <mark>ferry</mark> &amp; more\.", html)
    ArticleFactory(headline="ﾌｪﾘｰと台風一過")
    assert "<mark>ﾌｪﾘｰ</mark>と<mark>台風</mark>一過" in client.get("/search/?q=フェリー+台風").text


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "\"'`", "<mark>ferry", "&lt;ferry", "ferry\u202e"]
)
def test_what_is_typed_and_written_brings_no_html(client: Client, typed: str) -> None:
    CommentFactory(article=ArticleFactory(headline=f"{typed} ferry"), text=f"{typed} ferry <b>x</b>")
    for tab in ("", "comments"):
        html = client.get("/search/", {"q": f"{typed} ferry", "in": tab}).text
        assert "<script>alert" not in html and "<b>x" not in html and "<mark>ferry</mark>" in html


HOSTILE = [
    *("&", "|", "!", "'", "\\", ":*", "<->", "((((", "a & | b", "\x00", "''':*", "\ufffe", "\ud7ff", "-", "--", "or", "or or", "the or ferry", "-x or ferry", "- -"),
    *("a " * 5000, "台" * 5000, '"' * 999, "-" * 999, "or " * 999, "㍿" * 300, "ﷺ" * 300, "a\u0300" * 900, "(" * 999),
    *("x" * 199 + "é", "👍🏽", "1e999", "a.b.c/d@e", "%", "_", "🇯🇵ferry", "\u200b", "ー", "々", "゛"),
]  # fmt: skip


@pytest.mark.parametrize("tab", ["", "comments"])
def test_whatever_is_typed_is_answered(client: Client, tab: str) -> None:
    CommentFactory(article=ArticleFactory(headline="台風 ferry"), text="A ferry.")
    for typed in HOSTILE:
        answer = client.get("/search/", {"q": typed, "in": tab})
        assert answer.status_code == 200, typed


@pytest.mark.parametrize(
    "value", ["", "0", "x", "1999-99-99", "99999-01-01", "\x00", "١", "9999-12-31", "0001-01-01"]
)
def test_filters_that_cannot_be_are_told_and_left_out(client: Client, value: str) -> None:
    ArticleFactory(headline="A ferry")
    for name in ("section", "author", "from", "to", "sort", "page", "in"):
        answer = client.get("/search/", {"q": "ferry", name: value})
        assert answer.status_code == 200 and headlines(answer.text) == ["A ferry"], name
    assert "is no date" in client.get("/search/?q=ferry&from=soon").text


def test_it_is_narrowed_down_by_section_author_and_dates_and_widened_again(client: Client) -> None:
    ada = AuthorFactory(name="Ada Wíll")
    day = datetime(2026, 3, 5, 23, 30, tzinfo=timezone.get_default_timezone())
    one = ArticleFactory(headline="Ferry one", authors=[ada], published_at=day)
    two = ArticleFactory(
        headline="Ferry two", section=SectionFactory(slug="town"), published_at=day - timedelta(days=1)
    )
    assert found("ferry", section="town") == [two.headline]
    assert found("ferry", author="ada will") == found("ferry", **{"from": "2026-03-05"}) == [one.headline]
    assert found("ferry", to="2026-03-04") == [two.headline]
    assert found("ferry", to="2026-03-05", author="WILL", section="harbour") == [one.headline]
    html = client.get("/search/?q=ferry&section=town&from=2026-03-05&page=2").text
    assert 'href="?q=ferry&amp;from=2026-03-05"' in html and 'href="?q=ferry&amp;section=town"' in html
    html = client.get("/search/?q=ferry&author=nobody").text
    assert "No author is called “nobody”" in html and len(headlines(html)) == 2


def test_an_end_before_the_beginning_is_told_and_both_are_left_out(client: Client) -> None:
    ArticleFactory(headline="A ferry")
    html = client.get("/search/?q=ferry&from=2026-03-05&to=2026-03-04").text
    assert headlines(html) == ["A ferry"] and "No day lies between" in html
    assert found("ferry", **{"from": "2026-03-05", "to": "2026-03-05"}) == []


@pytest.mark.parametrize("tab", ["", "comments"])
def test_what_is_found_nowhere_in_a_section_is_offered_from_everywhere(client: Client, tab: str) -> None:
    CommentFactory(article=ArticleFactory(headline="A ferry"), text="A ferry.")
    SectionFactory(slug="town", name="Town")
    html = client.get("/search/", {"q": "ferry", "in": tab, "section": "town", "from": "2020-01-01"}).text
    assert headlines(html) == [] and "has “ferry” in it" not in html
    [address] = re.findall(r'<a href="([^"]+)">Look everywhere</a>', html)
    assert len(headlines(client.get("/search/" + address.replace("&amp;", "&")).text)) == 1


def test_it_is_paged_and_counted(client: Client) -> None:
    for number in range(23):
        ArticleFactory(headline=f"Ferry {number}")
    first = client.get("/search/?q=ferry&sort=newest").text
    assert "23 stories found" in first and len(headlines(first)) == 20
    assert 'href="?q=ferry&amp;sort=newest&amp;page=2"' in first
    second = client.get("/search/?q=ferry&sort=newest&page=2").text
    assert len(headlines(second)) == 3 and not set(headlines(first)) & set(headlines(second))
    assert "There are no more." in client.get("/search/?q=ferry&page=3").text
    # Pages of what was meant go on with that.
    assert "?q=ferry&amp;page=2" in client.get("/search/?q=ferrry").text


def test_of_many_the_latest_are_looked_through_and_the_page_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.models.article_words.RECENT", (2, 5))
    monkeypatch.setattr("newsportal.pages.search_ranking.MOST", 3)
    now = timezone.now()
    for number in range(9):
        headline = f"Ferry {number}" if number else "Ferry old and pelican"
        ArticleFactory(headline=headline, standfirst="", published_at=now - timedelta(days=9 - number))
    assert found("pelican") == ["Ferry old and pelican"]
    html = client.get("/search/?q=ferry&sort=newest").text
    assert headlines(html) == ["Ferry 8", "Ferry 7", "Ferry 6"] and "3 stories or more" in html
    assert "Not so among the latest" in client.get('/search/?q="ferry ferry"').text
    assert found('"old and"') == ["Ferry old and pelican"]
    assert (
        found("ferry", to=f"{timezone.localdate() - timedelta(days=8):%Y-%m-%d}")[-1]
        == "Ferry old and pelican"
    )


def test_what_an_author_wrote_is_not_looked_for_among_the_latest_of_all(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.models.article_words.RECENT", (2, 5))
    ada = AuthorFactory(name="Ada Wills")
    ArticleFactory(headline="Ferry", authors=[ada], published_at=timezone.now() - timedelta(days=900))
    ArticleFactory.create_batch(9, headline="Ferry")
    forget()
    with CaptureQueriesContext(connection) as queries:
        assert headlines(client.get("/search/?q=ferry&author=ada").text) == ["Ferry"]
    # The keys of the latest that have the word, and the page of them in their order.
    assert sum('FROM "articles_articlewords"' in query["sql"] for query in queries) == 2


def test_a_page_takes_the_same_queries_for_few_and_for_many(client: Client) -> None:
    taken: list[list[int]] = []
    client.get("/search/")
    for count in (4, 15):
        for _ in range(count):
            CommentFactory(article=ArticleFactory(headline="Ferry", authors=[AuthorFactory()]), text="Ferry!")
        taken.append([])
        for tab in ("", "comments"):
            forget()
            with CaptureQueriesContext(connection) as queries:
                client.get("/search/", {"q": "ferry", "in": tab})
            taken[-1].append(len(queries))
    assert taken[0] == taken[1] and max(taken[0]) <= 12


@pytest.mark.parametrize("query", ["ferry", "fery", "heron"])
def test_a_page_has_nothing_of_its_templates_in_it(client: Client, query: str) -> None:
    CommentFactory(article=ArticleFactory(headline="A ferry"), text="A ferry.")
    for tab in ("", "comments"):
        html = client.get("/search/", {"q": query, "in": tab}).text
        assert not re.search(r"{[#%{]|[#%}]}|\bNone\b", html)


def test_it_is_kept_out_of_search_engines(client: Client) -> None:
    assert '<meta name="robots" content="noindex">' in client.get("/search/?q=ferry").text


def test_its_canonical_address_has_what_it_asks_for_and_nothing_else(client: Client) -> None:
    html = client.get("/search/?utm_source=x&sort=newest&section=&q=ferry&page=2").text
    assert canonical(html) == "/search/?q=ferry&amp;sort=newest&amp;page=2"
    assert canonical(client.get("/search/?sort=newest").text) == "/search/"


def canonical(html: str) -> str:
    [address] = re.findall(r'<link rel="canonical"\s+href="(?:https?://[^/]+)?([^"]+)">', html)
    return address
