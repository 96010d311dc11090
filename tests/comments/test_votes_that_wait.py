"""Votes that wait: those of young accounts, what the voter is told, and what moderators decide, undo and can't see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.stamps import stamp
from comments.models import Comment, ModerationEntry, Vote, VoteHold
from comments.recount import recount
from comments.refusal import Refusal
from comments.tasks import watch_votes
from tests.comments.pages import JSON, act, comment_html, page, words
from tests.factories import CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def young(age: timedelta = HOUR, **names: Any) -> User:
    return UserFactory(date_joined=timezone.now() - age, **names)


def totals(comment: Comment) -> tuple[int, int]:
    comment.refresh_from_db()
    assert recount() == []
    return comment.up, comment.down


def look() -> None:
    """As the worker does each minute."""
    watch_votes.func()


@pytest.fixture
def comment() -> Comment:
    return CommentFactory()


def test_a_young_accounts_vote_counts_when_it_has_stood_for_a_day(
    comment: Comment, time_machine: Any
) -> None:
    begun = timezone.now()
    hold = comment.vote(by=young(), value=1)
    assert hold and hold.reason == "young" and totals(comment) == (0, 0)
    time_machine.move_to(begun + 24 * HOUR)
    look()
    assert totals(comment) == (0, 0)
    time_machine.move_to(hold.ends_at)
    look()
    assert totals(comment) == (1, 0)
    assert begun + 24 * HOUR <= hold.ends_at <= begun + 26 * HOUR


def test_a_day_old_account_votes_like_everybody(comment: Comment) -> None:
    assert comment.vote(by=young(24 * HOUR), value=1) is None
    assert totals(comment) == (1, 0) and not VoteHold.objects.exists()


def test_votes_of_young_accounts_on_one_comment_wait_as_one_for_an_hour(
    comment: Comment, time_machine: Any
) -> None:
    begun = timezone.now()
    for minutes in (0, 30, 59, 61):
        time_machine.move_to(begun + timedelta(minutes=minutes))
        comment.vote(by=young(), value=1)
    CommentFactory().vote(by=young(), value=-1)
    assert sorted(VoteHold.objects.with_votes().values_list("up", "down")) == [(0, 1), (1, 0), (3, 0)]


def test_a_vote_that_waits_can_change_its_way(comment: Comment) -> None:
    reader = young()
    comment.vote(by=reader, value=1)
    hold = comment.vote(by=reader, value=-1)
    assert hold and totals(comment) == (0, 0)
    hold.count(by=ModeratorFactory())
    assert totals(comment) == (0, 1)


def test_taking_back_and_voting_again_leads_not_out_of_the_hold(comment: Comment) -> None:
    reader = UserFactory()
    comment.vote(by=reader, value=1)
    hold = VoteHold.objects.create(
        comment=comment, reason="network", opened_at=timezone.now(), ends_at=timezone.now() + 24 * HOUR
    )
    Vote.objects.update(hold=hold)
    assert totals(comment) == (0, 0)
    assert comment.vote(by=reader, value=0) is None
    assert comment.vote(by=reader, value=1) == hold and totals(comment) == (0, 0)
    comment.vote(by=reader, value=0)
    hold.count(by=ModeratorFactory())
    assert totals(comment) == (0, 0) and not Vote.objects.exists()


def test_whether_a_vote_counts_follows_from_its_hold_whoever_writes(comment: Comment) -> None:
    comment.vote(by=young(), value=1)
    Vote.objects.update(counts=True)
    assert totals(comment) == (0, 0)
    VoteHold.objects.update(state="counted")
    assert totals(comment) == (1, 0)
    Vote.objects.update(hold=None, counts=False)
    assert totals(comment) == (1, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.update(value=0)


# ---------------------------------------------------------------------- moderators


def test_moderators_count_set_aside_and_undo_each_with_its_entry_in_the_log(comment: Comment) -> None:
    moderator = ModeratorFactory()
    hold = comment.vote(by=young(), value=1)
    assert hold
    assert hold.set_aside(by=moderator, reason="one person") == 1
    assert (hold.state, hold.words, hold.decided_by, totals(comment)) == (
        "aside",
        "one person",
        moderator,
        (0, 0),
    )
    assert hold.undo(by=moderator, reason="two persons") == 1
    assert (hold.state, hold.decided_at, totals(comment)) == ("waiting", None, (0, 0))
    assert hold.count(by=moderator) == 1
    assert (hold.state, totals(comment)) == ("counted", (1, 0))
    assert hold.undo(by=moderator) == 1 and totals(comment) == (0, 0)
    assert list(ModerationEntry.objects.order_by("id").values_list("act", "reason", "comment", "actor")) == [
        ("aside", "one person", comment.pk, moderator.pk),
        ("undo", "two persons", comment.pk, moderator.pk),
        ("count", "", comment.pk, moderator.pk),
        ("undo", "", comment.pk, moderator.pk),
    ]


def test_a_decision_stands_until_it_is_undone(comment: Comment) -> None:
    hold = comment.vote(by=young(), value=1)
    assert hold
    hold.count(by=ModeratorFactory())
    assert hold.set_aside(by=ModeratorFactory(), reason="too late") == 0
    assert hold.state == "counted" and ModerationEntry.objects.count() == 1


def test_what_was_set_aside_stays_so_when_it_has_stood_and_counts_once_undone(
    comment: Comment, time_machine: Any
) -> None:
    hold = comment.vote(by=young(), value=1)
    assert hold
    hold.set_aside(by=ModeratorFactory(), reason="made for this")
    time_machine.move_to(hold.ends_at + HOUR)
    look()
    assert totals(comment) == (0, 0)
    hold.undo(by=ModeratorFactory())
    assert hold.state == "counted" and totals(comment) == (1, 0)


def test_what_counts_by_now_can_still_be_set_aside(comment: Comment, time_machine: Any) -> None:
    hold = comment.vote(by=young(), value=1)
    assert hold
    time_machine.move_to(hold.ends_at + HOUR)
    look()
    assert hold.set_aside(by=ModeratorFactory(), reason="seen late") == 1 and totals(comment) == (0, 0)


def test_without_the_right_or_a_reason_nothing_is_decided(comment: Comment) -> None:
    hold = comment.vote(by=young(), value=1)
    assert hold
    for decide in (hold.count, hold.undo, hold.set_aside):
        with pytest.raises(PermissionDenied):
            decide(by=UserFactory(), reason="because")
    with pytest.raises(Refusal):
        hold.set_aside(by=ModeratorFactory(), reason=" ")
    assert VoteHold.objects.get().decided_at is None and not ModerationEntry.objects.exists()


def test_an_erased_account_takes_its_waiting_votes_with_it(comment: Comment) -> None:
    reader = young()
    hold = comment.vote(by=reader, value=1)
    comment.vote(by=young(), value=1)
    reader.delete()
    assert hold
    hold.count(by=ModeratorFactory())
    assert totals(comment) == (1, 0)


def test_an_erased_comment_takes_what_waits_on_it_along(comment: Comment) -> None:
    comment.vote(by=young(), value=1)
    comment.delete()
    assert not Vote.objects.exists() and not VoteHold.objects.exists()


# ---------------------------------------------------------------------- what the voter is told


def test_the_voter_sees_the_button_pressed_and_when_the_vote_counts(client: Client, comment: Comment) -> None:
    reader = young()
    client.force_login(reader)
    answer = client.post(f"/comments/{comment.pk}/vote/", {"value": "1"}, **JSON).json()
    sentence = f"Your account is new, so your vote counts from {stamp(VoteHold.objects.get().ends_at)}."
    assert (answer["value"], answer["tally"], answer["message"]) == (1, "0 ( +0 / -0 )", sentence)
    html = comment_html(page(client, comment.discussion.article), comment)
    assert words(sentence) in words(html) and 'aria-pressed="true"' in html
    assert words(sentence) not in words(page(Client(), comment.discussion.article))


def test_without_a_script_the_sentence_stands_on_the_next_page(client: Client, comment: Comment) -> None:
    client.force_login(young())
    act(client, comment, "vote", value="1")
    html = page(client, comment.discussion.article)
    assert "Your account is new" in words(html.partition('class="messages"')[2].partition("</ul>")[0])
    act(client, comment, "vote", value="0")
    html = page(client, comment.discussion.article)
    assert 'class="messages"' not in html and 'aria-pressed="true"' not in html


def test_who_is_in_a_vote_set_aside_is_told_so(client: Client, comment: Comment) -> None:
    reader = young()
    client.force_login(reader)
    hold = comment.vote(by=reader, value=1)
    assert hold
    hold.set_aside(by=ModeratorFactory(), reason="a ring")
    html = words(page(client, comment.discussion.article))
    assert (
        "A moderator has set votes on this comment aside, yours among them" in html and "a ring" not in html
    )
