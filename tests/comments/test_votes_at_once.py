"""Voters, moderators, erasers and the worker at the same moment, over connections of their own: no total goes wrong."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from accounts.models import User
from comments import holding
from comments.bursts import ON_ONE_COMMENT, hold_bursts
from comments.models import Comment, ModerationEntry, Vote, VoteHold, VoteWindow
from comments.recount import recount
from tests.at_once import at_once
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def held(comment: Comment, count: int = 4) -> VoteHold:
    for _ in range(count):
        hold = comment.vote(by=UserFactory(date_joined=timezone.now()), value=1)
    assert hold
    return hold


def test_of_two_moderators_who_decide_at_once_one_does() -> None:
    comment = CommentFactory()
    hold, one, other = held(comment), ModeratorFactory(), ModeratorFactory()
    for _ in range(5):
        decided = at_once(
            lambda: holding.count(VoteHold.objects.all(), by=one),
            lambda: holding.set_aside(VoteHold.objects.all(), by=other, reason="a ring"),
        )
        assert sorted(decided) == [0, 1]  # type: ignore[type-var]
        hold.refresh_from_db()
        comment.refresh_from_db()
        assert comment.up == (4 if hold.state == "counted" else 0) and recount() == []
        hold.undo(by=one)
    assert ModerationEntry.objects.count() == 10


def test_a_decision_and_the_end_of_waiting_at_once() -> None:
    comment, moderator = CommentFactory(), ModeratorFactory()
    later = timezone.now() + timedelta(days=2)
    for _ in range(5):
        hold = held(comment, 2)
        at_once(
            lambda: holding.count_stood(later),
            lambda: holding.count_stood(later),
            lambda hold=hold: VoteHold.objects.get(pk=hold.pk).set_aside(by=moderator, reason="a ring"),
        )
        hold.refresh_from_db()
        assert hold.state == "aside" and recount() == []
    comment.refresh_from_db()
    assert comment.up == 0


def test_two_workers_hold_a_burst_once() -> None:
    comment = CommentFactory()
    for _ in range(ON_ONE_COMMENT):
        comment.vote(by=UserFactory(), value=-1, network="a" * 16)
    now = timezone.now()
    assert sorted(at_once(*[lambda: hold_bursts(now)] * 4)) == [0, 0, 0, ON_ONE_COMMENT]  # type: ignore[type-var]
    comment.refresh_from_db()
    assert comment.down == 0 and recount() == []


def test_who_decides_lets_go_of_a_vote_that_is_being_erased() -> None:
    comment, moderator = CommentFactory(), ModeratorFactory()
    hold = held(comment, 2)

    def decide() -> int:
        try:
            return hold.count(by=moderator)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            # Half-way through an erasure: the votes are gone, the comment's turn comes next.
            Vote.objects.filter(pk=Vote.objects.earliest("pk").pk).delete()
            deciding = threads.submit(decide)
            with pytest.raises(TimeoutError):
                deciding.result(holding.PATIENCE / 2000)
            # One of the two would be killed, were the decision not to let go.
            list(Comment.objects.select_for_update().filter(pk=comment.pk))
        assert deciding.result(10) == 1
    comment.refresh_from_db()
    assert comment.up == 1 and recount() == []


def test_what_stays_busy_is_told_to_a_moderator_and_left_to_the_next_look_by_the_worker() -> None:
    comment, moderator = CommentFactory(), ModeratorFactory()
    hold = held(comment, 1)

    def busy() -> int:
        try:
            with pytest.raises(OperationalError):
                hold.count(by=moderator)
            return holding.count_stood(hold.ends_at)
        finally:
            connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as threads:
        list(Comment.objects.select_for_update().filter(pk=comment.pk))
        assert threads.submit(busy).result(30) == 0
    assert holding.count_stood(hold.ends_at) == 1


def test_accounts_that_are_erased_together_cannot_deadlock() -> None:
    comments = [CommentFactory(article=ArticleFactory()) for _ in range(6)]
    readers = UserFactory.create_batch(8)
    for number, reader in enumerate(readers):
        for comment in comments if number % 2 else reversed(comments):
            comment.vote(by=reader, value=1)
    VoteWindow.objects.update(opened_at=timezone.now() - timedelta(minutes=1))
    at_once(*[reader.delete for reader in readers])
    assert recount() == [] and set(Comment.objects.values_list("up", flat=True)) == {0}


def test_voters_moderators_erasers_and_the_worker_in_any_order_keep_all_totals() -> None:
    comments, moderator = CommentFactory.create_batch(4), ModeratorFactory()
    young = UserFactory.create_batch(6, date_joined=timezone.now())
    readers = UserFactory.create_batch(6)
    leaving = UserFactory.create_batch(3, date_joined=timezone.now())
    for reader in [*leaving, *readers[:3]]:
        for comment in comments:
            comment.vote(by=reader, value=-1, network="a" * 16)

    def press(reader: User) -> None:
        chance = random.Random(reader.pk)
        for _ in range(20):
            comment = Comment.objects.get(pk=chance.choice(comments).pk)
            comment.vote(by=reader, value=chance.choice([1, -1, 0]), network="a" * 16)

    def moderate() -> None:
        chance = random.Random(1)
        for _ in range(15):
            holds = VoteHold.objects.all()
            decide = chance.choice([holding.count, holding.set_aside, holding.undo])
            decide(holds, by=moderator, reason="so it is")

    def watch() -> None:
        for hours in range(8):
            hold_bursts(timezone.now())
            holding.count_stood(timezone.now() + timedelta(hours=4 * hours))

    at_once(
        *[lambda reader=reader: press(reader) for reader in (*young, *readers)],
        *[reader.delete for reader in leaving],
        moderate,
        watch,
    )
    assert recount() == []
