"""A reader's page: what it tells to whom, and what it costs."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from comments.models import Comment, ReaderSettings, VotingPolicy
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import ArticleFactory, CommentFactory, EditorFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/users/Kelpie/"


@pytest.fixture
def kelpie() -> User:
    return UserFactory(username="Kelpie")


def seen_by(client: Client) -> str:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return words(answer.text)


def test_it_shows_the_comments_the_latest_first_and_the_votes_they_got(client: Client, kelpie: User) -> None:
    first, second = (CommentFactory(by=kelpie, text=text) for text in ("Older words.", "Newer words."))
    for value in (1, 1, -1):
        first.vote(by=UserFactory(), value=value)
    second.vote(by=UserFactory(), value=-1)
    text = seen_by(client)
    assert text.index("Newer words.") < text.index("Older words.")
    assert "Comments 2" in text
    assert "Votes received +2 / -2" in text
    assert f"With us since {timezone.localtime(kelpie.date_joined):%B %Y}" in text


def test_a_picked_comment_says_so(client: Client, kelpie: User) -> None:
    comment = CommentFactory(by=kelpie)
    assert "Editors' pick" not in seen_by(client)
    comment.pick(by=EditorFactory())
    assert "0 ( +0 / -0 ) Editors' pick" in seen_by(client)


def test_it_shows_and_counts_nothing_that_is_not_public(client: Client, kelpie: User) -> None:
    hidden, unpublished = CommentFactory(by=kelpie, text="Hidden."), CommentFactory(by=kelpie, text="Unread.")
    for comment in (hidden, unpublished):
        comment.vote(by=UserFactory(), value=1)
    hidden.hide(by=ModeratorFactory(), reason="rude")
    Article.objects.filter(pk=unpublished.discussion_id).update(state="unpublished")
    for viewer in (client, signed_in(kelpie), signed_in(ModeratorFactory())):
        text = seen_by(viewer)
        assert "Hidden." not in text and "Unread." not in text
        assert "Comments 0 Votes received +0 / -0" in text


@pytest.mark.parametrize("factory", [UserFactory, EditorFactory])
def test_a_closed_page_keeps_the_comments_from_others(
    client: Client, kelpie: User, factory: type[UserFactory]
) -> None:
    comment = CommentFactory(by=kelpie, text="My words.")
    ReaderSettings.objects.choose(by=kelpie, is_public=False)
    for viewer in (client, signed_in(factory())):
        text = seen_by(viewer)
        assert "Kelpie keeps this page closed." in text
        assert "With us since" in text
        assert "My words." not in text and "Votes received" not in text
        assert "Back to the latest" not in text
        assert "My words." in viewer.get(comment.discussion.article.get_absolute_url()).text


def test_its_owner_and_moderators_see_a_closed_page_with_a_note(kelpie: User) -> None:
    CommentFactory(by=kelpie, text="My words.")
    ReaderSettings.objects.choose(by=kelpie, is_public=False)
    own, moderators = seen_by(signed_in(kelpie)), seen_by(signed_in(ModeratorFactory()))
    assert "My words." in own and "Only you and the moderators see your comments here" in own
    assert "My words." in moderators and "You see the comments because you moderate." in moderators
    ReaderSettings.objects.choose(by=kelpie, is_public=True)
    assert "Only you" not in seen_by(signed_in(kelpie))


def test_a_closed_pages_address_gives_no_comments_away(client: Client, kelpie: User) -> None:
    comment = CommentFactory(by=kelpie, text="My words.")
    ReaderSettings.objects.choose(by=kelpie, is_public=False)
    assert "My words." not in client.get(f"{PAGE}?before={comment.pk + 1}").text


def test_many_comments_are_paged_and_each_comes_once(client: Client, kelpie: User) -> None:
    article = ArticleFactory()
    comments = [CommentFactory(by=kelpie, article=article) for _ in range(45)]
    found, address = [], PAGE
    while address:
        html = client.get(address).text
        found += [int(pk) for pk in re.findall(r'href="/comments/(\d+)/"', html)]
        older = re.search(r'href="(\?before=\d+)"', html)
        address = f"{PAGE}{older[1]}" if older else ""
    assert found == [comment.pk for comment in reversed(comments)]
    for wrong in ("x", "-1", "9" * 30, "%00"):
        assert client.get(f"{PAGE}?before={wrong}").status_code == 404


@pytest.mark.parametrize("hides", ["nothing", "counts until voted", "its comments from others"])
@pytest.mark.parametrize("viewer", ["nobody", "owner", "reader", "moderator"])
def test_it_costs_the_same_for_one_comment_and_for_thirty(kelpie: User, viewer: str, hides: str) -> None:
    if hides != "nothing":
        VotingPolicy.objects.create(hides=VotingPolicy.Hides.UNTIL_VOTED)
    if hides == "its comments from others":
        ReaderSettings.objects.choose(by=kelpie, is_public=False)
    factories = {"owner": lambda: kelpie, "reader": UserFactory, "moderator": ModeratorFactory}
    client = signed_in(factories[viewer]()) if viewer in factories else Client()

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            seen_by(client)
        return len(queries)

    CommentFactory(by=kelpie)
    seen_by(client)
    one = cost()
    for _ in range(29):
        CommentFactory(by=kelpie)
    # How much waits stands above every page of a moderator's.
    assert cost() == one <= (9 if viewer == "moderator" else 8)
    assert Comment.objects.count() == 30
