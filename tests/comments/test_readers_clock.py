"""What a reader is told of their own, also under an article, is by the clock that they chose, its zone named; what all are told
there, as when a comment was written, by the site's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.languages import by_clock_of
from accounts.models import User
from accounts.models.user import NEWCOMER_FOR
from accounts.stamps import clock, stamp
from comments.editing import GRACE
from comments.models import Comment, Sanction, VoteHold
from tests.comments.pages import JSON, page, words, write
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db
ZONE = "Pacific/Honolulu"


@pytest.fixture
def kelpie() -> User:
    return UserFactory(username="Kelpie", time_zone=ZONE)


@pytest.fixture
def reader(client: Client, kelpie: User) -> Client:
    client.force_login(kelpie)
    return client


def own(say: Any, time: Any, reader: User) -> str:
    with by_clock_of(reader):
        said = words(say(time))
    assert "HST" in said
    return said


def test_until_when_one_is_suspended(reader: Client, kelpie: User) -> None:
    article = ArticleFactory()
    until = timezone.now() + timedelta(days=2)
    Sanction.objects.suspend(kelpie, by=ModeratorFactory(), until=until, reason="Unkind.")
    html = words(page(reader, article))
    assert f"report until {own(stamp, until, kelpie)}" in html
    assert "JST" in html, "the paper's own times stay"
    for answer in (
        write(reader, article, **JSON),
        reader.post(f"/comments/{CommentFactory().pk}/vote/", {"value": "1"}, **JSON),
    ):
        assert own(stamp, until, kelpie) in answer.json()["message"]


def test_until_when_one_is_new_and_from_when_a_vote_counts(reader: Client, kelpie: User) -> None:
    User.objects.filter(pk=kelpie.pk).update(date_joined=timezone.now() - timedelta(hours=3))
    kelpie.refresh_from_db()
    comment = CommentFactory()
    answer = reader.post(f"/comments/{comment.pk}/vote/", {"value": "1"}, **JSON).json()
    counts = own(stamp, VoteHold.objects.get().ends_at, kelpie)
    html = words(page(reader, comment.discussion.article))
    assert counts in words(answer["message"]) and f"your vote counts from {counts}" in html
    assert f"Until {own(stamp, kelpie.date_joined + NEWCOMER_FOR, kelpie)} you wait" in html


def test_until_when_a_change_leaves_no_mark(reader: Client, kelpie: User) -> None:
    article = ArticleFactory()
    write(reader, article)
    comment = Comment.objects.get()
    until = f"Until {own(clock, comment.created_at + GRACE, kelpie)}, or until somebody answers"
    assert until in words(page(reader, article)) and until in words(
        reader.get(f"/comments/{comment.pk}/edit/").text
    )


def test_when_one_has_reported_a_comment(reader: Client, kelpie: User) -> None:
    comment = CommentFactory()
    comment.report(by=kelpie, reason="spam")
    (report,) = kelpie.reports.all()
    assert f"on {own(stamp, report.created_at, kelpie)}" in words(
        reader.get(f"/comments/{comment.pk}/report/").text
    )
