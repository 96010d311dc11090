"""An agency's embargo on what is a draft here: nothing keeps its editors from publishing it, so they are told."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from accounts.models import User
from articles.models import Article, Note, Origin
from newsportal.imports.item import Wire

_WARNED = "warned"


def warn(article: Article, wire: Wire, came: Origin, *, by: User | None, remarks: list[str]) -> None:
    """A note on the article, once for each time that the agency names, in the name of `by`; without anybody's the report alone
    has it. Whoever calls this saves `came`."""
    words = _words(wire)
    if words is None or article.state not in (Article.State.DRAFT, Article.State.IN_REVIEW):
        return
    remarks.append(words)
    if by and came.taken.get(_WARNED) != words:
        Note.objects.write(article, by=by, words=words)
        came.taken[_WARNED] = words


def _words(wire: Wire) -> str | None:
    """None where there is no embargo, or none any more."""
    if wire.is_open_ended:
        return gettext("The agency has put this story under an embargo that names no end.")
    if wire.embargo and wire.embargo > timezone.now():
        until = date_format(timezone.localtime(wire.embargo), "DATETIME_FORMAT")
        return gettext("The agency has put this story under an embargo: not before %(time)s.") % {
            "time": until
        }
    return None
