"""Opening, closing and holding discussions, each with its entry in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from comments.log import note
from comments.models.discussion import Discussion
from comments.models.moderation_entry import ModerationEntry
from comments.moderation import require_moderator

if TYPE_CHECKING:
    from accounts.models import User


def set_state(discussion: Discussion, state: str, *, by: User) -> None:
    """See Discussion.set_state. The row is locked, as in posting, so that the log says what it was before."""
    require_moderator(by)
    to = Discussion.State(state)
    with transaction.atomic():
        locked = Discussion.objects.select_for_update(no_key=True).get(pk=discussion.pk)
        if locked.state != to:
            Discussion.objects.filter(pk=discussion.pk).update(state=to, version=F("version") + 1)
            change = {"before": {"state": locked.state}, "after": {"state": to.value}}
            note(ModerationEntry.Act.SWITCH, by=by, discussion=locked, **change)
    discussion.refresh_from_db()
