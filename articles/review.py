"""Review: a writer's draft is looked at by an editor before it goes out. Who may write in an article, and the steps in between.

    draft ──submit──▶ in review ──publish, schedule──▶ published
      ▲                  │
      └─ take_back (its writer), send_back (an editor)

A writer writes in what they began, as long as it is a draft: what an editor reads stays as it is while they read it, and what is
out is the editors' to change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from articles.models.version import Version

if TYPE_CHECKING:
    from accounts.models import User
    from articles.models import Article

WRITE = "articles.write_article"


class NotThereError(Exception):
    """The article isn't in the state from which the step leads: somebody has moved it meanwhile."""


def is_own(article: Article, user: Any) -> bool:
    """Whether `user` is a writer and began it."""
    return article.begun_by_id is not None and article.begun_by_id == user.pk and user.has_perm(WRITE)


def may_write(article: Article, user: Any) -> bool:
    """Whether `user` may change its words: an editor always, its writer while it is a draft."""
    if user.has_perm("articles.change_article"):
        return True
    return article.state == article.State.DRAFT and is_own(article, user)


def require_may_write(article: Article, user: Any) -> None:
    """Raises PermissionDenied."""
    if not may_write(article, user):
        raise PermissionDenied


def submit(article: Article, *, by: User) -> None:
    """Give a draft to the editors. Raises PermissionDenied for whoever may not write in it, NotThereError where it is no draft."""
    with transaction.atomic():
        locked = article.locked()
        if not (by.has_perm("articles.change_article") or is_own(locked, by)):
            raise PermissionDenied
        _require(locked, article.State.DRAFT)
        article.move(article.State.IN_REVIEW, locked.published_at, by, Version.Act.SUBMIT)


def take_back(article: Article, *, by: User) -> None:
    """Its writer goes on writing. Raises PermissionDenied for anybody else, NotThereError where it isn't in review."""
    with transaction.atomic():
        locked = article.locked()
        if not is_own(locked, by):
            raise PermissionDenied
        _require(locked, article.State.IN_REVIEW)
        article.move(article.State.DRAFT, locked.published_at, by, Version.Act.TAKE_BACK)


def send_back(article: Article, *, by: User, words: str) -> None:
    """An editor wants its writer to go on, and says in a note why. Raises PermissionDenied for whoever may not publish, NotThereError
    where it isn't in review, ValidationError for words that are none or too many."""
    from articles.models import Note

    if not by.has_perm("articles.publish_article"):
        raise PermissionDenied
    with transaction.atomic():
        locked = article.locked()
        _require(locked, article.State.IN_REVIEW)
        Note.objects.write(article, by=by, words=words)
        article.move(article.State.DRAFT, locked.published_at, by, Version.Act.SEND_BACK)


def _require(locked: Article, state: str) -> None:
    if locked.state != state:
        raise NotThereError
