"""What waits at the moderators' desk: reported, held, new, or all; of a section or an article; walked by keyset, so that the
last page of two hundred thousand costs what the first does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, Func, Lookup, OuterRef, Q
from django.utils import timezone

from articles.models import Article
from comments.claiming import claim
from comments.look import ID, Key, Look, Order
from comments.models import Claim, Comment
from newsportal.compiled import Compiled, Parameter, among, first

if TYPE_CHECKING:
    from accounts.models import User

PER_PAGE = 25
# Of a section are looked for among so many of the queue first. Where they are rarer, and above all where there are none, each of
# its articles is asked for its own: the whole queue would be read for nothing.
NEAR = 1000
# So many are offered to who asks for the next: each may be claimed by another at that very moment.
TRIES = 10


Narrow = Callable[[Any], Any]
_SHOWN = [
    *("text", "html", "state", "created_at", "edited_at", "looked_at", "open_reports", "reports_weigh"),
    *("up", "down"),
    *("author__username", "author__is_staff", "author__is_superuser", "author__date_joined"),
    *("parent__text", "parent__html", "parent__author__username"),
    *("discussion__article__headline", "discussion__article__section__name"),
    *("claim__until", "claim__moderator__username"),
]


@dataclass(frozen=True)
class Page:
    """A page of a queue. `after` and `before` are the keys that lead to the next and to the previous one, empty where
    there is none."""

    rows: list[Comment]
    after: str = ""
    before: str = ""


def page(look: Look, *, after: str = "", before: str = "", most: int = PER_PAGE) -> Page:
    """At most so many of what `look` looks through, those that come after one key or before another; the first without."""
    if key := Key.read(before):
        rows = _walk(look, key, most + 1, back=True)
        is_first, rows = len(rows) <= most, rows[:most][::-1]
        if rows:
            return Page(_shown(rows), str(key_of(rows[-1])), "" if is_first else str(key_of(rows[0])))
    key = Key.read(after)
    rows = _walk(look, key, most + 1)
    more, rows = len(rows) > most, rows[:most]
    return Page(
        _shown(rows), str(key_of(rows[-1])) if more else "", str(key_of(rows[0])) if key and rows else ""
    )


def key_of(comment: Comment) -> Key:
    return Key(comment.reports_weigh, comment.pk)


def neighbour(look: Look, comment: Comment, *, back: bool = False) -> Comment | None:
    """The one that comes after `comment`, or before it; None at the end."""
    return first(_walk(look, key_of(comment), 1, back=back))


def claim_next(look: Look, *, by: User, after: Comment | None = None) -> Comment | None:
    """The next there that nobody else looks at and `by` may decide on, which is theirs from now on; from the beginning
    again after the last. None where nothing is left."""
    free = _free_of_all if by.is_superuser else _free_of_readers
    values = {"by": by.pk, "now": timezone.now(), "but": after.pk if after else 0}
    for key in [key_of(after), None] if after else [None]:
        for comment in _walk(look, key, TRIES, narrow=free, values=values):
            if claim(comment.pk, by=by):
                return comment
    return None


def with_what_is_shown(comments: Any) -> Any:
    """With what the desk shows of each, and nothing fetched later by accident."""
    related = comments.select_related(
        "author", "parent__author", "discussion__article__section", "claim__moderator"
    )
    return related.only(*_SHOWN).fetch_mode(models.FETCH_RAISE)


_one = Compiled(lambda: with_what_is_shown(Comment.objects.filter(pk=Parameter("pk", ID))))
_placed = Compiled(lambda: Comment.objects.filter(pk=Parameter("pk", ID)).only("reports_weigh"))
_several = Compiled(lambda: with_what_is_shown(Comment.objects.filter(among("comments_comment.id", "pks"))))


def placed(pk: int) -> Comment | None:
    """The comment with this id, with what `key_of` asks for."""
    return first(_placed(pk=pk)) if pk < 2**63 else None


def shown(pk: int) -> Comment | None:
    """The comment with this id, be it in a queue or not, with what the desk shows of it."""
    return first(_one(pk=pk)) if pk < 2**63 else None


def _shown(found: list[Comment]) -> list[Comment]:
    """The same with what is shown of them."""
    rows = {row.pk: row for row in _several(pks=[one.pk for one in found])} if found else {}
    return [rows[one.pk] for one in found if one.pk in rows]


def _any(comments: Any) -> Any:
    return comments


def _free_of_all(comments: Any) -> Any:
    """Those at which nobody else looks."""
    others = Claim.objects.live(Parameter("now", models.DateTimeField())).exclude(
        moderator=Parameter("by", ID)
    )
    return comments.exclude(pk=Parameter("but", ID)).exclude(pk__in=others.values("comment"))


def _free_of_readers(comments: Any) -> Any:
    """The same without those on which a moderator may not decide."""
    return _free_of_all(comments).exclude(author=Parameter("by", ID)).exclude(author__is_staff=True)


def _walk(
    look: Look,
    key: Key | None,
    most: int,
    *,
    narrow: Narrow = _any,
    back: bool = False,
    values: Mapping[str, Any] | None = None,
) -> list[Comment]:
    """At most so many of what `look` looks through from `key` on, in its order, or `back` in the other; those that `narrow`
    leaves, for which `values` are given. With what `key_of` asks for, and nothing else: what is shown of them is joined to
    those few that are found, and not to all among which they are looked for."""
    filled = {**(values or {}), "section": look.section, "article": look.article}
    if key is not None:
        filled |= key._asdict()
    shape = look.of(section=bool(look.section), article=bool(look.article))
    found: list[Comment] = []
    for ways in _asked(shape, key is not None, most, narrow, back):
        if len(found) < most:
            found += _answered(ways, filled, most)
    return found[:most]


def _answered(ways: list[Compiled[Comment]], filled: dict[str, Any], most: int) -> list[Comment]:
    """By the first of these ways that finds as many as are asked for, or the last."""
    rows: list[Comment] = []
    for ask in ways:
        rows = ask(**filled)
        if len(rows) == most:
            break
    return rows


# Each page asks the same few, and making one takes longer than Postgres needs for it.
@cache
def _asked(
    shape: Look, is_keyed: bool, most: int, narrow: Narrow, back: bool
) -> list[list[Compiled[Comment]]]:
    def ask(comments: Callable[[], Any], order: tuple[str, ...]) -> Compiled[Comment]:
        return Compiled(lambda: comments().only("reports_weigh").order_by(*order)[:most])

    def ways(condition: Q, *order: str) -> list[Compiled[Comment]]:
        look = shape.shape

        def whole() -> Any:
            return look.comments().filter(condition)

        if look.section is None:
            return [ask(lambda: narrow(whole()), order)]
        section = Article.objects.filter(section=look.section)

        def near() -> Any:
            return narrow(
                Comment.objects.filter(
                    pk__in=whole().order_by(*order)[:NEAR].values("pk"), discussion__in=section.values("pk")
                )
            )

        def by_article() -> Any:
            of_one = narrow(whole().filter(discussion=OuterRef("pk"))).order_by(*order)[:most].values("pk")
            return Comment.objects.filter(
                _IsOneOf(
                    F("pk"),
                    ArraySubquery(section.values(found=Func(ArraySubquery(of_one), function="unnest"))),
                )
            )

        return [ask(near, order), ask(by_article, order)]

    return [ways(*part) for part in _parts(shape.order, is_keyed, back)]


class _IsOneOf(Lookup[Any]):
    """That it is in an array that the statement makes first: of a subquery Postgres guesses that it is long, and reads all rows."""

    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        lhs, of_lhs = self.process_lhs(compiler, connection)
        rhs, of_rhs = self.process_rhs(compiler, connection)
        return f"{lhs} = ANY({rhs})", (*of_lhs, *of_rhs)


def _parts(order: Order, is_keyed: bool, back: bool) -> list[tuple[Any, ...]]:
    """What follows a key, as conditions with their orders, one after the other: each reads its index from one place on."""
    pk, weight = Parameter("pk", ID), Parameter("weight", models.IntegerField())
    if order == Order.MOST:
        forth = ("reports_weigh", "-pk") if back else ("-reports_weigh", "pk")
        if not is_keyed:
            return [(Q(), *forth)]
        as_heavy = Q(pk__lt=pk) if back else Q(pk__gt=pk)
        others = Q(reports_weigh__gt=weight) if back else Q(reports_weigh__lt=weight)
        return [(as_heavy & Q(reports_weigh=weight), forth[1]), (others, *forth)]
    rising = (order == Order.OLDEST) != back
    if not is_keyed:
        return [(Q(), "pk" if rising else "-pk")]
    return [(Q(pk__gt=pk), "pk") if rising else (Q(pk__lt=pk), "-pk")]
