"""Completing @names: whom the composer offers, whom it doesn't, what it costs."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from comments import completion
from comments.models import Mute, ReaderSettings, Sanction
from comments.refusal import Refusal
from tests.comments.pages import JSON
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory, rest

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return ArticleFactory()


@pytest.fixture
def reader() -> User:
    return UserFactory(username="Kelpie")


def offered(begins: str, article: Article, reader: User) -> list[str]:
    return [person.name for person in completion.people(begins, discussion=article.pk, by=reader)]


def test_who_talks_here_comes_first_the_latest_before_the_others(article: Article, reader: User) -> None:
    for name in ("sal", "Sandpiper", "seal", "salmon", "otter"):
        UserFactory(username=name)
    for name in ("seal", "sandpiper"):
        CommentFactory(article=article, by=User.objects.get(username__iexact=name))
    CommentFactory(by=User.objects.get(username="salmon"))
    assert offered("sa", article, reader) == ["Sandpiper", "sal", "salmon"]
    assert offered("SA", article, reader) == ["Sandpiper", "sal", "salmon"]
    people = completion.people("s", discussion=article.pk, by=reader)
    assert people == [("Sandpiper", True), ("seal", True)]
    # Nothing typed yet: all who talk here.
    assert offered("", article, reader) == ["Sandpiper", "seal"]


def test_names_of_any_script_are_found_by_their_letters(article: Article, reader: User) -> None:
    for name in ("田中太郎", "田中花子", "سلمى", "Zoë", "zoe"):
        UserFactory(username=name)
    assert offered("田", article, reader) == ["田中太郎", "田中花子"]
    assert offered("سل", article, reader) == ["سلمى"]
    assert offered("zoe", article, reader) == ["zoe"]
    # As some keyboards type it: a letter and a mark.
    assert offered("Zoe\u0308", article, reader) == ["Zoë"]


@pytest.mark.parametrize("begins", ["%", "_", "\\", "'", "a%", "\x00", "x" * 31, "@", " ", "\U0010ffff"])
def test_only_letters_find_names(article: Article, reader: User, begins: str) -> None:
    CommentFactory(article=article, by__username="otter")
    assert offered(begins, article, reader) == (["otter"] if begins == "\x00" else [])


def test_an_imported_name_that_no_mention_can_hold_is_not_offered(article: Article, reader: User) -> None:
    for name in ("Sal", "Sal Selkie", "Sal\u3000二世"):
        CommentFactory(article=article, by__username=name)
    assert offered("sal", article, reader) == ["Sal"]


def test_at_most_eight_are_offered(article: Article, reader: User) -> None:
    for place in range(6):
        CommentFactory(article=article, by__username=f"heron-a{place}")
        UserFactory(username=f"heron-b{place}")
    assert offered("heron", article, reader) == [f"heron-a{place}" for place in range(5, -1, -1)] + [
        "heron-b0",
        "heron-b1",
    ]


def test_who_cant_be_mentioned_or_answer_isnt_offered(article: Article, reader: User) -> None:
    UserFactory(username="otter-closed", is_active=False)
    UserFactory(username="otter-stand-in", is_stand_in=True)
    banned = CommentFactory(article=article, by__username="otter-sanctioned").author
    Sanction.objects.ban(banned, by=ModeratorFactory(), reason="Spam, again.")
    hidden = CommentFactory(article=article, by__username="otter-hidden")
    hidden.hide(by=ModeratorFactory(), reason="spam")
    assert offered("otter", article, reader) == ["otter-hidden"]
    assert completion.people("otter", discussion=article.pk, by=reader)[0].is_here is False
    assert offered("Kelp", article, reader) == []


def test_whom_the_reader_has_muted_isnt_offered_and_who_muted_the_reader_cant_be_told_by_it(
    article: Article, reader: User
) -> None:
    muted, muting = UserFactory(username="otter-muted"), UserFactory(username="otter-muting")
    CommentFactory(article=article, by=muted)
    Mute.objects.mute(muted, by=reader)
    Mute.objects.mute(reader, by=muting)
    assert offered("otter", article, reader) == ["otter-muting"]


def test_whose_page_is_closed_is_offered_only_where_they_talk(article: Article, reader: User) -> None:
    otter = UserFactory(username="otter")
    ReaderSettings.objects.choose(by=otter, is_public=False)
    assert offered("otter", article, reader) == []
    CommentFactory(article=article, by=otter)
    assert offered("otter", article, reader) == ["otter"]


def test_a_script_learns_names_and_nothing_else(client: Client, article: Article, reader: User) -> None:
    CommentFactory(article=article, by__username="otter")
    client.force_login(reader)
    answer = client.get(f"{article.get_absolute_url()}comments/names/?begins=ott", **JSON)
    assert answer.json() == {"people": [{"name": "otter", "is_here": True}]}
    assert "no-store" in answer.headers["Cache-Control"]


def test_names_are_for_who_is_signed_in_and_of_articles_they_may_see(
    client: Client, article: Article, reader: User
) -> None:
    address = f"{article.get_absolute_url()}comments/names/?begins=ott"
    assert client.get(address, **JSON).status_code == 401
    client.force_login(reader)
    draft = ArticleFactory(state=Article.State.DRAFT, published_at=None)
    assert client.get(f"{draft.get_absolute_url()}comments/names/", **JSON).status_code == 404


def test_who_asks_faster_than_anybody_types_must_wait(client: Client, article: Article, reader: User) -> None:
    for _ in range(completion.ASKED):
        offered("ot", article, reader)
    with pytest.raises(Refusal):
        offered("ot", article, reader)
    client.force_login(reader)
    answer = client.get(f"{article.get_absolute_url()}comments/names/?begins=ot", **JSON)
    assert (answer.status_code, answer.json()["code"]) == (422, "pace")
    rest()
    assert offered("ot", article, reader) == []


def test_a_large_readership_is_looked_up_by_the_index_of_names(article: Article, reader: User) -> None:
    now = timezone.now()
    User.objects.bulk_create([User(username=f"reader-{place:05}", date_joined=now) for place in range(5_000)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_user, comments_comment")
        parameters: dict[str, Any] = {"begins": "reader-0123", "discussion": article.pk, "reader": reader.pk}
        cursor.execute(f"EXPLAIN {completion._PEOPLE}", parameters)
        plan = "\n".join(row for (row,) in cursor.fetchall())
    assert "user_name_unique" in plan
    assert "Seq Scan on accounts_user" not in plan
    assert offered("reader-0123", article, reader) == [f"reader-{place:05}" for place in range(1230, 1238)]
