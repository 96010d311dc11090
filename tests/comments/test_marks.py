"""Marks beside names: author of the article, staff, moderator; in words, as things stand now, at no further cost."""

import re

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import MODERATORS
from articles.models import Article
from comments.models import Comment
from tests.comments.pages import comment_html, page, words
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    CommentFactory,
    EditorFactory,
    ModeratorFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer() -> User:
    return EditorFactory(username="Ada")


@pytest.fixture
def article(writer: User) -> Article:
    return ArticleFactory(authors=[AuthorFactory(), AuthorFactory(name="Ada Quay", slug="ada", user=writer)])


def seen(html: str) -> str:
    """The words that show; a comment's place is told to those who hear the page."""
    return words(re.sub(r'<span class="unseen">.*?</span>', "", html, flags=re.DOTALL))


def head(comment: Comment, query: str = "") -> str:
    """The line above a comment as a signed-out reader sees it, up to its time."""
    html = comment_html(page(Client(), comment.discussion.article, query), comment)
    return seen(html.partition("<time")[0])


def test_each_is_marked_for_what_they_are(article: Article, writer: User) -> None:
    marked = {
        writer: "Author Staff",
        EditorFactory(): "Staff",
        ModeratorFactory(): "Moderator",
        User.objects.create_superuser("root-ish", password=None): "Staff",
        UserFactory(): "",
    }
    for user, mark in marked.items():
        assert head(CommentFactory(article=article, by=user)) == f"{user.username} {mark}".strip()


def test_an_author_without_the_house_s_rights_is_the_article_s_author_all_the_same() -> None:
    guest = UserFactory()
    article = ArticleFactory(authors=[AuthorFactory(user=guest)])
    assert head(CommentFactory(article=article, by=guest)) == f"{guest.username} Author"


def test_the_author_of_another_article_is_not_the_author_here(writer: User, article: Article) -> None:
    assert head(CommentFactory(by=writer)) == "Ada Staff"


def test_replies_that_come_in_later_are_marked_too(client: Client, article: Article, writer: User) -> None:
    reply = CommentFactory(parent=CommentFactory(article=article), by=writer)
    html = client.get(f"/comments/{reply.parent_id}/replies/").text
    assert seen(comment_html(html, reply).partition("<time")[0]).startswith("Ada Author Staff")


def test_a_mark_comes_and_goes_with_the_very_next_answer() -> None:
    user = UserFactory(username="Kelpie")
    comment = CommentFactory(by=user)
    assert head(comment) == "Kelpie"
    User.objects.filter(pk=user.pk).update(is_staff=True)
    assert head(comment) == "Kelpie Staff"
    user.groups.add(Group.objects.get(name=MODERATORS))
    assert head(comment) == "Kelpie Moderator"
    user.groups.clear()
    assert head(comment) == "Kelpie Staff"
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert head(comment) == "Kelpie"
    User.objects.filter(pk=user.pk).update(username="Selkie")
    assert head(comment) == "Selkie"


def test_the_author_s_mark_follows_who_is_linked_in_the_desk(article: Article) -> None:
    comment = CommentFactory(article=article, by=UserFactory(username="Kelpie"))
    assert head(comment) == "Kelpie"
    editor = Client()
    editor.force_login(EditorFactory())
    author = article.authors.get(slug="ada")
    saved = editor.post(
        f"/admin/articles/author/{author.pk}/change/",
        {"name": author.name, "slug": author.slug, "bio": "", "user": "kelpie"},
    )
    assert saved.status_code == 302
    assert head(comment) == "Kelpie Author"


def test_a_login_makes_no_stored_page_old(client: Client, writer: User) -> None:
    article = CommentFactory(by=writer).discussion.article
    page(client, article)
    Client().force_login(writer)
    with CaptureQueriesContext(connection) as queries:
        page(client, article)
    assert len(queries) == 1


def test_marks_cost_no_query_however_many_staff_write(client: Client, article: Article) -> None:
    def cost() -> int:
        page(client, article, "?sort=newest")
        with CaptureQueriesContext(connection) as queries:
            page(client, article, "?sort=newest")
        return len(queries)

    client.force_login(UserFactory())
    CommentFactory(article=article)
    before = cost()
    for factory in (EditorFactory, ModeratorFactory) * 5:
        CommentFactory(article=article, by=factory())
    assert cost() == before


def test_a_reader_s_page_tells_their_mark_and_where_they_write(
    client: Client, writer: User, article: Article
) -> None:
    moderator = ModeratorFactory(username="Mod-of-the-tide")
    assert "Ada Staff Writes here as Ada Quay" in words(client.get("/users/Ada/").text)
    assert '<a href="/authors/ada/">Ada Quay</a>' in client.get("/users/Ada/").text
    assert f"{moderator.username} Moderator" in words(client.get(f"/users/{moderator.username}/").text)
    reader = UserFactory()
    assert 'class="badge' not in client.get(f"/users/{reader.username}/").text
