"""What the templates of a thread say and reckon; each comment as a pattern that is filled in (`comments/patterns.py`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from django import template
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts import stamps
from accounts.characters import set_apart
from accounts.languages import by_clock_of
from comments import patterns
from comments.editing import GRACE
from comments.models import Comment
from comments.models.voting_policy import HIDDEN_TALLY
from comments.moderation import not_for
from comments.reader import NOBODY
from comments.text import cited
from comments.threads import DEFAULT_SORT, Entry

if TYPE_CHECKING:
    from accounts.models import User

register = template.Library()
register.filter("cited", cited)

_FIELDS = (
    "number",
    "url",
    "level",
    "heading",
    "set",
    "where",
    "name",
    "called",
    "author_url",
    "time",
    "text",
    "score",
    "up",
    "down",
)
_FIELDS_OF_READER = ("up_pressed", "down_pressed", "waits", "left", "clock", "sight", "removal")
_FIELDS_OF_PARENT = ("parent", "parent_url", "parent_name")
_MARKS = patterns.marks(_FIELDS + _FIELDS_OF_PARENT + _FIELDS_OF_READER)


@register.simple_tag(takes_context=True)
def shown(context: template.Context, entry: Entry) -> SafeString:
    """The HTML of the entry's comment, from `_comment.html`."""
    comment, parent, own = entry.comment, entry.parent, context.get("own") or NOBODY
    vote, hold = own.votes.get(comment.pk, 0), own.waiting.get(comment.pk)
    policy, now = context["voting_policy"], timezone.now()
    is_own, is_free = comment.pk in own.comments, comment.pk in own.free
    is_moderator, removal = bool(context.get("is_moderator")), own.removals.get(comment.pk)
    pattern = _pattern(
        get_language(),
        state=comment.state,
        nobody=comment.author_id is None,
        parent=_parent(parent, is_moderator),
        stands_apart=entry.stands_apart,
        is_edited=comment.edited_at is not None,
        is_own=is_own,
        is_free=is_free,
        is_new=comment.pk in own.new,
        is_muted=comment.pk in own.muted,
        is_writer=comment.author_id in context["writers"],
        is_reported=comment.pk in own.reported,
        role=role(comment),
        is_pick=comment.picked_at is not None,
        can_pick=bool(context.get("can_pick")),
        # Never one's own, and never what one has asked for by its address.
        is_below=not is_own
        and comment is not context["thread"].top
        and policy.is_below_line(comment, at=now),
        hides_count=policy.hides_count(comment, at=now, voted=vote != 0, own=is_own),
        has_voted=vote != 0,
        waits=hold is not None,
        is_told_of=removal is not None,
        signed_in=own is not NOBODY,
        is_closed=context["terms"].is_closed,
        is_moderator=is_moderator,
        can_decide=is_moderator and not_for(comment, context["user"]) is None,
        can_sanction=is_moderator and _is_sanctioned_here(comment.author, is_own),
    )
    words = _words(entry, vote) | {
        "waits": escape(hold.told(context["user"])) if hold else "",
        "sight": own.sights.get(comment.pk, ""),
        "removal": escape(removal.told) if removal else "",
    }
    if is_free:
        ends_at = comment.created_at + GRACE
        with by_clock_of(context["user"]):
            words |= {"left": seconds_until(ends_at), "clock": escape(stamps.clock(ends_at))}
    return patterns.filled(pattern, words)


def _parent(parent: Comment | None, is_moderator: bool) -> str:
    """How the comment that is answered is called: by the name of who wrote it where it can be read, or as "removed"."""
    if parent is None:
        return ""
    is_read = parent.is_public or (is_moderator and parent.state != Comment.State.DELETED)
    return "named" if is_read else "removed"


def _is_sanctioned_here(author: User | None, is_own: bool) -> bool:
    return author is not None and not author.is_staff and not is_own


# Which form the buttons of a comment belong to. Signed-out readers' go with what they typed, so that it is kept over the login.
_FORMS = {"acts": mark_safe('form="act"'), "asks": mark_safe('form="go"')}
_COMPOSER = {
    "acts": mark_safe('form="composer"'),
    "asks": mark_safe('form="composer" formmethod="post"'),
}


@cache
def _pattern(language: str | None, **kind: Any) -> patterns.Pattern:
    """`_comment.html` in a language for a kind of comment."""
    forms = _FORMS if kind["signed_in"] or kind["is_closed"] else _COMPOSER
    return patterns.pattern("comments/_comment.html", {**kind, **forms, "comment": _MARKS})


def _words(entry: Entry, vote: int) -> dict[str, str]:
    comment, parent, author = entry.comment, entry.parent, _spelt(name(entry.comment))
    return {
        "number": str(comment.pk),
        # The addresses are written out: reverse() would take longer than all the rest.
        "url": f"/comments/{comment.pk}/",
        "author_url": author.url,
        "level": str(entry.level),
        # Below the discussion's own heading (h2), as deep as headings go.
        "heading": f"h{min(entry.level + 3, 6)}",
        "set": f'aria-posinset="{entry.position}" aria-setsize="{entry.siblings or -1}"'
        if entry.position
        else "",
        "where": where(entry),
        "name": author.name,
        "called": author.called,
        "time": time_tag(comment.created_at),
        "text": comment.html,
        "score": str(comment.up - comment.down),
        "up": str(comment.up),
        "down": str(comment.down),
        "up_pressed": "true" if vote == 1 else "false",
        "down_pressed": "true" if vote == -1 else "false",
        "parent": str(comment.parent_id or ""),
        "parent_url": f"/comments/{comment.parent_id}/",
        "parent_name": _spelt(name(parent)).called if parent else "",
    }


