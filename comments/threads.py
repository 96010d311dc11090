"""Reads one page of a thread at a cost that doesn't grow with the thread.

A page is a list of comments by keyset (the roots of a discussion, or the replies to one comment), each with the first of
what hangs below it. Everything comes flat and in thread order; nothing here or in the template is recursive.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from comments.models import Comment, Discussion

# Comments at the first level of a page, and how many are shown below each of them at most.
PER_PAGE = 20
BELOW_EACH = 8
# Levels below the first; what is deeper has a page of its own, behind "Continue this thread".
LEVELS = 4

SORTS: dict[str, tuple[str, ...]] = {
    "oldest": ("id",),
    "newest": ("-id",),
    "best": ("-rank", "-id"),
    "controversial": ("-controversy", "-id"),
    "picks": ("id",),
}
DEFAULT_SORT = "oldest"
# A view of its own beside the orders: the editors' picks alone, wherever in the thread they stand.
PICKS = "picks"


@dataclass(slots=True)
class Entry:
    """A comment as it stands on a page: `level` 0 to LEVELS, `more` replies that the page doesn't show, `last` the
    newest of those that it does, or 0. `position` counts from 1 among `siblings`, the comments that answer the same one;
    0 where the page begins after the first of them, and None where it can't know how many there are."""

    comment: Comment
    level: int
    more: int = 0
    parent: Comment | None = None
    last: int = 0
    position: int = 0
    siblings: int | None = None

    @property
    def goes_on(self) -> bool:
        return self.more > 0 and self.level >= LEVELS

    @property
    def shown(self) -> int:
        """How many of its replies the page shows."""
        return max(0, self.comment.reply_count - self.more)


@dataclass(slots=True)
class ThreadPage:
    """`next` and `previous` are the `from` and `until` of the pages beside this one, or empty; `has_picks` tells of the
    whole discussion."""

    entries: list[Entry] = field(default_factory=list)
    sort: str = DEFAULT_SORT
    top: Comment | None = None
    next: str = ""
    previous: str = ""
    has_picks: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Which page: of a whole discussion, or of the replies to `top`; from or until a cursor, inclusive or not."""

    sort: str = DEFAULT_SORT
    top: int | None = None
    start: str = ""
    until: str = ""


def read_thread(
    discussion: Discussion, place: Place, *, moderator: bool = False, level: int = 0, shown: int = 0
) -> ThreadPage | None:
    """The page at `place`, in at most three queries; None where there is no such comment or cursor. Where replies are put
    into a page that shows the place's `top` at `level`, so many of them were `shown` there already.

    Moderators also get what is hidden or held. For everybody else a removed comment comes only where replies hang on it,
    and the template shows nothing of it.
    """
    top = None
    if place.top is not None:
        known = _standing(moderator).filter(discussion=discussion, pk=place.top)
        top = known.select_related("parent").with_authors().first()
        if top is None:
            return None
    picks: Any = Comment.objects.picked().filter(discussion=discussion, state=Comment.State.PUBLIC)
    if top is None and place.sort == PICKS:
        listed = picks
    else:
        listed = _standing(moderator).filter(discussion=discussion, parent=top)
    order = SORTS[place.sort] if top is None else SORTS["oldest"]
    try:
        firsts, before, after = _keyset(discussion, listed.annotate(has_picks=Exists(picks)), order, place)
    except ValueError:
        return None
    below = [] if listed is picks else _below([comment.pk for comment in firsts], moderator)
    entries = _in_thread_order(top, firsts, below, level)
    if before is None or shown:
        _number(entries, firsts, shown, None if after else shown + len(firsts))
    return ThreadPage(
        entries=entries,
        sort=place.sort,
        top=top,
        next=str(after.pk) if after else "",
        previous=str(before.pk) if before else "",
        has_picks=bool(firsts) and firsts[0].has_picks,
    )


def place_of(comment: Comment, sort: str = DEFAULT_SORT, *, moderator: bool = False) -> Place:
    """The place of the page that shows `comment`: the discussion's page where it shows there, else its parent's. Among
    the picks alone it may not stand, so that in their stead the usual order is taken."""
    if sort == PICKS:
        sort = DEFAULT_SORT
    root = comment if comment.root_id is None else Comment.objects.get(pk=comment.root_id)
    first_page = (
        _standing(moderator).filter(discussion=comment.discussion_id, parent=None).order_by(*SORTS[sort])
    )
    on_first = root.pk in set(first_page.values_list("pk", flat=True)[:PER_PAGE])
    place = Place(sort=sort, start="" if on_first else str(root.pk))
    if comment.parent_id is None:
        return place
    shown = _in_thread_order(None, [root], _below([root.pk], moderator))
    if comment.pk in {entry.comment.pk for entry in shown}:
        return place
    return Place(sort=sort, top=comment.parent_id, start=str(comment.pk))


# ---------------------------------------------------------------------- the parts


def _standing(moderator: bool) -> Any:
    """Comments that stand in their threads: public ones, and removed ones that hold replies."""
    if moderator:
        return Comment.objects.filter(~Q(state=Comment.State.DELETED) | Q(reply_count__gt=0))
    return Comment.objects.filter(Q(state=Comment.State.PUBLIC) | Q(reply_count__gt=0))


def _keyset(
    discussion: Discussion, listed: QuerySet[Comment], order: tuple[str, ...], place: Place
) -> tuple[list[Comment], Comment | None, Comment | None]:
    """The page's comments, the one to page back to and the one to go on from. Raises ValueError for a cursor that
    leads nowhere."""
    backwards = bool(place.until)
    cursor = place.until or place.start
    fields = tuple(_reversed(name) for name in order) if backwards else order
    rows = listed.order_by(*fields)
    if cursor:
        rows = rows.filter(_from(cursor, fields, discussion))
    found = list(rows.with_authors()[: PER_PAGE + 1])  # type: ignore[attr-defined]
    beyond = found[PER_PAGE] if len(found) > PER_PAGE else None
    page = found[:PER_PAGE]
    if not page and len(order) > 1 and cursor:
        # Nothing there to stand beside: a comment of another discussion, or none.
        raise ValueError(cursor)
    if not page:
        return [], None, None
    if backwards:
        page.reverse()
        return page, beyond, _next_to(page[-1], listed, order)
    return (
        page,
        _next_to(page[0], listed, tuple(map(_reversed, order))) if cursor else None,
        beyond,
    )


def _next_to(comment: Comment, listed: QuerySet[Comment], order: tuple[str, ...]) -> Comment | None:
    """The comment that follows `comment` in `order`."""
    value = getattr(comment, order[0].lstrip("-"))
    return listed.order_by(*order).filter(_beyond(comment.pk, value, order)).exclude(pk=comment.pk).first()


def _reversed(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _from(cursor: str, order: tuple[str, ...], discussion: Discussion) -> Q:
    """The condition for all from `cursor` on, itself included. Raises ValueError for what is no cursor.

    A cursor is the id of a comment, in every order, and stands for its place of now. Its rank would tell in the address
    how many votes it has, where the site hides that.
    """
    if not (cursor.isascii() and cursor.isdigit() and 0 < int(cursor) < 2**63):
        raise ValueError(cursor)
    key = int(cursor)
    ordering = order[0].lstrip("-")
    known = Comment.objects.filter(discussion=discussion.pk, pk=key).values(ordering)
    return _beyond(key, Subquery(known), order)


def _beyond(key: int, value: Any, order: tuple[str, ...]) -> Q:
    """The condition for all that come with or after the comment `key`, which has `value` in what orders first."""
    by_id = Q(**{"id__lte" if order[-1].startswith("-") else "id__gte": key})
    if len(order) == 1:
        return by_id
    name, side = order[0].lstrip("-"), "lt" if order[0].startswith("-") else "gt"
    # Written so that the first part alone bounds the index scan.
    return Q(**{f"{name}__{side}e": value}) & (Q(**{f"{name}__{side}": value}) | by_id)


_BELOW = """
    SELECT below.id FROM unnest(%s::bigint[]) AS first (id), LATERAL (
        WITH RECURSIVE tree (id, level) AS (
            SELECT first.id, 0
            UNION ALL
            SELECT reply.id, tree.level + 1 FROM tree, LATERAL (
                SELECT id FROM comments_comment
                 WHERE parent_id = tree.id AND (reply_count > 0 OR CASE WHEN %s THEN state <> 'deleted' ELSE state = 'public' END)
                 ORDER BY id LIMIT %s
            ) reply WHERE tree.level < %s
        )
        SELECT id FROM tree WHERE level > 0 LIMIT %s
    ) below
