"""The page that everything grew from, loaded here, says the same to the letter: what is compared is read from the seed."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from articles.models import Article, PartnerLink
from comments.models import Comment
from tests import seed
from tests.comments.pages import act, comment_html, page, typed
from tests.factories import UserFactory
from tests.page_lines import page_lines

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_the_old_site(settings: Any) -> None:
    settings.SITE_NAME = seed.site_name()


@pytest.fixture
def article() -> Article:
    call_command("load", str(seed.SEED), stdout=StringIO())
    PartnerLink.objects.create(title="Walks along the wall", url="https://example.com/")
    return Article.objects.get()


@pytest.fixture
def facebook(switch_on: Callable[[dict[str, str]], None]) -> None:
    """The one social provider of the seed page, with its keys set."""
    switch_on({"FACEBOOK_CLIENT_ID": "key", "FACEBOOK_CLIENT_SECRET": "secret"})


@pytest.fixture
def reader(article: Article) -> Client:
    client = Client()
    client.force_login(UserFactory())
    return client


def shown(html: str) -> list[str]:
    """The page's lines, with the section's name written small as the seed writes it."""
    section = seed.record()["section"]
    return [section if line.lower() == section else line for line in page_lines(html)]


def what_follows() -> str:
    """What the seed page says of its way in by Facebook; but for the promise at its end we say it in words of our own."""
    (line,) = (line for line in seed.lines() if line.startswith("Use your Facebook account"))
    return line


def missing(expected: list[str], found: list[str]) -> list[str]:
    """The lines of `expected` that don't come in `found` after those before them."""
    rest = iter(found)
    return [line for line in expected if seed.unmarked(line) not in rest]


@pytest.mark.usefixtures("facebook")
def test_each_line_of_the_seed_page_is_seen_in_its_order(article: Article) -> None:
    lines = [line for line in seed.lines() if line != what_follows()]
    assert missing(lines, shown(page(Client(), article))) == []


@pytest.mark.usefixtures("facebook")
def test_what_comes_of_it_is_said_before_the_button_in_words_of_our_own(article: Article) -> None:
    lines = shown(page(Client(), article))
    said = lines[lines.index("Facebook users") + 1 : lines.index("Facebook Connect")]
    assert len(said) == 1 and said[0] != what_follows()
    promise = what_follows()[what_follows().index("you will also receive") :]
    assert said[0].endswith(promise)


def test_without_a_social_provider_the_other_ways_in_are_seen(article: Article) -> None:
    lines = shown(page(Client(), article))
    facebook = [line for line in seed.lines() if "Facebook" in line]
    assert len(facebook) == 3 and not set(facebook) & set(lines)
    assert missing([line for line in seed.lines() if line not in facebook], lines) == []


def test_a_signed_in_reader_sees_the_same_and_is_not_asked_to_log_in(
    reader: Client, article: Article
) -> None:
    lines = shown(page(reader, article))
    assert missing(seed.lines(signed_in=True), lines) == []
    asked = set(seed.lines()) - set(seed.lines(signed_in=True))
    assert "Login to comment" in asked and not asked & set(lines)
    assert lines.index("Post comment") > lines.index(seed.comments()[-1].tally)


@pytest.mark.parametrize("signed_in", [False, True])
def test_the_article_has_these_paragraphs_and_no_other(
    article: Article, reader: Client, signed_in: bool
) -> None:
    html = page(reader if signed_in else Client(), article)
    body = re.search(r'<div class="story-body">(.*?)</div>', html, re.DOTALL)
    assert body and page_lines(body[1]) == seed.record()["body"]


@pytest.mark.parametrize("signed_in", [False, True])
def test_each_comment_has_its_paragraphs_and_tally(article: Article, reader: Client, signed_in: bool) -> None:
    html = page(reader if signed_in else Client(), article)
    comments = list(Comment.objects.order_by("id"))
    places = [html.index(f'id="comment-{comment.pk}"') for comment in comments]
    assert len(comments) == len(seed.comments()) == 19 and places == sorted(places)
    for comment, expected in zip(comments, seed.comments(), strict=True):
        lines = page_lines(comment_html(html, comment))
        words = [seed.unmarked(paragraph) for paragraph in expected.paragraphs]
        start = lines.index(words[0])
        assert lines[start : start + len(words)] == words
        assert lines.count(expected.tally) == 1


def test_what_a_reader_set_between_asterisks_is_emphasised(article: Article) -> None:
    marked = re.findall(r"\*(.+?)\*", seed.PAGE.read_text())
    html = page(Client(), article)
    assert len(marked) == 1 and f"<em>{marked[0]}</em>" in html


def test_the_count_leads_to_the_comments_from_both_places(article: Article) -> None:
    html = page(Client(), article)
    count = f"{len(seed.comments())} Comments"
    assert seed.lines().count(count) == 2
    assert len(re.findall(rf'<a href="#comments"[^>]*>{count}</a>', html)) == 2
    assert html.count('id="comments"') == 1


@pytest.mark.usefixtures("facebook")
@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("Login to comment", "/accounts/login/"),
        ("Login to leave a comment", "/accounts/login/"),
        ("Login with your {site} account", "/accounts/login/"),
        ("User registration", "/accounts/signup/"),
        ("Facebook Connect", "/accounts/facebook/login/"),
    ],
)
def test_each_way_in_leads_there_and_back_again(article: Article, words: str, address: str) -> None:
    words = words.format(site=seed.site_name())
    assert words in seed.lines()
    found = re.search(rf"<button ([^>]*)>{re.escape(words)}</button>", page(Client(), article))
    assert found
    pressed = dict(re.findall(r'([\w-]+)="([^"]*)"', found[1]))
    assert pressed["role"] == "link" and pressed["form"] == "composer"
    led_to = Client().post(pressed["formaction"], {"text": "", pressed["name"]: pressed["value"]}).url
    assert led_to.startswith(f"{address}?")
    assert f"next={article.get_absolute_url()}" in led_to.replace("%2F", "/")


def test_the_section_and_the_authors_lead_to_their_pages(article: Article) -> None:
    html = page(Client(), article)
    names = seed.record()["authors"]
    assert f'<a href="{article.section.get_absolute_url()}">' in html
    for author in article.authors.all():
        assert re.search(rf'<a [^>]*href="{author.get_absolute_url()}"[^>]*>{author.name}</a>', html)
        assert Client().get(author.get_absolute_url()).status_code == 200
    assert [byline.author.name for byline in article.bylines.all()] == names


def test_a_comment_is_quoted_under_its_writer_s_name_and_time(reader: Client, article: Article) -> None:
    first = Comment.objects.order_by("id")[0]
    assert first.author
    quoted = typed(reader.get(f"/comments/{first.pk}/quote/").text)
    assert re.match(
        rf"> \[{first.author.username} .+ JST\]\({settings.SITE_URL}/comments/{first.pk}/\)\n>\n", quoted
    )
    assert [line for line in quoted.splitlines() if line.strip("> ")][1:] == [
        f"> {paragraph}" for paragraph in seed.comments()[0].paragraphs
    ]


def test_a_vote_counts_on_top_of_the_loaded_ones(reader: Client, article: Article) -> None:
    first = Comment.objects.order_by("id")[0]
    score, up, down = first.score, first.up, first.down
    act(reader, first, "vote", value=1)
    html = page(reader, article)
    assert f"{score + 1} ( +{up + 1} / -{down} )" in page_lines(comment_html(html, first))
