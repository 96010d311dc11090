"""What waits at the desk, and the buttons of its screens."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

from comments.models import Comment, Discussion
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory

LIST = "/admin/comments/queue/"


def held(count: int, **options: Any) -> list[Comment]:
    article = options.pop("article", None) or ArticleFactory()
    Discussion.objects.of(article).set_state("held", by=ModeratorFactory())
    return [CommentFactory(article=article, **options) for _ in range(count)]


def report(comment: Comment, times: int = 1) -> None:
    for _ in range(times):
        comment.report(by=UserFactory(), reason="spam")


def ids(comments: list[Comment]) -> list[int]:
    return [one.pk for one in comments]


def deciding(html: str) -> str:
    """The address to which a page sends its first decision."""
    found = re.search(r'"(/admin/comments/queue/\d+/decide/[^"]*)"', html)
    assert found
    return unescape(found[1])


def press(client: Client, comment: Comment, act: str, **fields: str) -> Any:
    """Presses a button of the comment's screen as its form does."""
    html = client.get(f"{LIST}{comment.pk}/?queue=held").text
    return client.post(deciding(html), {"act": act, **fields})
