"""The moderators' list of votes that wait: what it tells, and deciding on many at once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment, ModerationEntry, VoteHold
from comments.recount import recount
from tests.comments.pages import words
from tests.factories import CommentFactory, EditorFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/votehold/"


@pytest.fixture
def moderator() -> Client:
    client = Client()
    client.force_login(ModeratorFactory(username="Mona"))
    return client


def wait(comment: Comment, up: int, down: int) -> VoteHold:
    for place in range(up + down):
        young = UserFactory(date_joined=timezone.now())
        hold = comment.vote(by=young, value=1 if place < up else -1)
    assert hold
    return hold


def act(client: Client, action: str, *holds: VoteHold, **fields: str) -> str:
    chosen = [hold.pk for hold in holds]
    return words(
        client.post(LIST, {"action": action, "_selected_action": chosen, **fields}, follow=True).text
    )


def test_a_line_tells_how_many_why_on_what_by_whom_and_until_when(moderator: Client) -> None:
    wait(CommentFactory(by=UserFactory(username="Kelpie"), text="Fish can count."), 3, 1)
    table = words(moderator.get(LIST).text.partition('id="result_list"')[2])
    for told in (
        "4 ( +3 / -1 )",
        "cast by accounts younger than a day",
        "Fish can count.",
        "Kelpie",
        "waits",
    ):
        assert told in table


def test_many_are_counted_set_aside_with_a_reason_and_undone(moderator: Client) -> None:
    comments = CommentFactory.create_batch(2)
    holds = [wait(comment, 2, 0) for comment in comments]
    assert "2 decisions are taken." in act(moderator, "count_selected", *holds)
    assert {comment.up for comment in Comment.objects.all()} == {2}
    assert "2 decisions are taken." in act(moderator, "undo_selected", *holds)
    assert "Why?" in act(moderator, "set_aside_selected", *holds)
    assert "Say why" in act(moderator, "set_aside_selected", *holds, reason=" ")
    assert "2 decisions are taken." in act(moderator, "set_aside_selected", *holds, reason="a ring")
    assert {comment.up for comment in Comment.objects.all()} == {0} and recount() == []
    line = words(moderator.get(LIST).text.partition('id="result_list"')[2])
    assert "set aside" in line and "Mona" in line and "a ring" in line
    assert ModerationEntry.objects.count() == 6


def test_who_comes_second_is_told_that_somebody_has_decided(moderator: Client) -> None:
    hold = wait(CommentFactory(), 1, 0)
    hold.count(by=ModeratorFactory())
    said = act(moderator, "set_aside_selected", hold, reason="a ring")
    assert "0 decisions are taken." in said and "1 is left as it was" in said
    assert "1 is left as it was" in act(moderator, "undo_selected", wait(CommentFactory(), 1, 0))


def test_it_can_be_narrowed_and_searched(moderator: Client) -> None:
    wait(CommentFactory(by=UserFactory(username="Kelpie")), 1, 0)
    wait(CommentFactory(by=UserFactory(username="Selkie")), 1, 0).count(by=ModeratorFactory())
    for query, found in (("?state=waiting", "Kelpie"), ("?state=counted", "Selkie"), ("?q=selk", "Selkie")):
        table = moderator.get(LIST + query).text.partition('id="result_list"')[2]
        assert {name for name in ("Kelpie", "Selkie") if name in table} == {found}
    assert moderator.get(f"{LIST}{VoteHold.objects.earliest('pk').pk}/change/").status_code == 200


def test_nothing_is_written_there_but_by_the_verbs(moderator: Client) -> None:
    hold = wait(CommentFactory(), 1, 0)
    assert moderator.post(f"{LIST}{hold.pk}/change/", {"state": "counted"}).status_code == 403
    assert moderator.post(f"{LIST}{hold.pk}/delete/", {"post": "yes"}).status_code == 403
    editor = Client()
    editor.force_login(EditorFactory())
    assert editor.get(LIST).status_code == 403
    editor.post(LIST, {"action": "count_selected", "_selected_action": [hold.pk]})
    assert VoteHold.objects.get().state == "waiting"


def test_the_list_takes_the_same_queries_for_one_and_for_ten(moderator: Client) -> None:
    taken = []
    for count in (1, 9):
        for comment in CommentFactory.create_batch(count):
            wait(comment, 1, 0)
        with CaptureQueriesContext(connection) as queries:
            assert moderator.get(LIST).status_code == 200
        taken.append(len(queries))
    assert taken[0] == taken[1]
