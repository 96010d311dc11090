"""Discarding: what came to nothing is thrown away, with nothing of anybody else's in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from articles import review

if TYPE_CHECKING:
    from accounts.models import User
    from articles.models import Article


def may_discard(article: Article, user: Any) -> bool:
    """Whether `user` may throw it away: who may delete articles, and its writer while it is a draft. Never what was talked about,
    written about by mail, or corrected: comments, notes, the log of the alert and what was owned up to would go with it.
    Unpublishing takes it off the site."""
    is_own_draft = article.state == article.State.DRAFT and review.is_own(article, user)
    return (is_own_draft or user.has_perm("articles.delete_article")) and not _holds_others(article)


def _holds_others(article: Article) -> bool:
    return (
        hasattr(article, "discussion")
        or hasattr(article, "alert")
        or article.corrections.exists()
        or article.suggestions.exists()
        or article.notes.exists()
    )


def discard(article: Article, *, by: User) -> None:
    """Throw it away. What others have typed in its form and not saved is a new article's from then on, and offered to them there.
    Raises PermissionDenied, see `may_discard`."""
    from articles.models import WorkingCopy

    with transaction.atomic():
        # In full: a note or a comment that is written at this moment is waited for, and then the article stays.
        locked = type(article).objects.select_for_update().get(pk=article.pk)
        if not may_discard(locked, by):
            raise PermissionDenied
        WorkingCopy.objects.filter(article=locked).exclude(editor=by).update(article=None)
        article.delete()
