"""The permalink of a comment that is hidden or held: its author is led to what says so and why, all others find nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from comments.models import Comment, Discussion, Statement
from comments.models.telling import UNDO_FOR
from comments.moderation import hide
from tests.comments.pages import words
from tests.factories import ArticleFactory, CommentFactory, EditorFactory, ModeratorFactory, UserFactory
from tests.worker import work

pytestmark = pytest.mark.django_db


def by(user: Any) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def asked(comment: Comment) -> dict[str, int]:
    """What each role gets at the comment's permalink."""
    roles = {
        "signed out": None,
        "reader": UserFactory(),
        "editor": EditorFactory(),
        "author": comment.author,
        "moderator": ModeratorFactory(),
    }
    return {role: by(user).get(f"/comments/{comment.pk}/").status_code for role, user in roles.items()}


MISSING = {"signed out": 404, "reader": 404, "editor": 404, "author": 404, "moderator": 302}
TOLD = MISSING | {"author": 302}


def test_the_author_of_what_is_hidden_reads_the_statement_of_reasons(comment: Comment, mona: User) -> None:
    comment.hide(by=mona, reason="Insult or threat")
    # Nobody is told before the ten seconds are over.
    assert asked(comment) == MISSING
    work(UNDO_FOR)
    assert asked(comment) == TOLD
    answer = by(comment.author).get(f"/comments/{comment.pk}/", follow=True)
    assert answer.redirect_chain == [(f"/accounts/decisions/{Statement.objects.get().pk}/", 302)]
    assert "Insult or threat" in words(answer.text)


def test_of_a_later_decision_that_nobody_was_told_of_the_earlier_statement_says_nothing(
    comment: Comment, mona: User
) -> None:
    comment.hide(by=mona, reason="Insult or threat")
    work(UNDO_FOR)
    comment.restore(by=mona)
    comment.hide(by=mona, reason="Off the subject")
    assert asked(comment) == MISSING


def test_of_many_that_were_hidden_as_one_act_each_leads_to_the_one_statement(mona: User) -> None:
    kelpie, article = UserFactory(), ArticleFactory()
    comments = CommentFactory.create_batch(3, article=article, by=kelpie)
    others = CommentFactory(article=article)
    hide(Comment.objects.all(), by=mona, reason="wave")
    work(UNDO_FOR)
    own = f"/accounts/decisions/{Statement.objects.get(reader=kelpie).pk}/"
    for comment in comments:
        assert by(kelpie).get(f"/comments/{comment.pk}/").headers["Location"] == own
        assert by(others.author).get(f"/comments/{comment.pk}/").status_code == 404


def test_the_author_of_what_waits_finds_it_under_the_article_with_why_it_waits(mona: User) -> None:
    article = ArticleFactory()
    Discussion.objects.of(article).set_state("held", by=mona)
    kelpie = UserFactory(username="Kelpie")
    comments = CommentFactory.create_batch(9, article=article, by=kelpie)
    assert asked(comments[0]) == TOLD
    answer = by(kelpie).get(f"/comments/{comments[0].pk}/", follow=True)
    assert answer.redirect_chain == [(f"{article.get_absolute_url()}#comment-{comments[0].pk}", 302)]
    assert f'id="comment-{comments[0].pk}"' in answer.text
    assert "Waiting for a moderator" in answer.text and "All comments here are read first." in answer.text


def test_what_its_author_deleted_is_missing_for_them_too(comment: Comment, mona: User) -> None:
    comment.withdraw(by=comment.author)  # type: ignore[arg-type]
    assert asked(comment) == MISSING | {"moderator": 404}
    other = CommentFactory(by=comment.author)
    other.hide(by=mona, reason="x")
    work(UNDO_FOR)
    other.restore(by=mona)
    assert set(asked(other).values()) == {302}
