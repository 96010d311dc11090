"""Posting: what a new comment is, what is refused, and that one act makes one comment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment, Discussion
from comments.refusal import Refusal
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_comment_is_counted_at_once() -> None:
    comment = CommentFactory()
    comment.discussion.refresh_from_db()
    assert comment.discussion.comment_count == 1


def test_a_reply_knows_its_root_and_depth() -> None:
    root = CommentFactory()
    reply = CommentFactory(parent=CommentFactory(parent=root))
    assert (reply.root_id, reply.depth) == (root.pk, 2)
    root.refresh_from_db()
    assert root.reply_count == 1


def test_what_was_typed_is_kept_beside_what_is_shown() -> None:
    comment = CommentFactory(text="*so*\r\n")
    assert (comment.text, comment.html) == ("*so*", "<p><em>so</em></p>")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("> ", "empty"),
        ("- \n> >", "empty"),
        ("```\n```", "empty"),
        ("[](https://example.com/)", "empty"),
        ("[\u200b](https://example.com/)", "empty"),
        ("1. \n2. ", "empty"),
        ("x" * 10_001, "long"),
        (">" * 10_000 + " x", "long"),
        ("a\x00b", "nul"),
    ],
)
def test_a_text_that_cannot_stand_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        CommentFactory(text=text)
    assert refusal.value.code == code


@pytest.mark.parametrize("text", ["👍", "…", "> so it was\n\n!", "¿?", "はい", "<3", "&"])
def test_little_is_enough(text: str) -> None:
    assert CommentFactory(text=text).text == text


def test_exactly_ten_thousand_characters_pass() -> None:
    assert CommentFactory(text="x" * 10_000).pk


def test_a_closed_discussion_takes_no_comment() -> None:
    article = ArticleFactory()
    Discussion.objects.of(article).set_state("closed", by=ModeratorFactory())
    with pytest.raises(Refusal) as refusal:
        CommentFactory(article=article)
    assert refusal.value.code == "closed"


def test_a_held_discussion_keeps_comments_for_a_moderator() -> None:
    article, moderator = ArticleFactory(), ModeratorFactory()
    Discussion.objects.of(article).set_state("held", by=moderator)
    comment = CommentFactory(article=article)
    assert comment.state == Comment.State.HELD
    assert Discussion.objects.get(pk=article.pk).comment_count == 0
    comment.restore(by=moderator)
    assert Discussion.objects.get(pk=article.pk).comment_count == 1


def test_a_hidden_comment_cannot_be_answered() -> None:
    parent = CommentFactory()
    parent.hide(by=ModeratorFactory(), reason="spam")
    with pytest.raises(Refusal) as refusal:
        CommentFactory(parent=parent)
    assert refusal.value.code == "parent"


def test_a_parent_of_another_article_is_refused() -> None:
    parent, other = CommentFactory(), Discussion.objects.of(ArticleFactory())
    with pytest.raises(Refusal) as refusal:
        other.post(by=UserFactory(), text="Hello", parent=parent)
    assert refusal.value.code == "parent"


def test_a_closed_account_cannot_post() -> None:
    with pytest.raises(Refusal) as refusal:
        CommentFactory(by=UserFactory(is_active=False))
    assert refusal.value.code == "author"


def test_the_same_key_again_returns_the_comment_that_stands() -> None:
    first = CommentFactory(key="form-1")
    again = first.discussion.post(by=first.author, text=f" {first.text}\r\n", key="form-1")
    assert again == first and Comment.objects.count() == 1


@pytest.mark.parametrize("changed", ["text", "parent"])
def test_a_key_that_was_used_for_something_else_is_refused_so_that_nothing_new_is_swallowed(
    changed: str,
) -> None:
    first = CommentFactory(key="form-1")
    text, parent = ("Another thought.", None) if changed == "text" else (first.text, first)
    with pytest.raises(Refusal) as refusal:
        first.discussion.post(by=first.author, text=text, parent=parent, key="form-1")
    assert refusal.value.code == "key" and Comment.objects.count() == 1


def test_a_key_that_cannot_be_stored_is_refused() -> None:
    with pytest.raises(Refusal) as refusal:
        CommentFactory(key="form\x001")
    assert refusal.value.code == "key"


def test_a_key_of_somebody_else_is_refused() -> None:
    first = CommentFactory(key="form-1")
    with pytest.raises(Refusal) as refusal:
        first.discussion.post(by=UserFactory(), text="Mine", key="form-1")
    assert refusal.value.code == "key"


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_eight_times_at_once_makes_one_comment() -> None:
    article, reader = ArticleFactory(), UserFactory()

    def send(_: int) -> int:
        try:
            return Discussion.objects.of(article).post(by=reader, text="Once", key="double-click").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(send, range(8)))) == 1
    assert Discussion.objects.get(pk=article.pk).comment_count == 1


@pytest.mark.django_db(transaction=True)
def test_many_posts_at_once_are_all_counted() -> None:
    article = ArticleFactory()
    root, readers = CommentFactory(article=article), UserFactory.create_batch(48)

    def send(number: int) -> None:
        try:
            discussion = Discussion.objects.of(article)
            discussion.post(by=readers[number], text=f"Number {number}", parent=root if number % 2 else None)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(send, range(48)))
    root.refresh_from_db()
    assert (Discussion.objects.get(pk=article.pk).comment_count, root.reply_count) == (49, 24)


def test_a_text_is_read_once_for_the_rules_and_for_what_is_stored() -> None:
    otter = UserFactory(username="otter")
    discussion, writer = Discussion.objects.of(ArticleFactory()), UserFactory()
    with CaptureQueriesContext(connection) as queries:
        comment = discussion.post(by=writer, text="As @otter said.")
    assert otter.get_absolute_url() in comment.html
    assert len([query for query in queries if "{otter" in query["sql"] or "'otter'" in query["sql"]]) == 1
