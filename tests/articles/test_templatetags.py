"""Who wrote it, when, and how much is said about it: the words of cards and of the article's page."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import Context, Template
from django.utils import translation
from django.utils.html import strip_tags

from articles.models import Author
from articles.templatetags.articles import byline, comment_count, lang, paper_lang, short_time, today

TOKYO = ZoneInfo("Asia/Tokyo")
# Already Wednesday in Tokyo, where the demo's paper is made, and still Tuesday in UTC.
NOW = datetime(2026, 11, 25, 0, 30, tzinfo=TOKYO)


def authors(*names: str) -> list[Author]:
    return [Author(name=name, slug=f"author-{place}") for place, name in enumerate(names)]


@pytest.mark.parametrize(
    ("names", "prose"),
    [
        ([], ""),
        (["Ada Quay"], "By Ada Quay"),
        (["Ada Quay", "Ben Lock"], "By Ada Quay and Ben Lock"),
        (["Ada Quay", "Ben Lock", "Cy Weir"], "By Ada Quay, Ben Lock and Cy Weir"),
        (["Ada Quay", "Ben Lock", "Cy Weir", "Di Mole"], "By Ada Quay, Ben Lock, Cy Weir and Di Mole"),
    ],
)
def test_the_authors_are_joined_as_prose(names: list[str], prose: str) -> None:
    assert strip_tags(byline(authors(*names))) == prose


def test_each_author_leads_to_their_page() -> None:
    prose = byline(authors("Ada Quay", "Ben Lock"))
    assert 'href="/authors/author-0/">Ada Quay</a>' in prose
    assert 'href="/authors/author-1/">Ben Lock</a>' in prose


def test_an_author_s_name_is_text_and_never_markup() -> None:
    assert "&lt;script&gt;" in byline(authors("<script>", "{} Ben"))
    assert "{} Ben" in byline(authors("<script>", "{} Ben"))


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 Comments"),
        (1, "1 Comment"),
        (2, "2 Comments"),
        (19, "19 Comments"),
        (1234, "1,234 Comments"),
        (100_000, "100,000 Comments"),
    ],
)
def test_the_comments_are_counted_in_words(count: int, words: str) -> None:
    assert comment_count(count) == words


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("time", "words"),
    [
        (datetime(2026, 11, 25, 0, 5, tzinfo=TOKYO), "12:05 a.m."),
        (datetime(2026, 11, 24, 23, 55, tzinfo=TOKYO), "Nov 24"),
        (datetime(2025, 12, 31, 12, 0, tzinfo=TOKYO), "Dec 31, 2025"),
    ],
)
def test_a_list_tells_the_hour_of_today_and_the_day_of_others(time: datetime, words: str) -> None:
    assert strip_tags(short_time(time.astimezone(ZoneInfo("UTC")))) == words


@time_machine.travel(NOW, tick=False)
def test_machines_read_the_time_with_its_zone() -> None:
    assert 'datetime="2026-11-25T00:05:00+09:00"' in short_time(datetime(2026, 11, 25, 0, 5, tzinfo=TOKYO))


@time_machine.travel(NOW, tick=False)
def test_the_paper_is_dated_in_its_own_time_zone() -> None:
    assert today() == '<time datetime="2026-11-25">Wednesday, November 25, 2026</time>'
    assert Template("{% load articles %}{% today %}").render(Context()) == today()


@pytest.fixture
def _in_japanese() -> Iterator[None]:
    with translation.override("ja"):
        yield


@pytest.mark.usefixtures("_in_japanese")
def test_authors_counts_and_dates_follow_japanese_rules() -> None:
    assert strip_tags(byline(authors("潮見 葵", "Ben Lock", "Cy Weir"))) == "潮見 葵、Ben Lock、Cy Weir"
    assert comment_count(1) == "コメント1件" and comment_count(1234) == "コメント1,234件"
    with time_machine.travel(NOW, tick=False):
        assert strip_tags(today()) == "2026年11月25日 水曜日"
        assert strip_tags(short_time(datetime(2026, 11, 24, 9, 0, tzinfo=TOKYO))) == "11月24日"
        assert strip_tags(short_time(datetime(2025, 1, 2, 9, 0, tzinfo=TOKYO))) == "2025年1月2日"


@pytest.mark.parametrize(
    ("page", "text", "attribute"),
    [
        ("en", "Night ferry returns", ""),
        ("en", "夜のフェリーが戻る", ' lang="ja"'),
        ("ja", "Night ferry returns", ' lang="en"'),
        ("ja", "夜のフェリーが戻る", ""),
        ("ja", "Ünter Brücken", ' lang="en"'),
    ],
)
def test_what_is_in_another_language_than_its_page_says_so(page: str, text: str, attribute: str) -> None:
    with translation.override(page):
        assert lang(text) == attribute
        assert paper_lang() == (' lang="en"' if page == "ja" else "")
