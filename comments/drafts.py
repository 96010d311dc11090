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
    """Keep `text` for the composer under the article or the comment answered."""
    _keep(request, _key(article_id, parent_id), text)


def read(request: HttpRequest, article_id: int, parent_id: int | None = None) -> str:
    return _all(request).get(_key(article_id, parent_id), "")


def drop(request: HttpRequest, article_id: int, parent_id: int | None = None) -> None:
    _drop(request, _key(article_id, parent_id))


def replies_to(request: HttpRequest, parent_id: int) -> tuple[int, str] | None:
    """(article, text) of the draft of a reply to the comment, for where that comment is no longer there to answer."""
    for key, text in _all(request).items():
        article, _slash, parent = key.partition("/")
        if article and parent == str(parent_id):
            return int(article), text
    return None


def keep_form(request: HttpRequest, text: str) -> None:
    """Keep what was typed into the form at the request's address."""
    _keep(request, request.path, text)


def read_form(request: HttpRequest) -> str:
    return _all(request).get(request.path, "")


def drop_form(request: HttpRequest) -> None:
    _drop(request, request.path)


def _all(request: HttpRequest) -> dict[str, str]:
    return request.session.get(_NAME, {})


def _keep(request: HttpRequest, key: str, text: str) -> None:
    """`text` is cut at twice a comment's length."""
    if not text.strip():
        return
    kept = {name: draft for name, draft in _all(request).items() if name != key}
    kept[key] = text.replace("\x00", "")[: 2 * MAX_LENGTH]
    request.session[_NAME] = dict(list(kept.items())[-_MOST:])


def _drop(request: HttpRequest, key: str) -> None:
    kept = _all(request)
    if kept.pop(key, None) is not None:
        request.session[_NAME] = kept
