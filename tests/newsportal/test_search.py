"""The search: what is found by what, in which order, and what is never found."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.folding import folded, words
from articles.models import Article, ArticleTopic, ArticleWords, Author, Topic
from articles.tasks import index_due_words
from tests.factories import ArticleFactory, AuthorFactory, EditorFactory
from tests.newsportal.searches import found, headlines, words_of
from tests.worker import work

pytestmark = pytest.mark.django_db
WRITTEN = [
    "Ｃａｆé ﾌｪﾘｰ ｶﾞ 台風ｶﾞ上陸 Straße Øre Łódź Ærø İstanbul ﬁne Ⅻ x² 々〇ー ㍿ 한국어 Ελλάδας Ñandú naïve don’t U.S. 3,5 and/or a_b",
    "ＡＢＣ！？「東京」タワー・スカイツリー㈱ ἀρχή Москва Ёлка",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_the_database_and_the_portal_fold_alike(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_folded(%s)", [text])
        (said,) = cursor.fetchone()
    assert words(said) == words(folded(text))


STORIES = {
    "ferry": "The last ferries leave at noon",
    "cafe": "A Café on the Øresund quay",
    "typhoon": "台風の影響でﾌｪﾘｰが欠航",
    "who": "WHO looks at the harbour’s water, and don’t swim",
}


@pytest.fixture
def stories() -> dict[str, Article]:
    return {
        name: ArticleFactory(headline=headline, body="<p>Nothing else.</p>")
        for name, headline in STORIES.items()
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("ferry", ["ferry"]),
        ("FERRIES noon", ["ferry"]),
        ("ferry water", []),
        ("cafe oresund", ["cafe"]),
        ("ＣＡＦÉ", ["cafe"]),
        ("台風", ["typhoon"]),
        ("風", ["typhoon"]),
        ("欠航", ["typhoon"]),
        ("フェリー", ["typhoon"]),
        ("影響で", ["typhoon"]),
        ("風台", []),
        ("「台風の影響」", ["typhoon"]),
        ("WHO", ["who"]),
        ("harbour's water", ["who"]),
        ("don't", ["who"]),
        ('"leave at noon"', ["ferry"]),
        ('"noon at leave"', []),
        ("the -ferries -cafe", ["who"]),
        ("quay or noon", ["cafe", "ferry"]),
        ("on the quay", ["cafe"]),
        ("-ferry", []),
    ],
)
def test_words_are_found_whatever_their_ending_accents_width_and_case(
    stories: dict[str, Article], query: str, names: list[str]
) -> None:
    assert sorted(found(query)) == sorted(STORIES[name] for name in names)


def test_what_is_in_the_headline_comes_before_what_is_in_the_body_and_newer_before_older() -> None:
    body = ArticleFactory(headline="Elsewhere", body="<p>A pelican.</p>")
    old = ArticleFactory(headline="Pelican seen", published_at=timezone.now() - timedelta(days=400))
    new = ArticleFactory(headline="Pelican again")
    assert found("pelican") == [new.headline, old.headline, body.headline]
    old.published_at = timezone.now() + timedelta(days=1)
    old.save()
    assert found("pelican", sort="newest") == [new.headline, body.headline]


def test_names_of_authors_and_topics_are_found_and_a_renamed_one_by_its_new_name() -> None:
    author, topic = AuthorFactory(name="José Núñez"), Topic.objects.create(name="Tides", slug="tides")
    article = ArticleFactory(authors=[author])
    ArticleTopic.objects.create(article=article, topic=topic)
    assert found("jose tide") == [article.headline]
    Author.objects.update(name="Ada Wills")
    Topic.objects.update(name="Weather")
    assert found("jose") == found("tides") == []
    assert found("wills weather") == [article.headline]
    article.bylines.all().delete()
    assert found("wills") == []


def test_an_author_of_many_is_renamed_at_once_and_the_worker_does_the_rest(client: Client) -> None:
    author = AuthorFactory(name="José Núñez")
    articles = [ArticleFactory(headline=f"Ferry {number}", authors=[author]) for number in range(60)]
    assert "60 stories found" in client.get("/search/?q=jose").text
    author.name = "Ada Wills"
    author.save()
    assert "50 stories found" in client.get("/search/?q=wills").text
    assert set(found("jose")) == {article.headline for article in articles[:10]}
    index_due_words.enqueue()
    work()
    assert "60 stories found" in client.get("/search/?q=wills").text and found("jose") == []


def test_an_article_goes_with_all_that_it_is_found_by() -> None:
    article = ArticleFactory(headline="Pelican", authors=[AuthorFactory()])
    ArticleTopic.objects.create(article=article, topic=Topic.objects.create(name="Tides", slug="tides"))
    article.delete()
    connection.check_constraints()
    assert not ArticleWords.objects.exists() and found("pelican") == []


def test_a_scheduled_article_is_found_from_its_second_on() -> None:
    now = timezone.now()
    ArticleFactory(headline="Pelican", published_at=now + timedelta(seconds=2))
    assert found("pelican") == []
    Article.objects.update(published_at=now)
    assert found("pelican") == ["Pelican"]


def test_unpublished_scheduled_and_drafted_articles_are_never_found() -> None:
    article = ArticleFactory(headline="Pelican")
    ArticleFactory(headline="Pelican to come", published_at=timezone.now() + timedelta(hours=1))
    ArticleFactory(headline="Pelican to be", state=Article.State.DRAFT, published_at=None)
    assert found("pelican") == ["Pelican"]
    article.unpublish(by=EditorFactory())
    assert found("pelican") == []
    article.publish(by=EditorFactory())
    Article.objects.filter(pk=article.pk).update(headline="Heron")
    assert found("pelican") == [] and found("heron") == ["Heron"]


def test_a_misspelt_word_finds_what_was_meant(client: Client) -> None:
    ArticleFactory(headline="Harbour ferries delayed")
    answer = client.get("/search/?q=feries+delayd").text
    assert headlines(answer) == ["Harbour ferries delayed"]
    assert "Nothing has “feries delayd” in it. Showing results for ferries delayed." in words_of(answer)
    # What says itself otherwise, and what is quoted or left out, is taken at its word.
    assert found('"delayd"') == found("zzzzzz") == found("harbour -delayed") == []


def test_where_little_is_found_another_word_is_offered(client: Client) -> None:
    ArticleFactory(headline="The ferri of Ferrara")
    ArticleFactory.create_batch(4, headline="The ferryman and his ferryboat")
    answer = client.get("/search/?q=feryman&section=harbour").text
    assert "Showing results for ferryman" in words_of(answer)
    ArticleFactory(headline="Elsewhere", body="<p>A feryman.</p>")
    answer = client.get("/search/?q=feryman&section=harbour").text
    assert headlines(answer) == ["Elsewhere"] and "Did you mean ferryman?" in words_of(answer)
    assert "?q=ferryman&amp;section=harbour" in answer


def test_a_word_of_what_was_never_public_is_not_offered() -> None:
    secret = ArticleFactory(headline="Embargoed pelicans", published_at=timezone.now() + timedelta(days=1))
    assert "pelicans" not in Client().get("/search/?q=pelicanz").text
    secret.delete()
    assert "pelicans" not in Client().get("/search/?q=pelicanz").text


@pytest.mark.parametrize(
    "query", ["pelicanz or feries", "pelicanz or 台風の欠航", "feries or pelicanz", "pelicanz or フェリイ"]
)
def test_nor_beside_a_word_of_what_is_public(query: str) -> None:
    ArticleFactory(headline="Harbour ferries, 台風でフェリー欠航")
    assert found("feries")
    article = ArticleFactory(headline="Embargoed pelicans", published_at=timezone.now() + timedelta(days=1))
    assert "pelicans" not in Client().get("/search/", {"q": query}).text
    article.unpublish(by=EditorFactory())
    assert "pelicans" not in Client().get("/search/", {"q": query}).text


def test_a_secret_word_is_answered_as_one_that_nobody_wrote() -> None:
    ArticleFactory(headline="Harbour designs")
    said = Client().get("/search/?q=resigns").text
    ArticleFactory(headline="Mayor resigns", published_at=timezone.now() + timedelta(days=1))
    assert found("resigns") == ["Harbour designs"]
    assert words_of(Client().get("/search/?q=resigns").text) == words_of(said)
