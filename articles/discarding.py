"""Discarding: what came to nothing is thrown away, with nothing of anybody else's in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from articles import review

if TYPE_CHECKING:
    from accounts.models import User
    from articles.models import Article


class MoreNotesError(Exception):
    """The article has more notes than whoever throws it away knew of."""


def may_discard(article: Article, user: Any) -> bool:
    """Whether `user` may throw it away: who may delete articles, and its writer while it is a draft. Never what was talked about,
    written about by mail, or corrected: comments, the log of the alert and what was owned up to would go with it. What was said about
    a draft has come to nothing with it; notes on anything further say how it came to be read. What could be read once is taken off
    the site, and its address says so for ever."""
    is_draft = article.state == article.State.DRAFT
    if not user.has_perm("articles.delete_article") and not (is_draft and review.is_own(article, user)):
        return False
    if article.has_readers:
        return False
    return not _holds_others(article) and (is_draft or not article.notes.exists())


def _holds_others(article: Article) -> bool:
    return (
        hasattr(article, "discussion")
        or hasattr(article, "alert")
        or article.corrections.exists()
        or article.suggestions.exists()
    )


def discard(article: Article, *, by: User, notes: int = 0) -> None:
    """Throw it away, and its notes with it, of which `by` was told that there are so many. What others have typed in its form and not
    saved is a new article's from then on, and offered to them there. Raises PermissionDenied, see `may_discard`, and MoreNotesError:
    then everything stays."""
    from articles.models import WorkingCopy

    with transaction.atomic():
        # In full: a note or a comment that is written at this moment is waited for, and then the article stays.
        locked = type(article).objects.select_for_update().get(pk=article.pk)
        if not may_discard(locked, by):
            raise PermissionDenied
        # Somebody wrote it who waits for an answer: it doesn't go unread.
        if locked.notes.count() > notes:
            raise MoreNotesError
        WorkingCopy.objects.filter(article=locked).exclude(editor=by).update(article=None)
        locked.notes.all().discard()
        article.delete()
