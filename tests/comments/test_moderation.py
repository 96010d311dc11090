"""Hiding and restoring: what it takes away, what it leaves, and who may."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.db.models import ProtectedError

from comments.models import Comment, Discussion, ModerationEntry
from comments.moderation import hide, restore
from comments.refusal import Refusal
from tests.factories import ArticleFactory, CommentFactory, EditorFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db


def counts(comment: Comment) -> tuple[int, int]:
    comment.refresh_from_db()
    return Discussion.objects.get(pk=comment.discussion_id).comment_count, comment.reply_count


def test_a_hidden_comment_is_no_longer_counted_or_visible() -> None:
    comment = CommentFactory()
    comment.hide(by=ModeratorFactory(), reason="spam")
    assert counts(comment) == (0, 0)
    assert not Comment.objects.visible_to(UserFactory()).exists()
    assert Comment.objects.visible_to(ModeratorFactory()).get() == comment


def test_hiding_is_undone_by_restoring() -> None:
    comment, moderator = CommentFactory(), ModeratorFactory()
    comment.hide(by=moderator, reason="spam")
    comment.restore(by=moderator, reason="was none")
    assert comment.is_public and counts(comment) == (1, 0)
    assert list(ModerationEntry.objects.values_list("act", "reason")) == [
        ("restore", "was none"),
        ("hide", "spam"),
    ]


def test_a_hidden_comment_leaves_its_replies_standing() -> None:
    root = CommentFactory()
    middle = CommentFactory(parent=root)
    CommentFactory(parent=middle)
    middle.hide(by=ModeratorFactory(), reason="rude")
    assert counts(root) == (2, 1) and counts(middle) == (2, 1)


def test_a_removed_branch_falls_out_of_its_thread_and_comes_back() -> None:
    root, moderator = CommentFactory(), ModeratorFactory()
    middle = CommentFactory(parent=root)
    leaf = CommentFactory(parent=CommentFactory(parent=middle))
    hide(Comment.objects.exclude(pk=root.pk), by=moderator, reason="brawl")
    assert counts(root) == (1, 0)
    leaf.restore(by=moderator)
    assert counts(root) == (2, 1) and counts(middle) == (2, 1)


@pytest.mark.parametrize("factory", [UserFactory, EditorFactory])
def test_only_moderators_hide_and_restore(factory: type[UserFactory]) -> None:
    comment, other = CommentFactory(), factory()
    with pytest.raises(PermissionDenied):
        comment.hide(by=other, reason="because")
    with pytest.raises(PermissionDenied):
        comment.restore(by=other)
    with pytest.raises(PermissionDenied):
        comment.discussion.set_state("closed", by=other)
    comment.refresh_from_db()
    assert comment.is_public and not ModerationEntry.objects.exists()


@pytest.mark.parametrize("reason", ["  ", "x" * 501, "spam\x00"])
def test_hiding_asks_for_a_reason_that_can_be_kept(reason: str) -> None:
    comment = CommentFactory()
    with pytest.raises(Refusal) as refusal:
        comment.hide(by=ModeratorFactory(), reason=reason)
    assert refusal.value.code == "reason"


def test_many_are_hidden_and_restored_as_one_act() -> None:
    article, moderator = ArticleFactory(), ModeratorFactory()
    CommentFactory.create_batch(5, article=article)
    assert len(hide(Comment.objects.all(), by=moderator, reason="wave")) == 5
    assert hide(Comment.objects.all(), by=moderator, reason="wave") == []
    assert len(restore(Comment.objects.all(), by=moderator)) == 5
    assert Discussion.objects.get(pk=article.pk).comment_count == 5


def test_the_log_cannot_be_rewritten() -> None:
    comment = CommentFactory()
    comment.hide(by=ModeratorFactory(), reason="spam")
    with pytest.raises(ProgrammingError), transaction.atomic():
        ModerationEntry.objects.update(reason="nothing happened")
    with pytest.raises(ProgrammingError), transaction.atomic():
        ModerationEntry.objects.update(actor=ModeratorFactory())
    with pytest.raises(ProgrammingError), transaction.atomic():
        ModerationEntry.objects.all()._raw_delete(using="default")
    with pytest.raises(ProtectedError):
        comment.delete()


def test_the_log_outlives_the_account_of_who_acted() -> None:
    comment, moderator = CommentFactory(), ModeratorFactory()
    comment.hide(by=moderator, reason="spam")
    moderator.delete()
    assert list(ModerationEntry.objects.values_list("actor", "reason")) == [(None, "spam")]


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_once_make_one_entry() -> None:
    comment, moderators = CommentFactory(), ModeratorFactory.create_batch(6)

    def press(number: int) -> None:
        try:
            Comment.objects.get(pk=comment.pk).hide(by=moderators[number], reason="spam")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(press, range(6)))
    assert ModerationEntry.objects.count() == 1 and counts(comment) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_posting_voting_and_hiding_at_once_never_deadlock() -> None:
    article, moderator, readers = ArticleFactory(), ModeratorFactory(), UserFactory.create_batch(6)
    roots = CommentFactory.create_batch(4, article=article)

    def act(number: int) -> None:
        reader, root = readers[number % 6], Comment.objects.get(pk=roots[number % 4].pk)
        try:
            if number % 3 == 0:
                root.discussion.post(by=reader, text=f"Number {number}", parent=root)
            elif number % 3 == 1:
                root.vote(by=reader, value=1)
            else:
                root.hide(by=moderator, reason="test")
                root.restore(by=moderator)
        except Refusal:
            pass  # the parent was hidden at that moment, and the reader is told so
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as threads:
        list(threads.map(act, range(96)))
    public = Comment.objects.filter(state="public").count()
    assert Discussion.objects.get(pk=article.pk).comment_count == public
    for root in roots:
        root.refresh_from_db()
        assert root.reply_count == Comment.objects.filter(parent=root).count()
        assert root.up == root.votes.filter(value=1).count()
