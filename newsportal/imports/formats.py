"""The formats by the name that `manage.py import` calls them by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from newsportal.imports import disqus, ghost, newsml, ninjs, rss, wordpress
from newsportal.imports.item import Item, Options

FORMATS: Mapping[str, Callable[[Path, Options], Iterator[Item]]] = {
    "wordpress": wordpress.read,
    "disqus": disqus.read,
    "ghost": ghost.read,
    "rss": rss.read,
    "ninjs": ninjs.read,
    "newsml": newsml.read,
}
