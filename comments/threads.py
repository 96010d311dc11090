"""Reads one page of a thread at a cost that doesn't grow with the thread.

A page is a list of comments by keyset (the roots of a discussion, or the replies to one comment), each with the first of
what hangs below it. Everything comes flat and in thread order; nothing here or in the template is recursive.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, IntegerField
from django.db.models.expressions import RawSQL

from comments.listings import Listed, Listing, standing
from comments.models import Comment, Discussion
from newsportal.compiled import Compiled, Parameter

# How many are shown below each comment of the first level, at most.
BELOW_EACH = 8
# On a page of one comment's replies, and in what is put in below it, there is room for so many below all of its replies together.
BELOW_ONE = 40
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
    newest of those that it does, or 0. `position` counts from 1 among `siblings`, the comments that answer the same one, or
    where it `stands_apart` from its thread those of the list; 0 and None where the page can't know."""

    comment: Comment
    level: int
    more: int = 0
    parent: Comment | None = None
    last: int = 0
    position: int = 0
    siblings: int | None = None
    stands_apart: bool = False

    @property
    def goes_on(self) -> bool:
        return self.more > 0 and self.level >= LEVELS


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
    discussion: Discussion, place: Place, *, moderator: bool = False, level: int = 0
) -> ThreadPage | None:
    """The page at `place`, in at most five queries; None where there is no such comment or cursor. Replies may be put into
    a page that shows the place's `top` at `level`.

    Moderators also get what is hidden or held. For everybody else a removed comment comes only where replies hang on it,
    and the template shows nothing of it.
    """
    top = None
    if place.top is not None:
        known = _known(moderator)(discussion=discussion.pk, comment=place.top)
        if not known:
            return None
        top = known[0]
    what = "replies" if top else "picks" if place.sort == PICKS else "roots"
    listing = Listing(what, SORTS[place.sort] if top is None else SORTS["oldest"], moderator)
    try:
        listed = listing.page(discussion.pk, place.top, place.start, place.until)
    except ValueError:
        return None
    firsts = listed.comments
    most = max(BELOW_EACH, BELOW_ONE // max(1, len(firsts))) if top else BELOW_EACH
    below = [] if what == "picks" else _below([comment.pk for comment in firsts], moderator, most)
    entries = _in_thread_order(top, firsts, below, level)
    if what == "picks":
        for entry in entries:
            entry.parent, entry.stands_apart = entry.comment.parent, True
    if listed.position:
        _number(entries, listed)
    return ThreadPage(
        entries=entries,
        sort=place.sort,
        top=top,
        next=str(listed.after or ""),
        previous=str(listed.before or ""),
        has_picks=bool(firsts) and firsts[0].has_picks,
    )


def place_of(comment: Comment, sort: str = DEFAULT_SORT, *, moderator: bool = False) -> Place:
    """The place of the page that shows `comment`: the discussion's page where it shows there, else its parent's. Among
    the picks alone it may not stand, so that in their stead the usual order is taken."""
    if sort == PICKS:
        sort = DEFAULT_SORT
    root = comment if comment.root_id is None else Comment.objects.get(pk=comment.root_id)
    on_first = Listing("roots", SORTS[sort], moderator).opens_with(root.pk, comment.discussion_id)
    place = Place(sort=sort, start="" if on_first else str(root.pk))
    if comment.parent_id is None:
        return place
    shown = _in_thread_order(None, [root], _below([root.pk], moderator, BELOW_EACH))
    if comment.pk in {entry.comment.pk for entry in shown}:
        return place
    return Place(sort=sort, top=comment.parent_id, start=str(comment.pk))


# ---------------------------------------------------------------------- the parts


@cache
def _known(moderator: bool) -> Compiled[Comment]:
    """The comment `comment` of the discussion `discussion`, with the one that it answers."""
    here = {
        "discussion": Parameter("discussion", BigIntegerField()),
        "pk": Parameter("comment", BigIntegerField()),
    }
    return Compiled(lambda: standing(moderator).filter(**here).select_related("parent").with_authors())


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


@cache
def _replies() -> Compiled[Comment]:
    numbers = [Parameter("firsts", ArrayField(BigIntegerField())), Parameter("moderator", BooleanField())]
    most = Parameter("most", IntegerField())
    ids = RawSQL(_BELOW, [*numbers, most, most, most])  # noqa: S611 (only numbers, as parameters)
    return Compiled(lambda: Comment.objects.filter(pk__in=ids).with_authors().order_by("id"))


def _below(firsts: list[int], moderator: bool, most: int) -> list[Comment]:
    """The first replies below each of `firsts`, level by level, at most `most` for each, in one query. They may be
    deeper than LEVELS, for not each is indented."""
    return _replies()(firsts=firsts, moderator=moderator, most=most) if firsts else []


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
    stack = [
        Entry(comment, _level(entries[0], comment, is_branch=True) if entries else 0, parent=top)
        for comment in reversed(firsts)
    ]
    while stack:
        entry = stack.pop()
        shown = [
            Entry(reply, _level(entry, reply, is_branch=top is not None), parent=entry.comment)
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


def _number(entries: list[Entry], listed: Listed) -> None:
    """Counts the first comments of a page on from the position of the first; the last page tells how many there are."""
    positions = {comment.pk: place for place, comment in enumerate(listed.comments, start=listed.position)}
    siblings = None if listed.after else listed.position + len(listed.comments) - 1
    for entry in entries:
        if entry.comment.pk in positions:
            entry.position = positions[entry.comment.pk]
            answered = None if entry.stands_apart else entry.parent
            entry.siblings = siblings or (answered.reply_count if answered else None)


def _level(entry: Entry, reply: Comment, *, is_branch: bool) -> int:
    """One deeper than what it answers, but for an exchange of two; and in a branch that was asked for by itself the only reply
    to a comment at the last level reads on there, so that a chain isn't cut after each few."""
    reads_on = is_branch and entry.level == LEVELS and entry.comment.reply_count == 1
    return entry.level + (not (reads_on or _goes_to_and_fro(entry, reply)))


def _goes_to_and_fro(entry: Entry, reply: Comment) -> bool:
    """Whether two readers answer each other and nobody else does: such an exchange reads on at one level."""
    return (
        entry.parent is not None
        and entry.comment.reply_count == 1
        and reply.author_id is not None
        and reply.author_id == entry.parent.author_id
    )
