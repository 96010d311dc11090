"""Reading all of a reader's comments before they appear, and no longer; each with its entry in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from comments.log import note
from comments.models.moderation_entry import ModerationEntry
from comments.models.premoderation import Premoderation
from comments.moderation import checked_reason, require_moderator
from comments.refusal import Refusal

if TYPE_CHECKING:
    from accounts.models import User


def begin(reader: User, *, by: User, reason: str) -> Premoderation:
    """Have all that `reader` posts from now on wait for a moderator. Where that is so already it stays as it is. Raises
    PermissionDenied where `by` is no moderator, Refusal without a reason, or where the reader is one of the house."""
    require_moderator(by)
    if reader.is_staff:
        raise Refusal(_("Whoever is of the house can't be sanctioned here."), code="staff")
    reason = checked_reason(reason, required=True)
    with transaction.atomic():
        found, is_new = Premoderation.objects.get_or_create(
            reader=reader, defaults={"reason": reason, "by": by}
        )
        if is_new:
            note(ModerationEntry.Act.PREMODERATE, by=by, reader=reader, reason=reason, rule="premoderation")
    return found


def end(premoderation: Premoderation, *, by: User) -> None:
    """Let the reader's comments appear by themselves again. Raises PermissionDenied where `by` is no moderator."""
    require_moderator(by)
    with transaction.atomic():
        if Premoderation.objects.filter(pk=premoderation.pk).delete()[0]:
            acts = ModerationEntry.Act
            note(acts.END_PREMODERATION, by=by, reader=premoderation.reader, rule="premoderation")
