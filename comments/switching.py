"""Opening, closing and holding discussions, and their other switches: each change with its entry in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from comments import rulebook
from comments.log import note
from comments.models.discussion import Discussion
from comments.models.moderation_entry import ModerationEntry
from comments.moderation import require_moderator

if TYPE_CHECKING:
    from accounts.models import User


def switch(discussion: Discussion, *, by: User, switches: dict[str, Any]) -> None:
    """See Discussion.switch. The row is locked, as in posting, so that the log says what it was before."""
    require_moderator(by)
    if unknown := switches.keys() - set(Discussion.SWITCHES):
        raise ValueError(f"a discussion has no switch {', '.join(sorted(unknown))}")
    if "state" in switches:
        switches = {**switches, "state": Discussion.State(switches["state"]).value}
    with transaction.atomic():
        locked = (
            Discussion.objects.select_for_update(no_key=True).select_related("article").get(pk=discussion.pk)
        )
        before = {name: getattr(locked, name) for name in switches if getattr(locked, name) != switches[name]}
        after = {name: switches[name] for name in before}
        opens = switches.get("state", Discussion.State.CLOSED) != Discussion.State.CLOSED
        is_reopened = opens and rulebook.current().site_terms.over(locked, locked.article).is_closed
        if after or is_reopened:
            changed: dict[str, Any] = {**after, "opened_at": timezone.now()} if is_reopened else after
            Discussion.objects.filter(pk=discussion.pk).update(**changed, version=F("version") + 1)
            note(ModerationEntry.Act.SWITCH, by=by, discussion=locked, before=before, after=after)
    discussion.refresh_from_db()
