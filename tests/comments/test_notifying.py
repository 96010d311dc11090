"""Who is told of a comment, and of what they are told only once or not at all."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from comments.models import Comment, Discussion, Follow, Mute, Notification, ReaderSettings
from comments.models.telling import UNDO_FOR
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory, rest
from tests.worker import work

pytestmark = pytest.mark.django_db


def told(reader: User) -> list[tuple[str, int]]:
    """(kind, comment) of what `reader` is told and what can still be read, the oldest first."""
    return list(Notification.objects.of(reader).standing().order_by("id").values_list("kind", "comment_id"))


def test_who_is_answered_is_told(kelpie: User) -> None:
    reply = CommentFactory(parent=CommentFactory(by=kelpie))
    assert told(kelpie) == [("reply", reply.pk)]


def test_who_is_mentioned_is_told(kelpie: User) -> None:
    comment = CommentFactory(text="Ask @Kelpie.")
    assert told(kelpie) == [("mention", comment.pk)]


def test_a_reply_that_also_mentions_in_a_followed_discussion_is_told_once(kelpie: User) -> None:
    parent = CommentFactory(by=kelpie)
    parent.discussion.follow(by=kelpie)
    reply = CommentFactory(parent=parent, text="Yes, @Kelpie, @Kelpie!")
    work()
    assert told(kelpie) == [("reply", reply.pk)]


def test_nobody_is_told_of_their_own_words(kelpie: User) -> None:
    comment = CommentFactory(by=kelpie, text="I, @Kelpie,")
    comment.discussion.follow(by=kelpie)
    CommentFactory(by=kelpie, parent=comment, text="answer @Kelpie.")
    work()
    assert told(kelpie) == []


@pytest.mark.parametrize("how", ["reply", "mention", "followed"])
def test_what_a_muted_reader_says_is_not_told(kelpie: User, how: str) -> None:
    troll, parent = UserFactory(), CommentFactory(by=kelpie)
    if how == "followed":
        parent.discussion.follow(by=kelpie)
    Mute.objects.mute(troll, by=kelpie)
    CommentFactory(
        by=troll,
        article=parent.discussion.article,
        parent=parent if how == "reply" else None,
        text="Hey @Kelpie" if how == "mention" else "Hey",
    )
    work()
    assert not Notification.objects.exists()


def test_who_is_muted_later_is_heard_no_more_until_unmuted(kelpie: User) -> None:
    comment = CommentFactory(text="@Kelpie, listen.")
    Mute.objects.mute(comment.author, by=kelpie)
    assert told(kelpie) == []
    Mute.objects.unmute(comment.author, by=kelpie)
    assert told(kelpie) == [("mention", comment.pk)]


@pytest.mark.parametrize("gone", ["is_active", "is_stand_in"])
def test_who_is_gone_is_not_told(kelpie: User, gone: str) -> None:
    parent = CommentFactory(by=kelpie)
    parent.discussion.follow(by=kelpie)
    User.objects.filter(pk=kelpie.pk).update(**{gone: gone == "is_stand_in"})
    CommentFactory(parent=parent)
    assert not Notification.objects.exists()


def test_an_edit_that_adds_a_mention_tells_once(kelpie: User) -> None:
    comment = CommentFactory(text="Ask somebody.")
    for text in ("Ask @Kelpie.", "Ask nobody.", "Ask @Kelpie again."):
        comment.edit(by=comment.author, text=text)
    assert told(kelpie) == [("mention", comment.pk)]


def test_an_edit_is_no_news_for_followers(kelpie: User) -> None:
    comment = CommentFactory()
    comment.discussion.follow(by=kelpie)
    comment.edit(by=comment.author, text="Something else.")
    assert not DBTaskResult.objects.exists()


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


def test_who_answers_has_read_what_they_answer(kelpie: User) -> None:
    reply = CommentFactory(parent=CommentFactory(by=kelpie))
    CommentFactory(parent=reply, by=kelpie)
    assert Notification.objects.of(kelpie).get().read_at


def test_posting_tells_in_one_statement_and_enqueues_one_task_where_there_is_somebody_to_tell(
    kelpie: User,
) -> None:
    parent = CommentFactory(by=kelpie)
    readers = UserFactory.create_batch(5)

    def cost(text: str, **more: Any) -> list[str]:
        rest()
        with CaptureQueriesContext(connection) as queries:
            parent.discussion.post(by=author, text=text, **more)
        return [query["sql"] for query in queries]

    author = UserFactory()
    alone = cost("To nobody.")
    assert sum("comments_notification" in sql for sql in alone) == 1
    assert not any("dbtaskresult" in sql for sql in alone)
    many = cost(" ".join(f"@{reader.username}" for reader in readers), parent=parent)
    assert sum("comments_notification" in sql for sql in many) == 1
    assert sum("dbtaskresult" in sql for sql in many) == 1
    assert Notification.objects.count() == 6


def test_a_refused_or_failed_post_tells_nobody_and_leaves_no_task(
    kelpie: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    comment = CommentFactory(key="once", text="@Kelpie")
    comment.discussion.post(by=comment.author, text="@Kelpie", key="once")
    assert Notification.objects.count() == DBTaskResult.objects.count() == 1


# ---------------------------------------------------------------------- followers


def test_followers_are_told_by_the_worker(kelpie: User) -> None:
    first = CommentFactory()
    first.discussion.follow(by=kelpie)
    second = CommentFactory(article=first.discussion.article)
    assert told(kelpie) == []
    work()
    assert told(kelpie) == [("followed", second.pk)]


def test_however_many_comments_come_a_follower_has_one_notification_until_they_read_it(
    client: Any, kelpie: User
) -> None:
    article = ArticleFactory()
    Discussion.objects.of(article).follow(by=kelpie)
    comments = [CommentFactory(article=article) for _ in range(5)]
    work()
    assert told(kelpie) == [("followed", comments[0].pk)]
    client.force_login(kelpie)
    client.get(article.get_absolute_url())
    assert Notification.objects.of(kelpie).get().read_at
    later = CommentFactory(article=article)
    work()
    assert told(kelpie) == [("followed", comments[0].pk), ("followed", later.pk)]


def test_the_task_run_again_tells_nothing_twice(kelpie: User) -> None:
    from comments.notifying import spread

    comment = CommentFactory(text="Hello")
    comment.discussion.follow(by=kelpie)
    for _ in range(2):
        spread(comment.pk, is_new=True)
    Notification.objects.of(kelpie).mark_read()
    spread(comment.pk, is_new=True)
    assert Notification.objects.count() == 1


def test_ten_thousand_followers_cost_posting_no_more_than_one() -> None:
    comment = CommentFactory()
    User.objects.bulk_create([User(username=f"follower{n}", email=f"f{n}@example.com") for n in range(2_000)])
    Follow.objects.bulk_create(
        Follow(reader=reader, discussion=comment.discussion)
        for reader in User.objects.filter(username__startswith="follower")
    )
    with CaptureQueriesContext(connection) as queries:
        CommentFactory(article=comment.discussion.article, by=comment.author)
    assert not any("unnest" not in q["sql"] and q["sql"].count("follower") > 1 for q in queries)
    assert not Notification.objects.exists()
    work()
    assert Notification.objects.count() == 2_000


def test_writing_follows_the_discussion_where_the_reader_chose_so_until_they_stop(kelpie: User) -> None:
    article = CommentFactory(by=kelpie).discussion.article
    assert not Follow.objects.exists()
    ReaderSettings.objects.choose(by=kelpie, follows_own=True)
    discussion = CommentFactory(by=kelpie, article=article).discussion
    assert Follow.objects.get().is_on
    discussion.unfollow(by=kelpie)
    CommentFactory(by=kelpie, article=article)
    assert not Follow.objects.get().is_on


def test_who_stops_following_is_not_told_of_what_waits(kelpie: User) -> None:
    comment = CommentFactory()
    comment.discussion.follow(by=kelpie)
    CommentFactory(article=comment.discussion.article)
    work()
    comment.discussion.unfollow(by=kelpie)
    assert not Notification.objects.of(kelpie).unread().exists()
    CommentFactory(article=comment.discussion.article)
    work()
    assert Notification.objects.count() == 1


def test_a_restored_comment_is_no_news_for_followers(kelpie: User) -> None:
    comment, moderator = CommentFactory(), ModeratorFactory()
    comment.discussion.follow(by=kelpie)
    comment.hide(by=moderator, reason="by mistake")
    comment.restore(by=moderator)
    work(UNDO_FOR)
    assert not Notification.objects.exists()
    assert Comment.objects.get().approved_at is None
