"""Sets rules as the desk does, and posts under them."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from comments import rule_changes
from comments.models import Comment, ModerationEntry, RuleSetting
from comments.refusal import Refusal
from tests.factories import CommentFactory, ModeratorFactory


def set_rule(
    code: str, *, is_on: bool = True, answer: str = "", by: User | None = None, **values: Any
) -> None:
    setting = RuleSetting.objects.get(pk=code)
    setting.change(
        by=by or ModeratorFactory(),
        is_on=is_on,
        answer=answer or setting.answer,
        values={**setting.values, **values},
    )


def list_words(*typed: str, answer: str = "hold") -> None:
    rule_changes.list_words(typed, answer, by=ModeratorFactory())


def list_domains(*typed: str, answer: str = "hold") -> None:
    rule_changes.list_domains(typed, answer, by=ModeratorFactory())


def refusal(**posting: Any) -> Refusal:
    with pytest.raises(Refusal) as refused:
        CommentFactory(**posting)
    return refused.value


def held_by(comment: Comment) -> str:
    """The code of the rule that holds `comment`; empty where none does."""
    entry = ModerationEntry.objects.filter(comment=comment, act="hold").first()
    assert (comment.state == Comment.State.HELD) is bool(entry)
    return entry.rule if entry else ""
