"""What a page of a thread lists at its first level, by keyset: each kind of list is a query that is compiled once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Exists, F, FloatField, Q, Subquery
from django.db.models.fields.tuple_lookups import Tuple
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from comments.models import Comment
from newsportal.compiled import Compiled, Parameter

# Comments at the first level of a page.
PER_PAGE = 20
# So many before a page are counted, to say which of all its first comment is. Farther on nobody is told: to count them
# would take longer and longer, and a number that the address brought along would be whatever somebody wrote there.
COUNTED = 200

_DISCUSSION = Parameter("discussion", BigIntegerField())
_TOP = Parameter("top", BigIntegerField())
_CURSOR = Parameter("cursor", BigIntegerField())
_VALUE = Parameter("value", FloatField())


@dataclass(slots=True)
class Listed:
    """A page of a list: its comments, the ids of the one to page back to and the one to go on from, or None, and the
    `position` of the first comment from 1 on, or 0 where it is too far down to be counted."""

    comments: list[Comment]
    before: int | None = None
    after: int | None = None
    position: int = 1


class Listing(NamedTuple):
    """`what` is "roots", "replies" (to the comment `top`) or "picks"; `order` ends with the id."""

    what: str
    order: tuple[str, ...]
    moderator: bool

    @property
    def reversed(self) -> Listing:
        return self._replace(order=tuple(map(_reversed, self.order)))

    @property
    def rows(self) -> Any:
        if self.what == "picks":
            return picks().order_by(*self.order)
        parent = _TOP if self.what == "replies" else None
        return standing(self.moderator).filter(discussion=_DISCUSSION, parent=parent).order_by(*self.order)

    def page(self, discussion: int, top: int | None = None, start: str = "", until: str = "") -> Listed:
        """The comments from the cursor `start` on, or up to and without `until`. Raises ValueError for a cursor that leads
        nowhere.

        A cursor is the id of a comment, in every order, and stands for its place of now. Its rank would tell in the
        address how many votes it has, where the site hides that.
        """
        listing, cursor = (self.reversed, until) if until else (self, start)
        if cursor and not (cursor.isascii() and cursor.isdigit() and 0 < int(cursor) < 2**63):
            raise ValueError(cursor)
        around = {"discussion": discussion, "top": top}
        query = _from_cursor(listing) if cursor else _first(listing)
        found = query(**around, cursor=int(cursor or 0))
        page, beyond = found[:PER_PAGE], found[PER_PAGE].pk if len(found) > PER_PAGE else None
        if not page and len(self.order) > 1 and cursor:
            # Nothing there to stand beside: a comment of another discussion, or none.
            raise ValueError(cursor)
        if not page or not cursor:
            return Listed(page, after=beyond)
        if until:
            page.reverse()
            beyond = next(iter(_beside(self)(**around, **self._at(page[-1]))), None)
        before = _before(self)(**around, **self._at(page[0]))
        position = len(before) + 1 if len(before) < COUNTED else 0
        return Listed(page, next(iter(before), None), beyond, position)

    def opens_with(self, comment: int, discussion: int) -> bool:
        """Whether the comment with this id stands at the first level of the first page."""
        return comment in _first_ids(self)(discussion=discussion)

    def _at(self, comment: Comment) -> dict[str, Any]:
        return {"cursor": comment.pk, "value": getattr(comment, self.order[0].lstrip("-"))}


def standing(moderator: bool) -> Any:
    """Comments that stand in their threads: public ones, and removed ones that hold replies."""
    if moderator:
        return Comment.objects.filter(~Q(state=Comment.State.DELETED) | Q(reply_count__gt=0))
    return Comment.objects.filter(Q(state=Comment.State.PUBLIC) | Q(reply_count__gt=0))


def picks() -> Any:
    return Comment.objects.picked().filter(discussion=_DISCUSSION, state=Comment.State.PUBLIC)


@cache
def _first(listing: Listing) -> Compiled[Comment]:
    return Compiled(lambda: _paged(listing, listing.rows))


@cache
def _first_ids(listing: Listing) -> Compiled[Comment]:
    return Compiled(lambda: listing.rows.values_list("pk", flat=True)[:PER_PAGE])


@cache
def _from_cursor(listing: Listing) -> Compiled[Comment]:
    known = Comment.objects.filter(discussion=_DISCUSSION, pk=_CURSOR).values(listing.order[0].lstrip("-"))
    return Compiled(lambda: _paged(listing, listing.rows.filter(_beyond(Subquery(known), listing.order))))


@cache
def _beside(listing: Listing) -> Compiled[Any]:
    """The id of the next comment after one."""
    return Compiled(lambda: _others(listing)[:1])


@cache
def _before(listing: Listing) -> Compiled[Any]:
    """The ids of those before one, the nearest first."""
    return Compiled(lambda: _others(listing.reversed)[:COUNTED])


def _others(listing: Listing) -> Any:
    rows = listing.rows.filter(_beyond(_VALUE, listing.order)).exclude(pk=_CURSOR)
    return rows.values_list("pk", flat=True)


def _paged(listing: Listing, rows: Any) -> Any:
    """One more than the page shows tells whether it goes on; and whether the discussion has picks. These stand out of their
    threads, so that each comes with the comment that it answers."""
    if listing.what == "picks":
        rows = rows.select_related("parent__author")
    return rows.annotate(has_picks=Exists(picks())).with_authors()[: PER_PAGE + 1]


def _beyond(value: Any, order: tuple[str, ...]) -> Q:
    """The condition for all that come with or after the cursor, which has `value` in what orders first. That and the id go
    the same way, so that they are compared as one: a page amid thousands of equals begins at its place in the index."""
    falls = order[-1].startswith("-")
    if len(order) == 1:
        return Q(id__lte=_CURSOR) if falls else Q(id__gte=_CURSOR)
    ordered, cursor = Tuple(F(order[0].lstrip("-")), F("id")), Tuple(value, _CURSOR)
    return Q(LessThanOrEqual(ordered, cursor) if falls else GreaterThanOrEqual(ordered, cursor))


def _reversed(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"