# What follows is the same for the same words, and is asked for again with each page: so it is kept.
_MOST_KEPT = 20_000


class _Spelt(NamedTuple):
    """A name as HTML: by itself, in the midst of a sentence, and as the address of its reader's page."""

    name: str
    called: str
    url: str


@lru_cache(_MOST_KEPT)
def _spelt(name: str) -> _Spelt:
    return _Spelt(escape(name), escape(set_apart(name)), f"/users/{quote(name)}/")


def where(entry: Entry) -> str:
    """Where in the thread the comment stands, for those who hear it: what others see by its indentation."""
    is_reply = entry.parent is not None and not entry.stands_apart
    replies = entry.comment.reply_count
    return _where(get_language(), is_reply, entry.position, entry.siblings, entry.level, replies)


@lru_cache(_MOST_KEPT)
def _where(
    language: str | None, is_reply: bool, position: int, siblings: int | None, level: int, replies: int
) -> str:
    parts = []
    if position:
        words = {"position": position, "siblings": siblings}
        if siblings and is_reply:
            parts.append(_("reply %(position)d of %(siblings)d") % words)
        elif siblings:
            parts.append(_("comment %(position)d of %(siblings)d") % words)
        else:
            parts.append(_("comment %(position)d") % words)
    parts.append(_("level %d") % (level + 1))
    if replies:
        parts.append(ngettext("%d reply", "%d replies", replies) % replies)
    return _(", ").join(parts)


def role(comment: Comment) -> str:
    """What the author is in the house now: "moderator", "staff", or nothing for a reader."""
    if comment.author is None or not (comment.author.is_staff and comment.author.is_active):
        return ""
    return "moderator" if comment.by_moderator else "staff"


@register.simple_tag(takes_context=True)
def tally(context: template.Context, comment: Comment) -> str:
    """The score of a comment outside its thread, where the reader may see it."""
    own = context.get("own") or NOBODY
    is_hidden = context["voting_policy"].hides_count(
        comment,
        at=timezone.now(),
        voted=comment.pk in own.votes,
        own=comment.pk in own.comments,
    )
    return str(HIDDEN_TALLY) if is_hidden else comment.tally


@register.filter
def name(comment: Comment) -> str:
    """Who wrote the comment."""
    return comment.author.username if comment.author else _("a former reader")


@register.filter
def time_tag(time: datetime) -> SafeString:
    """The time for machines and, in words, for readers."""
    return _time_tag(get_language(), timezone.get_current_timezone(), time)


@lru_cache(_MOST_KEPT)
def _time_tag(language: str | None, zone: tzinfo, time: datetime) -> SafeString:
    local = time.astimezone(zone)
    machine = local.isoformat(timespec="seconds")
    return mark_safe(f'<time datetime="{machine}">{escape(stamps.printed(local))}</time>')  # noqa: S308 (escaped)


@register.filter
def stamp(time: datetime) -> str:
    """The date and time in words."""
    return stamps.stamp(time)


@register.filter
def second(time: datetime) -> str:
    """The time of day in words, to the second."""
    return stamps.second(time)


@register.filter
def seconds_until(time: datetime) -> str:
    """How many seconds there are left, for a script to count from: the reader's own clock may be wrong."""
    return str(max(0, int((time - timezone.now()).total_seconds())))


@register.filter
def sort_links(path: str, signed_in: bool) -> list[tuple[str, str, str]]:
    """(name, label, address) of each order in which the thread at `path` can be read. For a reader whose own order the
    bare address follows, each is named."""
    labels = {
        "oldest": _("Oldest"),
        "newest": _("Newest"),
        "best": _("Best"),
        "controversial": _("Controversial"),
    }
    return [
        (name, label, f"{path}{f'?sort={name}' if signed_in or name != DEFAULT_SORT else ''}#comments")
        for name, label in labels.items()
    ]


@register.filter
def with_ends(entries: Iterable[Entry]) -> Iterator[tuple[Entry, list[Entry]]]:
    """Each entry, and with it those that end there though they have more replies than the page shows: the links to
    the rest stand below the replies that are shown."""
    unfinished: list[Entry] = []
    last: Entry | None = None
    for entry in entries:
        if last is not None:
            yield last, _ended(unfinished, entry.level)
        if entry.more:
            unfinished.append(entry)
        last = entry
    if last is not None:
        yield last, _ended(unfinished, 0)


def _ended(unfinished: list[Entry], level: int) -> list[Entry]:
    """Takes from `unfinished` those that an entry at `level` doesn't hang on, the innermost first."""
    ended = []
    while unfinished and unfinished[-1].level >= level:
        ended.append(unfinished.pop())
    return ended
