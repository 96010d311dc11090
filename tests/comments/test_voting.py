"""Voting: one vote each, tallied right whoever votes at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from comments.models import Comment, Vote, VoteWindow
from comments.refusal import Refusal
from tests.factories import CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db


def tally(comment: Comment) -> tuple[int, int, int]:
    comment.refresh_from_db()
    return comment.up, comment.down, comment.score


def test_votes_count_up_and_down() -> None:
    comment = CommentFactory()
    for value in (1, 1, -1):
        comment.vote(by=UserFactory(), value=value)
    assert tally(comment) == (2, 1, 1)
    assert comment.tally == "1 ( +2 / -1 )"


def test_a_vote_can_be_changed_and_taken_back() -> None:
    comment, reader = CommentFactory(), UserFactory()
    comment.vote(by=reader, value=1)
    comment.vote(by=reader, value=-1)
    assert tally(comment) == (0, 1, -1)
    comment.vote(by=reader, value=0)
    assert tally(comment) == (0, 0, 0)


def test_the_same_vote_again_changes_nothing() -> None:
    comment, reader = CommentFactory(), UserFactory()
    for _ in range(3):
        comment.vote(by=reader, value=1)
    assert tally(comment) == (1, 0, 1)


def test_nobody_votes_on_their_own_comment() -> None:
    comment = CommentFactory()
    with pytest.raises(Refusal) as refusal:
        comment.vote(by=comment.author, value=1)
    assert refusal.value.code == "own" and tally(comment) == (0, 0, 0)


def test_a_hidden_comment_takes_no_votes() -> None:
    comment = CommentFactory()
    comment.hide(by=ModeratorFactory(), reason="spam")
    with pytest.raises(Refusal) as refusal:
        comment.vote(by=UserFactory(), value=1)
    assert refusal.value.code == "gone"


@pytest.mark.parametrize("value", [2, -2, 100])
def test_an_unknown_value_is_refused(value: int) -> None:
    with pytest.raises(Refusal) as refusal:
        CommentFactory().vote(by=UserFactory(), value=value)
    assert refusal.value.code == "value"


def test_an_erased_account_takes_its_votes_with_it() -> None:
    comment, reader = CommentFactory(), UserFactory()
    comment.vote(by=reader, value=1)
    reader.delete()
    assert tally(comment) == (0, 0, 0)


def test_a_bulk_of_votes_is_tallied() -> None:
    comments, readers = CommentFactory.create_batch(3), UserFactory.create_batch(4)
    Vote.objects.bulk_create(
        [Vote(comment=comment, voter=reader, value=1) for comment in comments for reader in readers]
    )
    Vote.objects.filter(voter=readers[0]).update(value=-1)
    assert [tally(comment) for comment in comments] == [(3, 1, 2)] * 3


def test_better_liked_comments_rank_higher_and_no_votes_rank_nothing() -> None:
    liked, disputed, untouched = CommentFactory.create_batch(3)
    readers = UserFactory.create_batch(6)
    for number, reader in enumerate(readers):
        liked.vote(by=reader, value=1)
        disputed.vote(by=reader, value=1 if number % 2 else -1)
    for comment in (liked, disputed, untouched):
        comment.refresh_from_db()
    # Wilson's lower bound for 6 of 6 at z = 1.2816 is 6 / (6 + z²) = 0.785…
    assert liked.rank == pytest.approx(6 / (6 + 1.2816**2))
    assert liked.rank > disputed.rank > untouched.rank == 0
    assert disputed.controversy == pytest.approx(6) and liked.controversy == untouched.controversy == 0


def test_votes_of_the_same_five_seconds_open_one_window() -> None:
    comment = CommentFactory()
    VoteWindow.objects.filter(pk=comment.discussion_id).update(opened_at="2020-01-01T00:00Z")
    comment.vote(by=UserFactory(), value=1)
    opened = VoteWindow.objects.get(pk=comment.discussion_id).opened_at
    assert opened.year > 2020
    comment.vote(by=UserFactory(), value=1)
    assert VoteWindow.objects.get(pk=comment.discussion_id).opened_at == opened


@pytest.mark.django_db(transaction=True)
def test_twenty_voters_at_once_lose_no_vote() -> None:
    comments, readers = CommentFactory.create_batch(2), UserFactory.create_batch(20)

    def press(number: int) -> None:
        try:
            for value in (1, -1, 0, 1):
                for comment in comments if number % 2 else reversed(comments):
                    comment.vote(by=readers[number], value=value)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as threads:
        list(threads.map(press, range(20)))
    assert [tally(comment) for comment in comments] == [(20, 0, 20)] * 2


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_vote() -> None:
    comment, reader = CommentFactory(), UserFactory()

    def press(_: int) -> None:
        try:
            Comment.objects.get(pk=comment.pk).vote(by=reader, value=1)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(press, range(8)))
    assert tally(comment) == (1, 0, 1)
