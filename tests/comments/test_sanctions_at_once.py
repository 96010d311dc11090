"""What happens at the same moment as a sanction, an act over many comments, or an appeal; over connections of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from comments import appealing, sanctioning, whole_acts
from comments.models import Appeal, Comment, ModerationEntry, Notification, Sanction, Statement, Telling
from comments.models.telling import UNDO_FOR
from comments.recount import recount
from comments.refusal import Refusal
from comments.telling import tell_due
from comments.undoing import undo
from tests.at_once import at_once, tried, waits_or_ends
from tests.factories import CommentFactory, ModeratorFactory, UserFactory, rest
from tests.worker import work

pytestmark = pytest.mark.django_db(transaction=True)
# Which of two comes first is chance; so often that each is seen.
ROUNDS = range(6)


def state(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).state


def test_a_ban_and_a_comment_at_once_come_one_after_the_other(mona: User) -> None:
    discussion = CommentFactory().discussion
    for _ in ROUNDS:
        reader = UserFactory()
        posted, one = at_once(
            tried(lambda r=reader: discussion.post(by=r, text="What I think.")),  # type: ignore[misc]
            lambda r=reader: Sanction.objects.ban(r, by=mona, reason="x"),  # type: ignore[misc]
        )
        assert isinstance(posted, Comment) or posted.code == "ban"  # type: ignore[attr-defined]
        assert isinstance(one, Sanction)
        with pytest.raises(Refusal):
            discussion.post(by=reader, text="More.")
    assert recount() == []


def writes_one(reader: User) -> None:
    CommentFactory().discussion.post(by=reader, text="What I think.")


def edits_one(reader: User) -> None:
    comment = Comment.objects.get(author=reader)
    comment.edit(by=reader, text="What I thought.")


def votes_on_one(reader: User) -> None:
    CommentFactory().vote(by=reader, value=1)


@pytest.mark.parametrize("act", [writes_one, edits_one, votes_on_one])
@pytest.mark.parametrize("hides", [False, True])
def test_a_ban_waits_for_what_its_reader_writes_and_finds_it(
    mona: User, act: Callable[[User], None], hides: bool
) -> None:
    """Else hiding all that they wrote, right after the ban, would miss the last of it."""
    reader = UserFactory()
    first = CommentFactory(by=reader)

    def ban() -> None:
        try:
            sanctioning.impose_for(first, "ban", by=mona, reason="x", hides=hides)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            act(reader)
            banned = threads.submit(ban)
            assert waits_or_ends(banned) and not Sanction.objects.exists()
        banned.result(10)
    if Comment.objects.filter(author=reader, state="public").exists():
        whole_acts.hide_since(reader, None, by=mona, reason="x")
    assert not Comment.objects.filter(author=reader, state="public").exists()
    assert Sanction.objects.against(reader) and recount() == []


def test_hiding_all_and_a_decision_on_one_of_them_come_one_after_the_other(mona: User) -> None:
    for _ in ROUNDS:
        rest()
        author, other = UserFactory(), ModeratorFactory()
        one, two = CommentFactory(by=author), CommentFactory(by=author)
        at_once(
            lambda a=author: whole_acts.hide_since(a, None, by=mona, reason="x"),  # type: ignore[misc]
            tried(lambda c=one, b=other: Comment.objects.get(pk=c.pk).hide(by=b, reason="y")),  # type: ignore[misc]
        )
        assert (state(one), state(two)) == ("hidden", "hidden")
        assert ModerationEntry.objects.filter(comment=one, act="hide").count() == 1
    work(UNDO_FOR)
    assert recount() == []


def test_restoring_an_act_leaves_what_is_decided_at_that_moment(mona: User) -> None:
    for _ in ROUNDS:
        rest()
        author, other = UserFactory(), ModeratorFactory()
        one, two = CommentFactory(by=author), CommentFactory(by=author)
        batch = whole_acts.hide_since(author, None, by=mona, reason="x")

        def anew(comment: Comment = one, by: User = other) -> None:
            comment.restore(by=by)
            comment.hide(by=by, reason="This one is.")

        at_once(lambda b=batch: whole_acts.restore_all(b, by=mona), anew)  # type: ignore[misc]
        assert (state(one), state(two)) == ("hidden", "public")


def test_two_sanctions_for_one_comment_hide_it_once(mona: User) -> None:
    for _ in ROUNDS:
        comment, other = CommentFactory(by=UserFactory()), ModeratorFactory()
        got = at_once(
            *(
                tried(
                    lambda b=by, c=comment: sanctioning.impose_for(  # type: ignore[misc]
                        Comment.objects.get(pk=c.pk), "ban", by=b, reason="x", hides=True
                    )
                )
                for by in (mona, other)
            )
        )
        assert any(isinstance(one, Sanction) for one in got) and state(comment) == "hidden"
        assert ModerationEntry.objects.filter(comment=comment, act="hide").count() == 1


def test_a_sanction_is_either_undone_or_told(mona: User) -> None:
    reader = UserFactory()
    for _ in ROUNDS:
        one = Sanction.objects.warn(reader, by=mona, reason="x")
        entry = ModerationEntry.objects.latest("pk")
        undone, _told = at_once(
            tried(lambda e=entry: undo(e, by=mona)),  # type: ignore[misc]
            lambda: tell_due(timezone.now() + UNDO_FOR),
        )
        one.refresh_from_db()
        is_told = Statement.objects.filter(sanction=one).exists()
        assert is_told == isinstance(undone, Refusal) == (one.lifted_at is None)
        assert not Telling.objects.exists()


def test_of_one_act_that_two_workers_tell_there_is_one_statement(mona: User) -> None:
    author = UserFactory()
    for _n in range(120):
        rest()
        CommentFactory(by=author)
    whole_acts.hide_since(author, None, by=mona, reason="x")
    at_once(*[lambda: tell_due(timezone.now() + UNDO_FOR)] * 3)
    assert Statement.objects.get().count == 120
    assert Notification.objects.of(author).filter(kind="decision").count() == 1


def test_an_appeal_is_made_once_however_often_it_is_sent(mona: User) -> None:
    comment = CommentFactory()
    comment.hide(by=mona, reason="x")
    work(UNDO_FOR)
    statement = Statement.objects.get()
    got = at_once(*[tried(lambda: appealing.appeal(statement, by=statement.reader, words="x"))] * 3)
    assert sum(isinstance(one, Appeal) for one in got) == 1 == Appeal.objects.count()
