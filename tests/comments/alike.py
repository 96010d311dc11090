"""Comments that are alike, for waves."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import User
from articles.models import Article
from comments.models import Comment
from tests.factories import ArticleFactory, CommentFactory, UserFactory


def fresh_reader() -> User:
    return UserFactory(date_joined=timezone.now())


def say(*texts: str, by: User | None = None, article: Article | None = None) -> list[Comment]:
    """Each under an article of its own, by a reader of a month's standing, unless it is said otherwise."""
    return [
        CommentFactory(by=by or UserFactory(), text=text, article=article or ArticleFactory())
        for text in texts
    ]


def spam(count: int, start: int = 0) -> list[Comment]:
    return say(*(f"Buy my lovely little boat today, only {n} left!" for n in range(start, start + count)))


def states() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("state", flat=True))
