"""An account that is erased while it votes and writes, over connections of their own: nobody waits for the other for ever."""

from __future__ import annotations

import random
import time
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts import erasing
from accounts.models import User
from comments.models import Comment, Discussion, Vote
from comments.recount import recount
from comments.refusal import Refusal
from tests.at_once import at_once
from tests.factories import ArticleFactory, CommentFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def due() -> User:
    user: User = UserFactory()
    User.objects.filter(pk=user.pk).update(erasure_due_at=timezone.now() - timedelta(minutes=1))
    return user


def erase(user: User) -> bool:
    try:
        return erasing.carry_out(user, until=time.monotonic() + 20)
    finally:
        connection.close()


def begun(threads: ThreadPoolExecutor, user: User) -> Future[bool]:
    """The erasure, up to where it waits."""
    erasure = threads.submit(erase, user)
    with pytest.raises(TimeoutError):
        erasure.result(0.3)
    return erasure


@pytest.mark.parametrize("value", [-1, 0])
def test_a_vote_in_the_midst_of_which_the_erasure_comes_is_cast_and_then_erased(value: int) -> None:
    comment, user = CommentFactory(), due()
    comment.vote(by=user, value=1)
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            # As the vote does first.
            list(Comment.objects.select_for_update(no_key=True).filter(pk=comment.pk))
            erasure = begun(threads, user)
            comment.vote(by=user, value=value)
            assert comment.tally.startswith(str(value))
        assert erasure.result(10) or erase(user)
    assert not User.objects.filter(pk=user.pk).exists() and not Vote.objects.exists() and recount() == []


def test_what_is_being_posted_when_the_account_is_closed_is_waited_for() -> None:
    user, own = due(), CommentFactory()
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            comment = CommentFactory(by=user, article=own.discussion.article)
            erasure = begun(threads, user)
            # The erasure lets go rather than wait for long: whoever posts may need what it has.
            assert erasure.result(10) is False
        assert threads.submit(erase, user).result(10)
    comment.refresh_from_db()
    assert comment.author is None and not User.objects.filter(pk=user.pk).exists() and recount() == []


@pytest.mark.parametrize("act", ["vote", "post"])
def test_who_acts_when_the_account_has_just_gone_is_told_that_it_is_closed(act: str) -> None:
    user, comment = due(), CommentFactory()
    discussion = Discussion.objects.get(pk=comment.discussion_id)

    acts = {
        "vote": lambda: comment.vote(by=user, value=1),
        "post": lambda: discussion.post(by=user, text="One more word.", parent=None, key="k"),
    }

    def press() -> None:
        try:
            with pytest.raises(Refusal):
                acts[act]()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            # As the last step does, up to where the account goes.
            User.objects.select_for_update().get(pk=user.pk).delete()
            pressed = threads.submit(press)
            with pytest.raises(TimeoutError):
                pressed.result(0.3)
        pressed.result(10)
    assert recount() == []


def test_accounts_that_vote_while_they_are_erased_cannot_deadlock() -> None:
    comments = [CommentFactory(article=ArticleFactory()) for _ in range(4)]
    users = [due() for _ in range(4)]
    for user in users:
        for comment in comments:
            comment.vote(by=user, value=1)

    def press(user: User) -> None:
        chance = random.Random(user.pk)
        for _ in range(40):
            try:
                comment = Comment.objects.get(pk=chance.choice(comments).pk)
                comment.vote(by=user, value=chance.choice([1, -1, 0]))
            except Refusal:
                # The account is gone.
                return

    def end(user: User) -> None:
        for _ in range(100):
            if erase(user):
                return
        raise AssertionError("it never ends")

    at_once(
        *[lambda user=user: press(user) for user in users], *[lambda user=user: end(user) for user in users]
    )
    assert recount() == [] and not Vote.objects.exists()
    assert not User.objects.filter(pk__in=[user.pk for user in users]).exists()
