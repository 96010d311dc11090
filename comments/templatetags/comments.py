"""What the templates of a thread say and reckon. A page shows up to 180 comments, so what is the same in each of them is
rendered once a page, as a pattern, and filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from django import template
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from comments.models import Comment
from comments.stamps import stamp
from comments.threads import DEFAULT_SORT, Entry

register = template.Library()


@register.simple_block_tag
def pattern(content: str) -> SafeString:
    """The HTML inside, to be kept with `as` and filled in by `fill`, over and over."""
    return mark_safe(" ".join(content.split()))  # noqa: S308 (a template's own HTML, already escaped)


@register.filter
def fill(pattern: str, comment: Comment) -> SafeString:
    """`pattern` with the comment's {number}, {score}, {up}, {down}, {datetime}, {time}, {address} and {name}."""
    html = pattern.replace("{number}", str(comment.pk))
    if "{score}" in html:
        html = html.replace("{score}", str(comment.up - comment.down))
        html = html.replace("{up}", str(comment.up)).replace("{down}", str(comment.down))
    if "{time}" in html:
        machine = comment.created_at.astimezone(timezone.get_default_timezone())
        html = html.replace("{datetime}", machine.isoformat(timespec="seconds"))
        html = html.replace("{time}", stamp(comment.created_at))
    name = comment.author.username if comment.author else _("a former reader")
    # Names were typed by strangers: escaped, and filled in last, so that "{up}" in a name stays a name.
    html = html.replace("{address}", quote(name)).replace("{name}", escape(name))
    return mark_safe(html)  # noqa: S308 (numbers, a time, and the escaped name)


@register.filter
def sort_links(path: str) -> list[tuple[str, str, str]]:
    """(name, label, address) of each order in which the thread at `path` can be read."""
    labels = {
        "oldest": _("Oldest"),
        "newest": _("Newest"),
        "best": _("Best"),
        "controversial": _("Controversial"),
    }
    return [
        (name, label, f"{path}{'' if name == DEFAULT_SORT else f'?sort={name}'}#comments")
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
