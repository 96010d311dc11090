"""What a moderator looks through at the desk, in which order, and where in it: as addresses say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models import Comment
from newsportal.compiled import Parameter

ID = models.BigIntegerField()
# As much as the column holds: the rest of an address may be anything.
HEAVIEST = 2**31 - 1


class Kind(models.TextChoices):
    REPORTED = "reported", _("Reported")
    HELD = "held", _("Held")
    NEW = "new", _("New")
    ALL = "all", _("All")


class Order(models.TextChoices):
    # By what its reports weigh, not by their number: see weighing.py.
    MOST = "most", _("Most reported first")
    OLDEST = "oldest", _("Oldest first")
    NEWEST = "newest", _("Newest first")


# The orders that each is walked in, as it is at first in front. What isn't reported has no most reported.
ORDERS: dict[str, list[Order]] = {
    Kind.REPORTED: [Order.MOST, Order.OLDEST, Order.NEWEST],
    Kind.HELD: [Order.OLDEST, Order.NEWEST, Order.MOST],
    Kind.NEW: [Order.NEWEST, Order.OLDEST],
    Kind.ALL: [Order.NEWEST, Order.OLDEST],
}


class Key(NamedTuple):
    """The place of a comment in a queue, whether or not it is still in it."""

    weight: int
    pk: int

    def __str__(self) -> str:
        return f"{self.weight}.{self.pk}"

    @classmethod
    def read(cls, word: str) -> Key | None:
        """Of an address; None for what is no key."""
        said, _dot, pk = word.partition(".")
        weight, number = _number(said), _number(pk)
        return None if weight is None or number is None else cls(min(weight, HEAVIEST), number)


@dataclass(frozen=True)
class Look:
    """What a moderator looks through, and in which order."""

    kind: Kind = Kind.REPORTED
    order: Order = Order.MOST
    section: int | None = None
    article: int | None = None

    @classmethod
    def asked_for(cls, data: Mapping[str, str]) -> Look:
        """As the address says; what it says wrong is as if it weren't there."""
        kind = Kind(data["queue"]) if data.get("queue") in Kind.values else Kind.REPORTED
        order = next((one for one in ORDERS[kind] if one == data.get("order")), ORDERS[kind][0])
        return cls(kind, order, _number(data.get("section")), _number(data.get("article")))

    @property
    def query(self) -> str:
        """As it stands in an address."""
        said = {"queue": self.kind.value, "order": self.order.value}
        if self.order == ORDERS[self.kind][0]:
            del said["order"]
        narrowed = {"section": self.section, "article": self.article}
        return urlencode(said | {name: pk for name, pk in narrowed.items() if pk})

    def of(self, **change: Any) -> Look:
        """The same but for what is given."""
        return replace(self, **change)

    @property
    def shape(self) -> Look:
        """The same, with places for what it is narrowed to."""
        section, article = (Parameter(name, ID) for name in ("section", "article"))
        return self.of(section=section if self.section else None, article=article if self.article else None)

    def comments(self) -> Any:
        """All that are in it, of whatever section."""
        found: Any = Comment.objects.all()
        if self.kind == Kind.REPORTED:
            found = found.filter(open_reports__gt=0)
        elif self.kind == Kind.HELD:
            found = found.filter(state=Comment.State.HELD)
        elif self.kind == Kind.NEW:
            found = found.filter(state=Comment.State.PUBLIC, looked_at=None)
        else:
            found = found.exclude(state=Comment.State.DELETED)
        return found if self.article is None else found.filter(discussion=self.article)


def _number(word: str | None) -> int | None:
    """What no row can have as its id is no number."""
    return int(word) if word and word.isascii() and word.isdecimal() and len(word) < 19 else None
