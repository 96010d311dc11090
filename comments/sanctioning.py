"""Sanctions: begun, read and lifted."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import telling
from comments.log import note
from comments.models.moderation_entry import ModerationEntry
from comments.models.sanction import Sanction
from comments.moderation import checked_reason, require_moderator
from comments.refusal import Refusal

if TYPE_CHECKING:
    from accounts.models import User


def impose(reader: User, kind: str, *, by: User, reason: str, until: datetime | None = None) -> Sanction:
    """See SanctionQuerySet.warn, suspend and ban."""
    require_moderator(by)
    if reader.is_staff or reader.pk == by.pk:
        # Moderators decide on readers, never on each other: who quarrels in the house settles it there.
        raise Refusal(_("Whoever is of the house can't be sanctioned here."), code="staff")
    reason, now = checked_reason(reason, required=True), timezone.now()
    if kind == Sanction.Kind.SUSPEND and (until is None or until <= now):
        raise Refusal(_("Say until when: a time that is still to come."), code="until")
    with transaction.atomic():
        found: Sanction = Sanction.objects.create(
            reader=reader, kind=kind, reason=reason, by=by, at=now, until=until
        )
        after = {"sanction": found.pk} | ({"until": until.isoformat()} if until else {})
        entry = note(ModerationEntry.Act(kind), by=by, reader=reader, reason=reason, after=after)
        telling.wait([entry], {})
    return found


def read(sanction: Sanction, *, by: User) -> None:
    """See Sanction.read."""
    if sanction.reader_id != by.pk:
        raise PermissionDenied
    Sanction.objects.filter(pk=sanction.pk, read_at=None).update(read_at=timezone.now())
    sanction.refresh_from_db()


def lift(sanction: Sanction, *, by: User) -> None:
    """See Sanction.lift."""
    require_moderator(by)
    with transaction.atomic():
        standing = Sanction.objects.filter(pk=sanction.pk, lifted_at=None)
        if standing.update(lifted_at=timezone.now(), lifted_by=by):
            before = {"sanction": sanction.pk}
            note(ModerationEntry.Act.LIFT, by=by, reader=sanction.reader, before=before)
    sanction.refresh_from_db()
