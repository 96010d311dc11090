"""Sanctions: begun, read and lifted."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from comments import moderation, reasons, telling
from comments.log import note
from comments.models.comment import Comment
from comments.models.moderation_entry import ModerationEntry
from comments.models.sanction import Sanction
from comments.moderation import checked_reason, require_moderator
from comments.refusal import Refusal


def impose(
    reader: User,
    kind: str,
    *,
    by: User,
    reason: str,
    until: datetime | None = None,
    comment: Comment | None = None,
    batch: UUID | None = None,
) -> Sanction:
    """See SanctionQuerySet.warn, suspend and ban."""
    require_moderator(by)
    if reader.is_staff or reader.pk == by.pk:
        # Moderators decide on readers, never on each other: who quarrels in the house settles it there.
        raise Refusal(_("Whoever is of the house can't be sanctioned here."), code="staff")
    reason, now = checked_reason(reason, required=True), timezone.now()
    if kind == Sanction.Kind.SUSPEND and (until is None or until <= now):
        raise Refusal(_("Say until when: a time that is still to come."), code="until")
    told = reasons.told(reason)
    with transaction.atomic():
        # What the reader posts at this moment comes before it, and is there to be hidden; what comes after is refused.
        if not User.objects.halt(reader.pk):
            raise _gone()
        found: Sanction = Sanction.objects.create(
            reader=reader,
            kind=kind,
            reason=told.words,
            reason_ja=told.words_ja,
            by=by,
            at=now,
            until=until,
            comment=comment,
        )
        after = {"sanction": found.pk} | ({"until": until.isoformat()} if until else {})
        act = ModerationEntry.Act(kind)
        entry = note(act, by=by, comment=comment, reader=reader, reason=told.words, after=after, batch=batch)
        telling.wait([entry], {})
    return found


def impose_for(
    comment: Comment, kind: str, *, by: User, reason: str, hours: int = 0, hides: bool = False, seen: str = ""
) -> Sanction:
    """Sanction the author of `comment` because of it, for so many `hours` where it is a suspension; with `hides` take it
    away from readers in the same act, as it was `seen`. Raises as `impose` and `moderation.hide` do."""
    require_moderator(by)
    if comment.author is None:
        raise _gone()
    until = timezone.now() + timedelta(hours=hours) if kind == Sanction.Kind.SUSPEND else None
    batch = uuid4() if hides else None
    with transaction.atomic():
        if hides:
            # Before the comment, as a vote of theirs locks the two.
            User.objects.halt(comment.author.pk)
            this = Comment.objects.filter(pk=comment.pk)
            moderation.hide(
                this, by=by, reason=reason, seen={comment.pk: seen} if seen else None, batch=batch
            )
        return impose(comment.author, kind, by=by, reason=reason, until=until, comment=comment, batch=batch)


def _gone() -> Refusal:
    return Refusal(_("Its author's account is gone: there is nobody to sanction."), code="gone")


def read(sanction: Sanction, *, by: User) -> None:
    """See Sanction.read."""
    if sanction.reader_id != by.pk:
        raise PermissionDenied
    Sanction.objects.filter(pk=sanction.pk, read_at=None).update(read_at=timezone.now())
    sanction.refresh_from_db()


def lift(sanction: Sanction, *, by: User, reason: str = "", batch: UUID | None = None) -> None:
    """See Sanction.lift."""
    require_moderator(by)
    reason = checked_reason(reason)
    with transaction.atomic():
        standing = Sanction.objects.filter(pk=sanction.pk, lifted_at=None)
        if standing.update(lifted_at=timezone.now(), lifted_by=by):
            before, act = {"sanction": sanction.pk}, ModerationEntry.Act.LIFT
            about = {"comment": sanction.comment, "reader": sanction.reader}
            entry = note(act, by=by, reason=reason, before=before, batch=batch, **about)
            telling.wait([entry], {})
    sanction.refresh_from_db()
