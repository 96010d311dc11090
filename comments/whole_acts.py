"""Acts over many comments at once: hiding all that one reader wrote since a time, and restoring what such an act hid.

Each is one entry in the log a comment, all under one batch; it is undone as one, within the ten seconds, by `undoing.py`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import moderation
from comments.models.comment import Comment
from comments.models.moderation_entry import ModerationEntry
from comments.moderation import require_moderator
from comments.refusal import Refusal

if TYPE_CHECKING:
    from accounts.models import User
    from comments.models.comment_queries import CommentQuerySet

# From when on, by what stands in the form: so long ago; the comment itself and "all" are no times.
AGO = {
    "1": (timedelta(hours=1), gettext_lazy("the last hour")),
    "24": (timedelta(hours=24), gettext_lazy("the last 24 hours")),
    "168": (timedelta(days=7), gettext_lazy("the last 7 days")),
    "720": (timedelta(days=30), gettext_lazy("the last 30 days")),
}


def by_author(author: User, since: datetime | None) -> CommentQuerySet:
    """What of `author` is public or held, written since then, or at any time."""
    written: Any = Comment.objects.filter(author=author, state__in=moderation.HIDEABLE)
    return written if since is None else written.filter(created_at__gte=since)


def counted(author: User, times: dict[str, datetime | None]) -> dict[str, int]:
    """How many would be hidden for each of `times`, under the same names; in one query. Changes nothing."""
    counts = {
        f"n{place}": Count("pk", filter=Q(created_at__gte=since) if since else None)
        for place, since in enumerate(times.values())
    }
    found = by_author(author, None).aggregate(**counts)
    return {name: found[f"n{place}"] for place, name in enumerate(times)}


def hide_since(author: User, since: datetime | None, *, by: User, reason: str) -> UUID:
    """Hide all that `author` wrote since then, and return the batch. Raises as `moderation.hide` does, and Refusal where there
    is nothing to hide."""
    batch = uuid4()
    if not moderation.hide(by_author(author, since), by=by, reason=reason, batch=batch):
        raise Refusal(_("There is nothing of theirs to hide since then."), code="none")
    return batch


def of_batch(batch: UUID) -> Any:
    """The entries of an act, the first one first."""
    return ModerationEntry.objects.filter(batch=batch).order_by("pk")


def still_hidden(entries: Any) -> CommentQuerySet:
    """What these entries hid that nobody has decided on since."""
    decided = ModerationEntry.objects.decisions().standing()
    since = decided.filter(comment=OuterRef("comment"), pk__gt=OuterRef("pk"))
    standing = entries.filter(~Exists(since), act=ModerationEntry.Act.HIDE).order_by()
    hidden: Any = Comment.objects.filter(state=Comment.State.HIDDEN, pk__in=standing.values("comment"))
    return hidden


def restore_all(batch: UUID, *, by: User, reason: str = "") -> UUID:
    """Make all public again that the act hid and nobody has decided on since; returns the batch of this act. Raises as
    `moderation.restore` does, and Refusal where nothing of it is hidden any more."""
    require_moderator(by)
    restored = uuid4()
    with transaction.atomic():
        # Under the lock nobody decides on one of them between the look and the act.
        hidden = still_hidden(of_batch(batch))
        hidden.lock(Comment.State.HIDDEN)
        if not moderation.restore(hidden.all(), by=by, reason=reason, batch=restored):
            raise Refusal(_("Nothing of it is hidden any more."), code="none")
    return restored


def times(comment: Comment) -> dict[str, datetime | None]:
    """From when on all of the author of `comment` can be hidden, by what stands in the form."""
    now = timezone.now()
    ago = {name: now - span for name, (span, _label) in AGO.items()}
    return {"this": comment.created_at, **ago, "all": None}
