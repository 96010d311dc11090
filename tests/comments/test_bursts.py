"""Bursts: votes from one network within minutes, and accounts that vote together, wait; crowds and friends don't."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from comments.bursts import BY_ACCOUNTS, CROWD, MEETINGS, MINUTES, ON_ONE_AUTHOR, ON_ONE_COMMENT, hold_bursts
from comments.models import Comment, Vote, VoteHold
from comments.models.vote_hold import STANDS
from comments.networks import DIGITS, hashed
from comments.recount import recount
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db
NETWORK = "a" * DIGITS


def cast(comment: Comment, readers: list[User], value: int = 1, network: str = NETWORK) -> None:
    for reader in readers:
        comment.vote(by=reader, value=value, network=network)


def look(later: timedelta = timedelta()) -> int:
    held = hold_bursts(timezone.now() + later)
    assert recount() == []
    return held


def totals(comment: Comment) -> tuple[int, int]:
    comment.refresh_from_db()
    return comment.up, comment.down


@pytest.fixture
def comment() -> Comment:
    return CommentFactory()


# ---------------------------------------------------------------------- from one network


def test_many_votes_one_way_from_one_network_wait_for_a_day(comment: Comment) -> None:
    cast(comment, UserFactory.create_batch(ON_ONE_COMMENT), -1)
    cast(comment, UserFactory.create_batch(2), -1, network="b" * DIGITS)
    at = timezone.now()
    assert hold_bursts(at) == ON_ONE_COMMENT
    hold = VoteHold.objects.get()
    assert (hold.reason, hold.comment, hold.ends_at) == ("network", comment, at + STANDS)
    assert totals(comment) == (0, 2) and look() == 0


@pytest.mark.parametrize(
    ("readers", "value", "network", "minutes"),
    [
        (ON_ONE_COMMENT - 1, -1, NETWORK, 0),
        (ON_ONE_COMMENT, -1, "", 0),
        (ON_ONE_COMMENT, -1, NETWORK, MINUTES + 1),
    ],
    ids=["fewer", "from nowhere known", "long ago"],
)
def test_what_is_no_burst_counts(
    comment: Comment, readers: int, value: int, network: str, minutes: int
) -> None:
    cast(comment, UserFactory.create_batch(readers), value, network)
    assert look(timedelta(minutes=minutes)) == 0


def test_of_two_minds_one_network_is_no_burst(comment: Comment) -> None:
    cast(comment, UserFactory.create_batch(ON_ONE_COMMENT - 1), 1)
    cast(comment, UserFactory.create_batch(ON_ONE_COMMENT - 1), -1)
    assert look() == 0


def test_some_of_a_crowd_share_a_network(comment: Comment) -> None:
    cast(comment, UserFactory.create_batch(ON_ONE_COMMENT))
    for number in range(ON_ONE_COMMENT + 1):
        cast(comment, [UserFactory()], network=f"{number:016}")
    assert look() == 0


def test_a_network_that_goes_through_all_that_an_author_wrote_is_a_burst() -> None:
    author, readers = UserFactory(), UserFactory.create_batch(BY_ACCOUNTS)
    comments = [CommentFactory(by=author) for _ in range(-(-ON_ONE_AUTHOR // BY_ACCOUNTS))]
    other = CommentFactory()
    for comment in [*comments, other]:
        cast(comment, readers, -1)
    assert look() == len(comments) * BY_ACCOUNTS
    assert {hold.comment for hold in VoteHold.objects.all()} == set(comments)
    assert totals(other) == (0, BY_ACCOUNTS)


def test_one_reader_may_dislike_all_that_an_author_wrote() -> None:
    author, reader = UserFactory(), UserFactory()
    for _ in range(ON_ONE_AUTHOR + 2):
        cast(CommentFactory(by=author), [reader], -1)
    assert look() == 0


def test_who_joins_a_burst_later_waits_too_and_a_young_account_with_it(comment: Comment) -> None:
    young = UserFactory(date_joined=timezone.now())
    cast(comment, [young, *UserFactory.create_batch(ON_ONE_COMMENT - 1)])
    assert look() == ON_ONE_COMMENT
    assert Vote.objects.get(voter=young).hold.reason == "network"
    cast(comment, [UserFactory()])
    assert totals(comment) == (1, 0)
    assert look() == 1 and totals(comment) == (0, 0)


def test_what_moderators_decided_stands(comment: Comment) -> None:
    cast(comment, UserFactory.create_batch(ON_ONE_COMMENT))
    look()
    hold = VoteHold.objects.get()
    hold.count(by=ModeratorFactory(), reason="a school's computer room")
    cast(comment, [UserFactory()])
    assert look() == 0 and totals(comment) == (ON_ONE_COMMENT + 1, 0)
    hold.undo(by=ModeratorFactory())
    hold.set_aside(by=ModeratorFactory(), reason="no school there")
    assert look() == 1 and totals(comment) == (0, 0)


def test_voting_again_leads_not_out_of_a_burst(comment: Comment) -> None:
    readers = UserFactory.create_batch(ON_ONE_COMMENT)
    cast(comment, readers)
    look()
    cast(comment, readers, 0)
    cast(comment, readers, 1, network="")
    assert totals(comment) == (0, 0)


# ---------------------------------------------------------------------- together


def meet(author: User, readers: list[User], times: int, value: int = 1, apart: int = 0) -> list[Comment]:
    """`readers` vote `value` on as many comments of `author`, an hour after each other, `apart` minutes between them."""
    comments = [CommentFactory(by=author) for _ in range(times)]
    now = timezone.now()
    for hours, comment in enumerate(reversed(comments)):
        for place, reader in enumerate(readers):
            vote(comment, reader, value, now - timedelta(hours=hours, minutes=place * apart))
    return comments


def vote(comment: Comment, reader: User, value: int, at: datetime) -> None:
    comment.vote(by=reader, value=value)
    Vote.objects.filter(comment=comment, voter=reader).update(cast_at=at)


def test_accounts_that_meet_again_and_again_on_one_author_vote_together() -> None:
    author, ring = UserFactory(), UserFactory.create_batch(3)
    comments = meet(author, ring, MEETINGS, -1)
    vote(comments[-1], UserFactory(), -1, timezone.now())
    assert look() == MEETINGS * 3
    assert set(VoteHold.objects.values_list("reason", "comment")) == {
        ("together", comment.pk) for comment in comments
    }
    assert [totals(comment) for comment in comments] == [(0, 0)] * (MEETINGS - 1) + [(0, 1)]


def test_two_who_agree_are_no_ring() -> None:
    meet(UserFactory(), UserFactory.create_batch(2), MEETINGS + 3)
    assert look() == 0


def test_meeting_now_and_then_makes_no_ring() -> None:
    meet(UserFactory(), UserFactory.create_batch(3), MEETINGS - 1)
    assert look() == 0


def test_liking_the_same_author_at_other_times_makes_no_ring() -> None:
    meet(UserFactory(), UserFactory.create_batch(3), MEETINGS + 2, apart=MINUTES + 1)
    assert look() == 0


def test_readers_who_vote_on_everybody_are_no_ring() -> None:
    readers = UserFactory.create_batch(3)
    meet(UserFactory(), readers, MEETINGS)
    for _ in range(MEETINGS + 1):
        cast(CommentFactory(), readers, network="")
    assert look() == 0


def test_a_crowd_is_no_ring() -> None:
    author = UserFactory()
    meet(author, UserFactory.create_batch(3), MEETINGS)
    crowd = User.objects.bulk_create(
        User(username=f"crowd{n}", email=f"{n}@example.com") for n in range(CROWD)
    )
    newest = Comment.objects.latest("id")
    Vote.objects.bulk_create(Vote(comment=newest, voter=reader, value=1) for reader in crowd)
    assert look() == 0


def test_what_has_stood_for_a_day_is_left_alone() -> None:
    author, ring = UserFactory(), UserFactory.create_batch(3)
    old = CommentFactory(by=author)
    for reader in ring:
        vote(old, reader, 1, timezone.now() - timedelta(days=2))
    meet(author, ring, MEETINGS - 1)
    assert look() == (MEETINGS - 1) * 3 and totals(old) == (3, 0)


# ---------------------------------------------------------------------- networks


def test_neighbours_share_a_word_and_others_do_not() -> None:
    assert hashed("198.51.99.7") == hashed("198.51.99.200") != hashed("198.51.98.7")
    assert hashed("2a00:1:2::1") == hashed("2a00:1:2:ffff::9") != hashed("2a00:1:3::1")
    assert hashed("::ffff:198.51.99.7") == hashed("198.51.99.7") and len(hashed("8.8.8.8")) == DIGITS


@pytest.mark.parametrize("address", ["127.0.0.1", "10.2.3.4", "192.168.1.7", "::1", "fe80::1", "fc00::2"])
def test_a_proxys_own_address_is_no_network(address: str) -> None:
    assert hashed(address) == ""


def test_the_word_is_another_one_each_day_and_for_each_site(time_machine: Any, settings: Any) -> None:
    time_machine.move_to("2026-11-24T12:00Z")
    today = hashed("8.8.8.8")
    time_machine.move_to("2026-11-25T12:00Z")
    tomorrow = hashed("8.8.8.8")
    settings.SECRET_KEY = "another"
    assert len({today, tomorrow, hashed("8.8.8.8")}) == 3


def test_a_vote_keeps_the_word_for_a_day_and_no_address(
    client: Client, comment: Comment, time_machine: Any
) -> None:
    reader = UserFactory()
    client.force_login(reader)
    client.post(f"/comments/{comment.pk}/vote/", {"value": "1"}, REMOTE_ADDR="8.8.8.8")
    assert Vote.objects.get().network == hashed("8.8.8.8")
    now = timezone.now()
    Vote.objects.forget_networks(now + timedelta(hours=23))
    assert Vote.objects.get().network
    Vote.objects.forget_networks(now + timedelta(hours=25))
    assert Vote.objects.get().network == "" and totals(comment) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_the_worker_looks_by_itself(comment: Comment) -> None:
    cast(comment, UserFactory.create_batch(ON_ONE_COMMENT))
    call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)
    assert totals(comment) == (0, 0)


def test_the_article_of_a_burst_stays_cheap_to_look_at() -> None:
    """Looking asks twice, however many comments and votes there are."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    article = ArticleFactory()
    for _ in range(5):
        cast(CommentFactory(article=article), UserFactory.create_batch(2))
    with CaptureQueriesContext(connection) as queries:
        hold_bursts(timezone.now())
    assert len(queries) == 2
