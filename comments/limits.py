"""What a reader can't do here as others can: until when, and what to do about it.

The one place for these sentences: they stand beside the composer, on the page of the account, and in the refusal itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.languages import by_clock_of
from accounts.models.user import NEWCOMER_FOR
from accounts.stamps import stamp
from comments.models.sanction import Sanction
from comments.refusal import Refusal

if TYPE_CHECKING:
    from accounts.models import User

# Three columns for statements about a reader: the gravest sanction in force, whether any address is confirmed (NULL where
# there is none at all), and why a moderator reads all of theirs first.
COLUMNS = """
           (SELECT row_to_json(s) FROM (
                SELECT id, kind, reason, reason_ja, at, until FROM comments_sanction
                 WHERE reader_id = %(reader)s AND lifted_at IS NULL
                   AND (kind = 'ban' OR kind = 'suspend' AND until > %(now)s OR kind = 'warn' AND read_at IS NULL)
                 ORDER BY kind, until DESC LIMIT 1
           ) s),
           (SELECT bool_or(verified) FROM account_emailaddress WHERE user_id = %(reader)s),
           (SELECT reason FROM comments_premoderation WHERE reader_id = %(reader)s)
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: what holds (`head`), what is possible all the same and what to do (`words`); for a sanction its `reason`.
    `bars` where nothing can be written; `warning` is the id of one that is to be read."""

    code: str
    head: str
    words: str
    reason: str = ""
    bars: bool = False
    warning: int | None = None
    way: tuple[str, str] | None = None

    @property
    def sentence(self) -> str:
        """All of it, for who is refused."""
        return _in_a_row(self.head, because(self.reason), self.words)


def because(reason: str) -> str:
    """A moderator's reason as a sentence, whether it was typed as one or not. Nothing without one."""
    return _("The reason: “%(reason)s”.") % {"reason": reason.rstrip(".。 ")} if reason else ""


def _in_a_row(*sentences: str) -> str:
    """Those that say something, as a text: not every script has a space between two."""
    return reduce(
        lambda said, more: _("%(said)s %(more)s") % {"said": said, "more": more}, filter(None, sentences)
    )


def of(reader: User) -> list[Limit]:
    """The limits of `reader` now, the gravest first; in one query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS}", {"reader": reader.pk, "now": timezone.now()})
        return told(reader, *cursor.fetchone())


def told(
    reader: User, sanction: dict[str, Any] | None, is_confirmed: bool | None, premoderation: str | None
) -> list[Limit]:
    """What COLUMNS say of `reader`, in sentences; times by their own clock, on whichever page it stands."""
    with by_clock_of(reader):
        return _in_sentences(reader, sanction, is_confirmed, premoderation)


def _in_sentences(
    reader: User, sanction: dict[str, Any] | None, is_confirmed: bool | None, premoderation: str | None
) -> list[Limit]:
    found = [_of_row(sanction)] if sanction else []
    is_barred = bar(found) is not None
    if premoderation and not reader.is_staff and not is_barred:
        found.append(_read_first(premoderation))
    if is_confirmed is False:
        found.append(_unconfirmed(is_barred))
    # What a newcomer's pace is concerns nobody who can't write at all.
    if reader.is_newcomer and not reader.is_staff and not is_barred:
        found.append(_new(reader))
    return found


def barred(reader: User) -> Refusal:
    """How an act of a reader who is suspended or banned is refused."""
    limit = bar(of(reader))
    if limit is None:
        return Refusal(_("It was lifted in this very moment: once more, please."), code="lifted")
    return Refusal(limit.sentence, code=limit.code)


def around(reader: User) -> dict[str, Any]:
    """What the template of a composer's own page needs to tell them."""
    limits = of(reader)
    return {"limits": limits, "bar": bar(limits)}


def bar(limits: Sequence[Limit]) -> Limit | None:
    """The limit that keeps from writing, if one does."""
    return next((limit for limit in limits if limit.bars), None)


def _of_row(row: dict[str, Any]) -> Limit:
    times = {name: datetime.fromisoformat(row[name]) for name in ("at", "until") if row[name]}
    return of_sanction(Sanction(**row | times))


def of_sanction(sanction: Sanction) -> Limit:
    """What who is sanctioned is told."""
    appeal = _(
        "A moderator decided this on %(time)s. You think that it is a mistake? You can appeal: in your account, under “Decisions on you”."
    ) % {"time": stamp(sanction.at)}
    if sanction.kind == Sanction.Kind.WARN:
        return Limit(
            "warned",
            _("A moderator has warned you."),
            _in_a_row(_("You can write again as soon as you have said that you have read this."), appeal),
            sanction.told,
            bars=True,
            warning=sanction.pk,
            way=(_("Read it in your account"), reverse("account")),
        )
    way = (_("Decisions, and how to appeal"), reverse("decisions"))
    keeps = _("You can read, and see to your account; what you type is kept as a draft.")
    if sanction.until is None:
        head = _("You can't comment, vote or report here any more.")
    else:
        head = _("You can't comment, vote or report until %(time)s.") % {"time": stamp(sanction.until)}
    return Limit(sanction.kind, head, _in_a_row(keeps, appeal), sanction.told, bars=True, way=way)


def _read_first(reason: str) -> Limit:
    return Limit(
        "premoderated",
        _("A moderator reads your comments before they appear."),
        _("You think that it is a mistake? Write to %(address)s.") % {"address": settings.DEFAULT_FROM_EMAIL},
        reason,
    )


def _unconfirmed(is_barred: bool) -> Limit:
    """`is_barred`: something else keeps the reader from writing, so that nothing is promised here."""
    words = _(
        "No mails come about replies, and whoever confirms the address first has it: open the link that we sent there."
    )
    if not is_barred:
        words = _in_a_row(_("You can comment and vote."), words)
    return Limit(
        "unconfirmed",
        _("Your email address isn't confirmed yet."),
        words,
        way=(_("Send the link again"), reverse("account_email")),
    )


def _new(reader: User) -> Limit:
    return Limit(
        "new",
        _("Your account is new."),
        _(
            "You can comment and vote. Until %(time)s you wait a little longer between your comments, and your votes count a day "
            "after you cast them. Both end by themselves."
        )
        % {"time": stamp(reader.date_joined + NEWCOMER_FOR)},
    )
