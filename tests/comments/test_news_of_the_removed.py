"""What is held, hidden, deleted or taken off the site tells nobody; let in, it tells each once."""

import pytest

from accounts.models import User
from comments.models import Comment, Discussion, Notification
from comments.models.telling import UNDO_FOR
from tests.comments.told import told
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory
from tests.worker import work

pytestmark = pytest.mark.django_db


def test_a_held_comment_tells_nobody_until_it_is_approved(kelpie: User) -> None:
    parent, moderator = CommentFactory(by=kelpie), ModeratorFactory()
    marlin = UserFactory(username="Marlin")
    parent.discussion.follow(by=(follower := UserFactory()))
    parent.discussion.set_state("held", by=moderator)
    comment = CommentFactory(parent=parent, text="With @Marlin.")
    work()
    assert not Notification.objects.exists()
    comment.restore(by=moderator)
    work(UNDO_FOR)
    assert told(kelpie) == [("reply", comment.pk)]
    assert told(marlin) == [("mention", comment.pk)]
    assert told(follower) == [("followed", comment.pk)]


@pytest.mark.parametrize("way", ["approved", "hidden and restored", "hidden twice"])
def test_whoever_would_have_been_told_of_a_held_comment_is_told_once_when_it_is_let_in(
    kelpie: User, way: str
) -> None:
    moderator, marlin, heron = ModeratorFactory(), UserFactory(username="Marlin"), UserFactory()
    parent = CommentFactory(by=kelpie)
    parent.discussion.follow(by=heron)
    parent.discussion.set_state("held", by=moderator)
    reply = CommentFactory(parent=parent, text="Ask @Marlin.")
    if way != "approved":
        reply.hide(by=moderator, reason="let me think")
    reply.restore(by=moderator)
    for _ in range(2):
        work(UNDO_FOR)
        assert [told(reader) for reader in (kelpie, marlin, heron)] == [
            [("reply", reply.pk)],
            [("mention", reply.pk)],
            [("followed", reply.pk)],
        ]
        # Read, hidden and restored once more: it is no news any more.
        Notification.objects.all().mark_read()
        reply.hide(by=moderator, reason="again")
        reply.restore(by=moderator)
    work(UNDO_FOR)
    assert Notification.objects.count() == 3


def test_a_change_that_was_held_tells_only_those_whom_it_mentions_anew(kelpie: User) -> None:
    moderator, marlin, heron = ModeratorFactory(), UserFactory(username="Marlin"), UserFactory()
    comment = CommentFactory(text="Ask @Kelpie.")
    work()
    comment.discussion.follow(by=heron)
    comment.discussion.set_state("held", by=moderator)
    comment.edit(by=comment.author, text="Ask @Kelpie or @Marlin.")
    comment.hide(by=moderator, reason="let me think")
    comment.restore(by=moderator)
    work(UNDO_FOR)
    assert (told(kelpie), told(marlin), told(heron)) == (
        [("mention", comment.pk)],
        [("mention", comment.pk)],
        [],
    )


def test_a_change_tells_nobody_again_though_what_they_were_told_is_forgotten(kelpie: User) -> None:
    marlin = UserFactory(username="Marlin")
    reply = CommentFactory(parent=CommentFactory(by=kelpie), text="Ask @Marlin.")
    Notification.objects.all().delete()
    reply.edit(by=reply.author, text="Please ask @Marlin.")
    assert (told(kelpie), told(marlin)) == ([], [])


def test_a_held_comment_that_is_hidden_tells_nobody(kelpie: User) -> None:
    moderator = ModeratorFactory()
    Discussion.objects.of(article := ArticleFactory()).set_state("held", by=moderator)
    CommentFactory(article=article, text="@Kelpie!").hide(by=moderator, reason="spam")
    work(UNDO_FOR)
    # But its author, of the decision.
    assert not Notification.objects.exclude(kind="decision").exists()


def test_what_is_hidden_later_is_told_no_more_and_when_restored_not_anew(kelpie: User) -> None:
    comment, moderator = CommentFactory(text="@Kelpie!"), ModeratorFactory()
    comment.hide(by=moderator, reason="insult")
    assert told(kelpie) == []
    comment.restore(by=moderator)
    work(UNDO_FOR)
    assert told(kelpie) == [("mention", comment.pk)]
    assert Notification.objects.count() == 1


def test_what_its_author_deletes_is_told_no_more(kelpie: User) -> None:
    comment = CommentFactory(text="@Kelpie!")
    comment.withdraw(by=comment.author)
    assert told(kelpie) == []


def test_what_stands_under_an_article_that_was_taken_off_the_site_is_told_no_more(kelpie: User) -> None:
    comment = CommentFactory(text="@Kelpie!")
    article = comment.discussion.article
    type(article).objects.filter(pk=article.pk).update(state="draft")
    assert told(kelpie) == []


def test_a_restored_comment_is_no_news_for_followers(kelpie: User) -> None:
    comment, moderator = CommentFactory(), ModeratorFactory()
    comment.discussion.follow(by=kelpie)
    comment.hide(by=moderator, reason="by mistake")
    comment.restore(by=moderator)
    work(UNDO_FOR)
    assert not Notification.objects.exists()
    assert Comment.objects.get().approved_at is None
