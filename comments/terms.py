"""The terms of a discussion: whether and until when it is open, and what holds for who writes there.

They come of three places: the rules, which hold everywhere; the days of the article's section; and the discussion's own
switches. Where two say something, the stricter counts; of days the nearer ones do, the discussion's before the section's before
the site's.

A discussion closes by itself, so many days after its article could first be read here or a moderator opened it again,
whichever was last. An article that comes from elsewhere with the date of years ago can therefore be discussed here as long as
any other. No job closes it: whoever asks reckons it from the clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.stamps import stamp

if TYPE_CHECKING:
    from comments.models import Discussion
    from comments.rules.rule import Settings


@dataclass(frozen=True, slots=True)
class Terms:
    """`closes_at` is None where it closes by nobody but a moderator; `slow` is in seconds, 0 where that is off."""

    is_closed: bool = False
    closes_at: datetime | None = None
    is_held: bool = False
    holds_newcomers: bool = False
    holds_links: bool = False
    slow: int = 0
    members_only: bool = False
    members_hours: int = 0

    @property
    def closed_words(self) -> str:
        """When it closed by itself; empty where a moderator closed it, or it is open."""
        if not self.is_closed or self.closes_at is None or self.closes_at > timezone.now():
            return ""
        return _("It closed by itself on %(time)s.") % {"time": stamp(self.closes_at)}

    @property
    def notes(self) -> list[str]:
        """What stands beside the composer, the same for everybody, before anything is written."""
        notes = []
        if self.members_only:
            notes.append(_members(self.members_hours))
        if self.is_held:
            notes.append(_("Comments here appear after a moderator has read them."))
        elif self.holds_newcomers:
            notes.append(_("A moderator reads the first comments of newcomers before they appear."))
        if self.holds_links and not self.is_held:
            notes.append(_("A moderator looks at comments with links before they appear."))
        if self.slow:
            notes.append(
                _("Slow mode is on: %(time)s lie between your comments here.") % {"time": _span(self.slow)}
            )
        if self.closes_at is not None:
            notes.append(_("Comments close on %(time)s.") % {"time": stamp(self.closes_at)})
        return notes


def _members(hours: int) -> str:
    confirmed = _("Only members write here: with an email address that is confirmed.")
    if not hours:
        return confirmed
    return ngettext(
        "Only members write here: with an email address that is confirmed, and an account that is %(n)d hour old.",
        "Only members write here: with an email address that is confirmed, and an account that is %(n)d hours old.",
        hours,
    ) % {"n": hours}


def _span(seconds: int) -> str:
    if seconds % 60:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    return ngettext("%(n)d minute", "%(n)d minutes", seconds // 60) % {"n": seconds // 60}


class Dated(Protocol):
    """What is asked of an article."""

    section_id: int
    published_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SiteTerms:
    """What holds on the site: the settings of the rules by their codes, and the days by the ids of sections."""

    rules: Mapping[str, Settings]
    days: Mapping[int, int]

    def over(self, discussion: Discussion, article: Dated, *, at: datetime | None = None) -> Terms:
        """What holds in `discussion`, that of `article`, now or `at` a time."""
        closing, slow, members = self.rules["discussion"], self.rules["slow"], self.rules["members"]
        closes_at = self._closes_at(discussion, article)
        is_over = closes_at is not None and closes_at <= (at or timezone.now())
        return Terms(
            is_closed=discussion.state == discussion.State.CLOSED or closing.is_closed or is_over,
            closes_at=closes_at,
            is_held=discussion.state == discussion.State.HELD or self.rules["premoderation"].is_on,
            holds_newcomers=discussion.holds_newcomers or self.rules["newcomer"].is_on,
            holds_links=discussion.holds_links,
            slow=max(discussion.slow_seconds, slow.seconds if slow.is_on else 0),
            members_only=discussion.members_only or members.is_on,
            members_hours=members.hours,
        )

    def _closes_at(self, discussion: Discussion, article: Dated) -> datetime | None:
        days = discussion.close_after_days
        if days is None:
            days = self.days.get(article.section_id, self.rules["discussion"].days)
        begun = [article.created_at, article.published_at, discussion.opened_at]
        return max(time for time in begun if time is not None) + timedelta(days=days) if days else None
