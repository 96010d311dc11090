"""Appeals against decisions: made by who was told of one, decided by another moderator than the one who took it.

Nobody is judge of their own decision: the verb itself refuses that, also to superusers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.characters import set_apart
from accounts.stamps import clock, stamp
from comments import moderation, reasons, telling, whole_acts
from comments.log import note
from comments.models.appeal import Appeal
from comments.models.comment import Comment
from comments.models.moderation_entry import ModerationEntry
from comments.models.statement import Statement
from comments.moderation import checked_reason, require_moderator
from comments.refusal import Refusal
from comments.sanctioning import lift

if TYPE_CHECKING:
    from accounts.models import User

MOST = 1000
_ACT = ModerationEntry.Act


def appeal(statement: Statement, *, by: User, words: str) -> Appeal:
    """Ask that another moderator looks at the decision again: once, within six months. Raises PermissionDenied for a decision
    on somebody else, Refusal without words, too late, again, and where it was taken back already."""
    if statement.reader_id != by.pk:
        raise PermissionDenied
    words = words.strip()
    if not words:
        raise Refusal(_("Say why you think that it is a mistake."), code="words")
    if len(words) > MOST or "\x00" in words:
        raise Refusal(_("Tell it in at most %(most)d characters.") % {"most": MOST}, code="words")
    if is_late(statement):
        raise Refusal(
            _("The time to appeal was over on %(time)s.") % {"time": stamp(statement.appeal_until)},
            code="late",
        )
    with transaction.atomic():
        Statement.objects.select_for_update(no_key=True).get(pk=statement.pk)
        if Appeal.objects.filter(statement=statement).exists():
            raise Refusal(_("You have appealed this decision already."), code="again")
        if is_taken_back(statement):
            raise Refusal(_("It was taken back already: there is nothing to appeal."), code="back")
        made = Appeal.objects.create(statement=statement, words=words, made_at=timezone.now())
        entry = statement.entry
        about = {"comment": entry.comment, "discussion": entry.discussion, "reader": by}
        note(_ACT.APPEAL, by=by, after={"appeal": made.pk, "outcome": made.outcome}, **about)
    return made


def is_late(statement: Statement) -> bool:
    return timezone.now() > statement.appeal_until


def is_taken_back(statement: Statement) -> bool:
    """Whether nothing of it holds any more because a moderator took it back."""
    if statement.sanction is not None:
        return statement.sanction.lifted_at is not None
    if statement.act != _ACT.HIDE:
        return False
    return not statement.comments.filter(state=Comment.State.HIDDEN).exists()


def not_for(made: Appeal, by: User) -> Refusal | None:
    """Why `by` may not decide on this appeal."""
    if made.statement.entry.actor_id == by.pk:
        return Refusal(
            _("You took this decision yourself: another moderator must decide on the appeal."), code="own"
        )
    reader = made.statement.reader
    if reader.pk == by.pk:
        return Refusal(_("This appeal is your own: another must decide on it."), code="own")
    if reader.is_staff and not by.is_superuser:
        return Refusal(_("Who appeals is of the house: who runs the site decides on it."), code="staff")
    return None


def decide(made: Appeal, outcome: str, *, by: User, reason: str) -> None:
    """See Appeal.uphold and Appeal.overturn. The comments are locked before the appeal, as in undoing."""
    require_moderator(by)
    reason = checked_reason(reason, required=True)
    refusal = not_for(made, by)
    if refusal is not None:
        raise refusal
    statement, batch = made.statement, uuid4()
    with transaction.atomic():
        if statement.act == _ACT.HIDE:
            statement.comments.lock(*Comment.State.values)
        locked = Appeal.objects.select_for_update(no_key=True, of=["self"]).select_related("decided_by")
        stands = locked.get(pk=made.pk)
        if stands.outcome != Appeal.Outcome.OPEN:
            raise _decided_meanwhile(stands)
        told = reasons.told(reason)
        Appeal.objects.filter(pk=made.pk).update(
            outcome=outcome,
            answer=told.words,
            answer_ja=told.words_ja,
            decided_at=timezone.now(),
            decided_by=by,
        )
        act = _ACT.OVERTURN if outcome == Appeal.Outcome.OVERTURNED else _ACT.UPHOLD
        entry = note(
            act,
            by=by,
            comment=statement.entry.comment,
            discussion=statement.entry.discussion,
            reader=statement.reader,
            reason=told.words,
            before={"outcome": stands.outcome},
            after={"appeal": made.pk, "outcome": outcome},
            batch=batch,
        )
        telling.wait([entry], {})
        if outcome == Appeal.Outcome.OVERTURNED:
            _take_back(statement, by, told.words, batch)
    made.refresh_from_db()


def _take_back(statement: Statement, by: User, reason: str, batch: UUID) -> None:
    """What was hidden is public again, as far as nobody has decided on it since; a sanction is lifted. What a rule refused was
    never posted: its author has it on the page of the decision, and when they send it again it passes."""
    if statement.sanction is not None:
        lift(statement.sanction, by=by, reason=reason, batch=batch)
    elif statement.act == _ACT.HIDE:
        hidden = whole_acts.still_hidden(statement.entries)
        if hidden.exists():
            moderation.restore(hidden, by=by, reason=reason, batch=batch)


def _decided_meanwhile(made: Appeal) -> Refusal:
    words = _("It was decided meanwhile: %(outcome)s, %(time)s.")
    if made.decided_by is not None:
        words = _("%(name)s has decided on it meanwhile: %(outcome)s, %(time)s.")
    decided = {
        "name": set_apart(made.decided_by.username) if made.decided_by else "",
        "outcome": made.get_outcome_display(),
        "time": clock(made.decided_at) if made.decided_at else "",
    }
    return Refusal(words % decided, code="moved")
