"""What `{% cache %}` keeps of templates: pieces that are the same for all, and no longer than they hold."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from articles.models import Article, Author, PartnerLink, Section
from newsportal import stored_pages
from newsportal.pages.cards import PER_PAGE
from tests.factories import ArticleFactory, AuthorFactory, CommentFactory, EditorFactory, UserFactory
from tests.newsportal.machine import until

pytestmark = pytest.mark.django_db

_TYPED = "Never to be seen by others."


def everything_kept() -> str:
    store = caches["template_fragments"]
    return "".join(str(store.get(key.removeprefix(":1:"))) for key in list(store._cache))


@pytest.fixture
def article() -> Article:
    return ArticleFactory(headline="Night ferry returns", authors=[AuthorFactory(name="Ada Wills")])


def test_the_story_and_all_around_it_is_kept(client: Client, article: Article) -> None:
    client.get(article.get_absolute_url())
    assert all(
        piece in everything_kept() for piece in ("Night ferry returns", "Ada Wills", "nameplate", "footer")
    )


def test_nothing_of_one_reader_is_kept(client: Client, article: Article) -> None:
    other = Client()
    # One without an account, with something begun; and one with an account.
    client.post(f"{article.get_absolute_url()}comments/", {"text": _TYPED, "by": "login"})
    assert _TYPED in client.get(article.get_absolute_url()).text
    other.force_login(UserFactory(username="Hedda"))
    assert "Hedda" in other.get(article.get_absolute_url()).text
    kept = everything_kept()
    assert "nameplate" in kept
    assert not any(one in kept for one in (_TYPED, "Hedda", "csrfmiddlewaretoken"))


def test_what_is_searched_for_is_kept_for_nobody(client: Client) -> None:
    # In the box above every page, and in that of the search itself.
    assert client.get("/search/", {"q": "quokka"}).text.count('value="quokka"') == 2
    assert 'value="quokka"' not in everything_kept()


@pytest.mark.parametrize("state", [Article.State.DRAFT, Article.State.UNPUBLISHED])
def test_what_only_editors_see_is_not_kept(client: Client, article: Article, state: str) -> None:
    Article.objects.filter(pk=article.pk).update(state=state, headline="Not for readers")
    client.force_login(EditorFactory())
    assert "Not for readers" in client.get(article.get_absolute_url()).text
    assert "Not for readers" not in everything_kept()


def test_a_change_of_any_piece_shows_with_the_next_answer(client: Client, article: Article) -> None:
    def page() -> str:
        return client.get(article.get_absolute_url()).text

    page()
    Article.objects.filter(pk=article.pk).update(headline="Day ferry returns", body="<p>By day.</p>")
    Section.objects.filter(pk=article.section_id).update(name="Waterfront")
    PartnerLink.objects.create(title="Timetables", url="https://example.com/")
    changed = page()
    assert all(piece in changed for piece in ("Day ferry returns", "By day.", "Waterfront", "Timetables"))
    assert "Night ferry" not in changed


def test_pieces_are_kept_for_each_language(client: Client, article: Article) -> None:
    english = client.get(article.get_absolute_url()).text
    japanese = client.get(article.get_absolute_url(), headers={"Accept-Language": "ja"}).text
    assert "Login to comment" in english and "Login to comment" not in japanese
    assert 'aria-label="Sections"' in english and 'aria-label="Sections"' not in japanese


def test_a_story_that_comes_due_is_among_the_others_at_once(client: Client, article: Article) -> None:
    ArticleFactory(headline="Comes due", published_at=timezone.now() + timedelta(seconds=2))
    path = article.get_absolute_url()
    assert "Comes due" not in client.get(path).text
    assert until(lambda: "Comes due" in client.get(path).text, patience=20)


def test_the_comments_of_other_stories_are_counted_within_a_minute(client: Client, article: Article) -> None:
    other = ArticleFactory()
    assert "1 Comment" not in client.get(article.get_absolute_url()).text
    CommentFactory(article=other)
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        CommentFactory(article=article)
        assert client.get(article.get_absolute_url()).text.count("1 Comment") > 2


def test_of_the_front_page_only_the_lists_that_count_a_comment_are_made_anew(
    client: Client, article: Article
) -> None:
    ArticleFactory(section__slug="elsewhere", headline="Of another section")
    assert client.get("/").text.count("1 Comment") == 0
    before = set(caches["template_fragments"]._cache)
    CommentFactory(article=article)
    # The whole page stands for some seconds more.
    stored_pages.store.clear()
    page = client.get("/").text
    assert "Most discussed" in page
    assert page.count("1 Comment") >= 2
    made = len(set(caches["template_fragments"]._cache) - before)
    # The top or the latest, its section if it stands there too, and the ranking; not the other section.
    assert 2 <= made <= 3


def test_the_front_page_of_another_time_is_kept_for_nobody(client: Client) -> None:
    ArticleFactory(headline="Of tomorrow", published_at=timezone.now() + timedelta(hours=20))
    client.force_login(EditorFactory())
    tomorrow = timezone.localtime(timezone.now() + timedelta(days=1))
    assert "Of tomorrow" in client.get("/", {"at": f"{tomorrow:%Y-%m-%dT%H:%M}"}).text
    assert "Of tomorrow" not in everything_kept() and "Of tomorrow" not in client.get("/").text


def test_the_cards_of_a_section_are_kept_those_of_a_later_page_and_of_another_time_are_not(
    client: Client,
) -> None:
    first, *_others, last = (
        ArticleFactory(headline=f"Story {n} of many", published_at=timezone.now() - timedelta(hours=n + 1))
        for n in range(PER_PAGE + 1)
    )
    page = client.get("/harbour/")
    older = client.get(f"/harbour/?before={quote(page.context['page'].older)}")
    assert last.headline in older.text and last.headline not in page.text
    assert first.headline in everything_kept() and last.headline not in everything_kept()
    coming = ArticleFactory(headline="Comes tomorrow", published_at=timezone.now() + timedelta(days=1))
    client.force_login(EditorFactory())
    at = quote((timezone.now() + timedelta(days=2)).isoformat())
    assert coming.headline in client.get(f"/harbour/?at={at}").text
    assert coming.headline not in everything_kept()


@pytest.mark.parametrize("path", ["/harbour/", "/authors/ada-wills/"])
def test_a_card_that_is_kept_counts_each_comment(client: Client, article: Article, path: str) -> None:
    Author.objects.update(slug="ada-wills")
    other = ArticleFactory(headline="Day ferry")
    assert "1 Comment" not in client.get(path).text
    for commented in (article, other):
        CommentFactory(article=commented)
    stored_pages.store.clear()
    shown = client.get(path).text
    assert shown.count("1 Comment<") == (2 if path == "/harbour/" else 1)
