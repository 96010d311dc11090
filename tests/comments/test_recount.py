"""Totals can't drift, and where somebody forces them to, recount finds and mends it."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from time import monotonic

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comments import holding
from comments.models import Comment, Discussion, Vote, VoteHold
from comments.recount import recount
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db


def tamper(statement: str, *values: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE comments_comment SET up = 7", "votes up"),
        ("UPDATE comments_comment SET down = 7", "votes down"),
        ("UPDATE comments_vote SET counts = true", "counting of a vote"),
        ("UPDATE comments_votehold SET state = 'counted'", "counting of a vote"),
        ("UPDATE comments_comment SET reply_count = reply_count + 1", "replies"),
        ("UPDATE comments_discussion SET comment_count = 0", "comments of a discussion"),
        ("DELETE FROM comments_vote", "votes up"),
        ("UPDATE comments_comment SET state = 'hidden' WHERE parent_id IS NOT NULL", "replies"),
        ("UPDATE comments_comment SET depth = 7 WHERE parent_id IS NOT NULL", "depth"),
        ("UPDATE comments_comment SET root_id = id WHERE parent_id IS NOT NULL", "root"),
    ],
)
def test_a_wrong_total_is_found_and_repaired(statement: str, what: str) -> None:
    root = CommentFactory()
    reply = CommentFactory(parent=root)
    for age in (timedelta(days=30), timedelta()):
        reply.vote(by=UserFactory(date_joined=timezone.now() - age), value=1)
    call_command("recount", "--check", stdout=StringIO())
    tamper(statement)
    tampered, version = rows(), Discussion.objects.get().version
    assert what in {wrong.what for wrong in recount()}
    with pytest.raises(CommandError, match="wrong"):
        call_command("recount", "--check", stdout=StringIO())
    assert rows() == tampered, "--check writes nothing"
    call_command("recount", stdout=StringIO())
    assert recount() == [] and (what == "counting of a vote" or Discussion.objects.get().version > version)


def test_what_counting_cannot_mend_is_told() -> None:
    root = CommentFactory()
    reply, other = CommentFactory(parent=root), CommentFactory()
    tamper("UPDATE comments_comment SET discussion_id = %s WHERE id = %s", other.discussion_id, reply.pk)
    said = StringIO()
    with pytest.raises(CommandError, match="Look at each"):
        call_command("recount", stdout=said)
    assert f"discussion of a reply of {reply.pk}" in said.getvalue()


def test_a_circle_of_replies_is_told() -> None:
    root = CommentFactory()
    reply = CommentFactory(parent=root)
    tamper(
        "UPDATE comments_comment SET parent_id = %s, root_id = id, depth = 1 WHERE id = %s", reply.pk, root.pk
    )
    assert {one.pk for one in recount() if one.what == "circle of replies through"} == {root.pk, reply.pk}


def test_a_chain_of_ten_thousand_replies_is_counted_in_seconds() -> None:
    first = CommentFactory()
    ids = range(first.pk + 1, first.pk + 10_001)
    Comment.objects.bulk_create(
        Comment(
            pk=pk,
            discussion=first.discussion,
            parent_id=pk - 1,
            root=first,
            depth=depth,
            text="on",
            html="on",
            renderer=1,
            key=str(pk),
            state="hidden" if pk < ids[-1] else "public",
            created_at=first.created_at,
        )
        for depth, pk in enumerate(ids, 1)
    )
    begun = monotonic()
    assert recount() == [] and Comment.objects.filter(reply_count=1).count() == 10_000
    tamper("UPDATE comments_comment SET reply_count = 0, depth = depth + 1 WHERE depth > 0")
    call_command("recount", stdout=StringIO())
    # Nearer to one; a plan that reads the whole table at each level takes minutes.
    assert recount() == [] and monotonic() - begun < 30


def rows() -> list[tuple]:
    return [*Comment.objects.order_by("id").values_list(), *Discussion.objects.order_by("pk").values_list()]


def is_free(comment: Comment) -> bool:
    """Whether a comment can be erased: no reply and no entry of the log hangs on it."""
    return not (comment.replies.exists() or comment.moderation_entries.exists())


ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "post",
                "vote",
                "hold",
                "count",
                "set aside",
                "undo",
                "hide",
                "restore",
                "delete author",
                "bulk hide",
                "bulk vote",
                "erase",
            ]
        ),
        st.integers(0, 30),
        st.integers(0, 30),
    ),
    max_size=15,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_whatever_is_done_in_whatever_order_all_totals_stay_right(acts: list[tuple[str, int, int]]) -> None:
    discussion, moderator = Discussion.objects.of(ArticleFactory()), ModeratorFactory()
    readers = [*UserFactory.create_batch(2), UserFactory(date_joined=timezone.now())]
    comments: list[Comment] = [CommentFactory(by=readers[0], article=discussion.article)]
    for act, one, two in acts:
        comment = Comment.objects.get(pk=comments[one % len(comments)].pk)
        reader = readers[two % 3]
        if act == "post" and comment.is_public:
            comments.append(CommentFactory(by=reader, parent=comment))
        elif act == "vote" and comment.is_public and comment.author_id != reader.pk:
            comment.vote(by=reader, value=two % 3 - 1)
        elif act == "hold":
            votes = Vote.objects.filter(comment=comment).values_list("pk", flat=True)
            holding.hold_votes(comment.pk, list(votes), "network", timezone.now() - timedelta(days=two % 2))
        elif act in ("count", "set aside", "undo"):
            decide = {"count": holding.count, "set aside": holding.set_aside, "undo": holding.undo}[act]
            decide(VoteHold.objects.filter(comment=comment), by=moderator, reason="test")
        elif act == "hide":
            comment.hide(by=moderator, reason="test")
        elif act == "restore":
            comment.restore(by=moderator)
        elif act == "delete author":
            Comment.objects.filter(pk=comment.pk).update(state="deleted")
        elif act == "bulk hide":
            Comment.objects.filter(discussion=discussion, pk__gte=comment.pk).update(state="hidden")
        elif act == "bulk vote":
            Vote.objects.filter(comment__discussion=discussion).update(value=-1)
        elif act == "erase" and is_free(comment) and len(comments) > 1:
            comments = [kept for kept in comments if kept.pk != comment.pk]
            comment.delete()
    assert recount() == []
