"""Articles that stand here, by what other systems call them."""

from __future__ import annotations

from urllib.parse import unquote

from articles.models import Article, Origin
from newsportal.imports.values import address_parts, origin
from newsportal.moved import article_at


def standing(link: str, identifier: str = "") -> Article | None:
    """The article whose address is or was the path of `link`, here or where it was brought in from; or that came from
    `identifier`, which is its own there (as WordPress' “7 https://old.example/?p=7”) or a path."""
    return (
        _by_path(link)
        or _by_origin(identifier.rpartition(" ")[2] or link)
        or _by_origin(link)
        or _by_path(identifier)
    )


def _by_path(address: str) -> Article | None:
    path = unquote(address_parts(address).path)
    return article_at(path) if path.startswith("/") and path != "/" and "\x00" not in path else None


def _by_origin(address: str) -> Article | None:
    keys = [origin(kind, address) for kind in ("wordpress", "ghost", "feed")]
    found = (
        Origin.objects.filter(key__in=keys, article__isnull=False).select_related("article__section").first()
    )
    return found.article if found else None
