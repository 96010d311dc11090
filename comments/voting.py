"""Voting: one statement a vote; the triggers tally it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from comments.models.comment import Comment
from comments.models.vote import Vote
from comments.refusal import Refusal

if TYPE_CHECKING:
    from accounts.models import User


def vote(comment: Comment, *, by: User, value: int) -> None:
    """See Comment.vote. The comment's row is locked, so that one that is being hidden takes no more votes."""
    if value not in (1, 0, -1):
        raise Refusal(_("A vote is up, down, or taken back."), code="value")
    with transaction.atomic():
        # The author is read under the same lock as the state: both decide whether the vote may stand.
        locked = Comment.objects.select_for_update(no_key=True).only("state", "author_id").get(pk=comment.pk)
        if locked.author_id == by.pk:
            raise Refusal(_("You can't vote on your own comment."), code="own")
        if locked.state != Comment.State.PUBLIC:
            raise Refusal(_("This comment is no longer there to vote on."), code="gone")
        if value == 0:
            Vote.objects.filter(comment=comment, voter=by).delete()
        else:
            Vote.objects.bulk_create(
                [Vote(comment=comment, voter=by, value=value)],
                update_conflicts=True,
                unique_fields=["voter", "comment"],
                update_fields=["value"],
            )
    comment.refresh_from_db(fields=["up", "down", "score", "state"])
