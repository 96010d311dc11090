"""Who is told of a comment, and of what they are told only once or not at all."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from comments.models import Discussion, Follow, Mute, Notification, ReaderSettings
from tests.comments.told import told
from tests.factories import ArticleFactory, CommentFactory, UserFactory, rest
from tests.worker import work

pytestmark = pytest.mark.django_db


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
