"""The rules as one snapshot: whoever posts while they are changed is judged by the old or by the new ones."""

from __future__ import annotations

import time
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from comments import rulebook
from comments.models import Comment, Discussion, RuleSetting, RulesVersion, WordRule
from comments.refusal import Refusal
from tests.at_once import at_once
from tests.comments.ruling import list_domains, list_words, set_rule
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_what_was_read_is_kept_until_something_changes() -> None:
    book = rulebook.current()
    assert rulebook.current() is book
    for change in (
        lambda: list_words("spam"),
        lambda: list_domains("bad.example"),
        lambda: set_rule("length", most=500),
        lambda: WordRule.objects.all().delete(),
        lambda: RuleSetting.objects.filter(pk="length").update(is_on=True),
    ):
        change()
        assert rulebook.current() is not book
        book = rulebook.current()


def test_a_version_never_comes_back_not_even_after_a_rollback() -> None:
    with transaction.atomic():
        list_words("spam")
        seen = rulebook.current()
        transaction.set_rollback(True)
    list_words("scam")
    assert rulebook.current().version != seen.version
    assert CommentFactory(text="spam").is_public
    assert not CommentFactory(text="scam").is_public


def test_posting_reads_the_rules_with_the_lock_that_it_takes_anyway() -> None:
    list_words(*(f"word{number}" for number in range(50)))
    discussion, authors = Discussion.objects.of(ArticleFactory()), [UserFactory() for _ in range(2)]
    discussion.post(by=authors[0], text="One.")
    with CaptureQueriesContext(connection) as captured:
        discussion.post(by=authors[1], text="Two.")
    asked = [query["sql"] for query in captured if "rulesversion" in query["sql"]]
    assert len(asked) == 1 and "comments_discussion" in asked[0]
    assert not any("wordrule" in query["sql"] for query in captured)


@pytest.mark.django_db(transaction=True)
def test_a_rule_changed_in_mid_post_changes_nothing_for_that_comment() -> None:
    """The post has read the rules and waits for what is known of its author, which somebody holds; when they let go, a word
    is listed and links are forbidden."""
    list_words("scam", answer="refuse")
    discussion, author, moderator = Discussion.objects.of(ArticleFactory()), UserFactory(), ModeratorFactory()
    holds = Event()

    def change() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE comments_premoderation IN ACCESS EXCLUSIVE MODE")
            holds.set()
            while not waiting(cursor):
                time.sleep(0.01)
            set_rule("links", answer="refuse", most=0, by=moderator)
            list_words("spam", answer="refuse")

    def waiting(cursor: Any) -> bool:
        cursor.execute(
            "SELECT FROM pg_locks WHERE relation = 'comments_premoderation'::regclass AND NOT granted"
        )
        return cursor.fetchone() is not None

    def post() -> Comment:
        holds.wait(30)
        return discussion.post(by=author, text="Cheap spam, https://example.com")

    comment, _ = at_once(post, change)
    assert isinstance(comment, Comment) and comment.is_public
    with pytest.raises(Refusal):
        CommentFactory(text="Cheap spam, https://example.com")


@pytest.mark.django_db(transaction=True)
def test_many_post_while_rules_change_and_none_sees_half_a_change() -> None:
    """Two rules are switched together, to and fro: either both hold or none does."""
    moderator, discussion = ModeratorFactory(), Discussion.objects.of(ArticleFactory())
    authors = [UserFactory() for _ in range(30)]

    def change() -> None:
        for turn in range(10):
            with transaction.atomic():
                set_rule("links", answer="hold", most=0 if turn % 2 else 20, by=moderator)
                set_rule("newcomer", is_on=bool(turn % 2), by=moderator)

    def post(own: list[Any]) -> list[str]:
        seen = []
        for author in own:
            book = rulebook.current()
            seen.append((book.rules["links"].most == 0, book.rules["newcomer"].is_on))
            discussion.post(by=author, text="See https://example.com")
        return seen

    _, *seen = at_once(change, *(lambda own=authors[start::3]: post(own) for start in range(3)))
    assert all(links == newcomer for pairs in seen for links, newcomer in pairs)
    assert Comment.objects.count() == 30


def test_the_version_stands_after_each_migrate() -> None:
    assert RulesVersion.objects.count() == 1