"""


def _below(firsts: list[int], moderator: bool) -> list[Comment]:
    """The first replies below each of `firsts`, level by level, at most BELOW_EACH for each, in one query. They may be
    deeper than LEVELS, for an exchange of two isn't indented."""
    ids = RawSQL(_BELOW, [firsts, moderator, BELOW_EACH, BELOW_EACH, BELOW_EACH])  # noqa: S611 (only numbers, as parameters)
    return list(Comment.objects.filter(pk__in=ids).with_authors().order_by("id")) if firsts else []


def _in_thread_order(
    top: Comment | None, firsts: list[Comment], below: Iterable[Comment], level: int = 0
) -> list[Entry]:
    """Entries as they are read: each comment followed by its replies, without recursion, down to LEVELS."""
    replies: dict[int, list[Comment]] = {}
    for comment in below:
        replies.setdefault(comment.parent_id, []).append(comment)  # type: ignore[arg-type]
    entries = []
    if top is not None:
        last = firsts[-1].pk if firsts else 0
        entries = [Entry(top, level, parent=top.parent if level else None, last=last)]
    stack = [Entry(comment, level + len(entries), parent=top) for comment in reversed(firsts)]
    while stack:
        entry = stack.pop()
        shown = [
            Entry(reply, entry.level + (not _goes_to_and_fro(entry, reply)), parent=entry.comment)
            for reply in replies.get(entry.comment.pk, [])
        ]
        shown = [reply for reply in shown if reply.level <= LEVELS]
        for position, reply in enumerate(shown, start=1):
            reply.position, reply.siblings = position, max(len(shown), entry.comment.reply_count)
        entry.more = max(0, entry.comment.reply_count - len(shown))
        entry.last = shown[-1].comment.pk if shown else 0
        entries.append(entry)
        stack.extend(reversed(shown))
    return entries


def _number(entries: list[Entry], firsts: list[Comment], shown: int, siblings: int | None) -> None:
    """Counts the first comments of a page that goes on after so many `shown` ones."""
    positions = {comment.pk: position for position, comment in enumerate(firsts, start=shown + 1)}
    for entry in entries:
        if entry.comment.pk in positions:
            entry.position = positions[entry.comment.pk]
            entry.siblings = siblings or (entry.parent.reply_count if entry.parent else None)


def _goes_to_and_fro(entry: Entry, reply: Comment) -> bool:
    """Whether two readers answer each other and nobody else does: such an exchange reads on at one level."""
    return (
        entry.parent is not None
        and entry.comment.reply_count == 1
        and reply.author_id is not None
        and reply.author_id == entry.parent.author_id
    )
