"""Whom and what the rows of decisions name, in the site that they come into."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from articles.models import Article
from comments.models import Comment, Discussion
from newsportal.exchange.comment_records import user_name
from newsportal.exchange.fields import BadRecordError, time_of
from newsportal.exchange.people import named, the_same
from newsportal.moved import article_at


class People:
    """Those of the names whose accounts came with the same dump, and stand-ins."""

    def __init__(self, given: dict[str, Any], where: str) -> None:
        """`given` is {name: when they joined, or nothing for a stand-in}. Raises BadRecordError."""
        names = {name: user_name(name, f"{where}people") for name in given}
        nobody = frozenset(names[name] for name, joined in given.items() if not joined)
        joined = {
            names[name]: time_of(given, name, f"{where}people: ") for name, time in given.items() if time
        }
        found = the_same(joined) | named(nobody, nobody)
        self._ids = {name: found.get(names[name]) for name in given}

    def of(self, name: Any) -> int | None:
        return self._ids.get(name) if isinstance(name, str) else None


class Places:
    """Articles by their addresses, and comments by their keys."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._articles: dict[str, Article | None] = {}
        self._discussed: set[str] = set()
        self._comments: dict[tuple[str, str], int] = {}

    def find(self, wanted: Iterable[Any]) -> None:
        """Looks for comments, each [address of the article, key], all those of an article at once. Raises BadRecordError."""
        keys: dict[str, set[str]] = defaultdict(set)
        for one in wanted:
            if one is not None:
                path, key = self._pair(one)
                keys[path].add(key)
        for path, some in keys.items():
            if article := self._article(path):
                found = Comment.objects.filter(discussion=article.pk, key__in=some).values_list("key", "pk")
                self._comments |= {(path, key): pk for key, pk in found}

    def of(self, given: Any) -> int | None:
        """The id of the comment, or of the discussion that has but an address; None where there is none. Raises BadRecordError."""
        if given is None:
            return None
        if isinstance(given, list) and len(given) == 1 and isinstance(given[0], str):
            return self._discussion(given[0])
        return self._comments.get(self._pair(given))

    def newest(self, discussion: Any, key: Any) -> int:
        """The id of the comment behind which news are new; 0 for a discussion that had none."""
        if key is None or not isinstance(discussion, list):
            return 0
        self.find([[*discussion[:1], key]])
        return self.of([*discussion[:1], key]) or 0

    def _pair(self, given: Any) -> tuple[str, str]:
        if not isinstance(given, list) or len(given) != 2 or not all(isinstance(part, str) for part in given):
            raise BadRecordError(f"{self._where}a comment is the address of its article and its id")
        path, key = given
        return path, key

    def _discussion(self, path: str) -> int | None:
        """One in which nobody has written yet may be followed, too."""
        article = self._article(path)
        if article is not None and path not in self._discussed:
            Discussion.objects.of_all([article])
            self._discussed.add(path)
        return article.pk if article else None

    def _article(self, path: str) -> Article | None:
        if path not in self._articles:
            self._articles[path] = article_at(path)
        return self._articles[path]
