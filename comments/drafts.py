"""What a signed-out reader typed, kept in the session over login or registration; never posted by itself."""

from __future__ import annotations

from django.http import HttpRequest

from comments.text import MAX_LENGTH

_NAME = "drafts"
# A session is a row in the database: a few drafts of a comment's length, the oldest dropped first.
_MOST = 5


def _key(article_id: int, parent_id: int | None) -> str:
    return f"{article_id}/{parent_id or ''}"


def keep(request: HttpRequest, article_id: int, parent_id: int | None, text: str) -> None:
    """Keep `text`, twice a comment's length at most, for the composer under the article or the comment answered."""
    if not text.strip():
        return
    kept = request.session.get(_NAME, {})
    kept.pop(_key(article_id, parent_id), None)
    kept[_key(article_id, parent_id)] = text.replace("\x00", "")[: 2 * MAX_LENGTH]
    request.session[_NAME] = dict(list(kept.items())[-_MOST:])


def read(request: HttpRequest, article_id: int, parent_id: int | None = None) -> str:
    return request.session.get(_NAME, {}).get(_key(article_id, parent_id), "")


def drop(request: HttpRequest, article_id: int, parent_id: int | None = None) -> None:
    kept = request.session.get(_NAME, {})
    if kept.pop(_key(article_id, parent_id), None) is not None:
        request.session[_NAME] = kept
