"""The search for Japanese, which stands without spaces and among which numbers and Latin letters stand without any either."""

import re

import pytest
from django.test import Client

from tests.factories import ArticleFactory
from tests.newsportal.searches import found, words_of

pytestmark = pytest.mark.django_db


def test_a_sentence_finds_what_has_its_words() -> None:
    article = ArticleFactory(headline="台風で大きな影響、フェリー欠航")
    assert found("台風の影響でフェリーが欠航") == [article.headline]
    assert found("フェリイ") == [article.headline]


@pytest.mark.parametrize(
    "query",
    ["12月1日", "１２月１日", "12月", "月1日", "1日", "港・北", "第2次港湾計画", "2次", "12月1日 第2次"],
)
def test_a_date_and_what_else_has_one_letter_between_numbers_are_found(client: Client, query: str) -> None:
    article = ArticleFactory(headline="１２月１日から第２次港湾計画、港・北で", body="")
    ArticleFactory(headline="１日に１２月の第１次計画", body="")
    answer = client.get("/search/", {"q": query}).text
    assert article.headline in words_of(answer) and "Nothing has" not in answer


def test_a_date_is_no_other_date() -> None:
    article = ArticleFactory(headline="１２月１日に開港", body="")
    ArticleFactory(headline="１月１２日に閉港", body="")
    ArticleFactory(headline="１２月に１日だけ閉港", body="")
    assert found("12月1日") == found('"12月1日に開港"') == [article.headline]


def test_words_of_kanji_alone_may_stand_apart() -> None:
    article = ArticleFactory(headline="運賃を来年から無料に、東京で都議会が可決", body="")
    ArticleFactory(headline="運賃の話", body="")
    assert found("運賃無料") == found("東京都議会") == found("来年無料可決") == [article.headline]
    # What is quoted is taken at its word.
    assert found('"運賃無料"') == []


def test_a_date_is_marked_as_a_whole_and_none_of_its_letters_elsewhere(client: Client) -> None:
    ArticleFactory(
        headline="12人で開港",
        standfirst="来年四月からの計画。",
        body="<p>都議会は１２月１日、条例を可決した。</p>",
    )
    html = client.get("/search/", {"q": "12月1日"}).text
    assert re.findall("<mark>(.*?)</mark>", html) == ["１２月１日"]
    ArticleFactory(headline="ＰＫ戦で勝つ、PK-戦も", standfirst="戦いとPKの話", body="")
    html = client.get("/search/", {"q": "PK戦"}).text
    assert re.findall("<mark>(.*?)</mark>", html) == ["ＰＫ戦", "PK-戦"]
