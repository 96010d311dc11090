"""A rule is tried on the last comments before it is switched on."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment, ModerationEntry, RuleSetting
from comments.rule_trials import try_rule, try_words
from comments.rules import BY_CODE
from tests.comments.pages import words
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db
RULES = "/admin/comments/rulesetting/"


def test_a_rule_is_tried_on_the_last_comments_before_it_is_switched_on(desk: Client) -> None:
    CommentFactory(text="None.")
    CommentFactory(text="One https://example.com <b>")
    CommentFactory(text="Two https://example.com https://example.org")
    tried = {
        "_try": "1",
        "is_on": "on",
        "answer": "refuse",
        "most": "1",
        "newcomers": "hold",
        "others": "pass",
    }
    html = desk.post(f"{RULES}links/change/", tried).content.decode()
    assert "Of the last 3 comments it would have held 1, refused 1." in words(html)
    assert "One https://example.com &lt;b&gt;" in html and "None." not in html
    assert not ModerationEntry.objects.exists() and RuleSetting.objects.get(pk="links").values["most"] == 20
    assert {comment.state for comment in Comment.objects.all()} == {"public"}


def test_newcomers_are_tried_as_they_were_at_the_time() -> None:
    old, young = UserFactory(), UserFactory()
    for _ in range(4):
        CommentFactory(by=old)
    Comment.objects.update(created_at=timezone.now() - timedelta(days=3))
    CommentFactory(by=old)
    CommentFactory(by=young)
    trial = try_rule(BY_CODE["newcomer"], BY_CODE["newcomer"].settings())
    assert [one.comment.author for one in trial.found] == [young, old, old, old, old]
    assert (trial.count, trial.held, trial.refused) == (6, 5, 0)


def test_the_pace_is_tried_by_the_times_of_the_comments() -> None:
    author, start = UserFactory(), timezone.now() - timedelta(hours=1)
    for seconds, text in ((0, "One."), (5, "Two."), (20, "Three."), (50, "Three.")):
        comment = CommentFactory(by=author, text=text)
        Comment.objects.filter(pk=comment.pk).update(created_at=start + timedelta(seconds=seconds))
    trial = try_rule(BY_CODE["pace"], BY_CODE["pace"].settings())
    assert [one.comment.text for one in trial.found] == ["Three.", "Two."]
    assert trial.refused == 2


def test_history_slow_mode_and_members_are_tried() -> None:
    author, moderator = UserFactory(), ModeratorFactory()
    article = ArticleFactory()
    for _ in range(4):
        CommentFactory(by=author, article=article)
    for comment in Comment.objects.order_by("id")[:3]:
        comment.hide(by=moderator, reason="No.")
    found = {
        code: len(try_rule(BY_CODE[code], BY_CODE[code].settings()).found)
        for code in ("history", "slow", "members")
    }
    assert found == {"history": 1, "slow": 3, "members": 4}


@pytest.mark.parametrize("code", [code for code, rule in BY_CODE.items() if rule.can_be_tried])
def test_a_trial_of_a_thousand_takes_no_more_queries_than_one_of_ten(code: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            try_rule(BY_CODE[code], BY_CODE[code].settings())
        return len(captured)

    article = ArticleFactory()
    CommentFactory(article=article)
    few = queries()
    for _ in range(9):
        CommentFactory(article=article)
    assert queries() == few <= 4


def test_a_thousand_comments_are_tried_in_less_than_two_seconds() -> None:
    comment = CommentFactory(
        text="The ferry had been late since the morning, and nobody knew by how much. " * 5
    )
    Comment.objects.bulk_create(
        Comment(
            discussion=comment.discussion,
            author=comment.author,
            text=comment.text,
            html=comment.html,
            renderer=comment.renderer,
            key=f"more-{number}",
            created_at=timezone.now(),
        )
        for number in range(1100)
    )
    start = time.process_time()
    trial = try_words([(f"word{number}", "hold") for number in range(1000)])
    assert time.process_time() - start < 2
    assert (trial.count, trial.found) == (1000, [])
