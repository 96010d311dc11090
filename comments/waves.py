"""Deciding on a wave, see models/wave.py: all of it as one act, with what it would do told beforehand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import moderation, whole_acts
from comments.models import Claim, Comment, ModerationEntry, Wave
from comments.refusal import Refusal

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision would do: take those that are `public` or `held`, of so many `accounts`; and leave what moderators
    have `decided` on since or look at (`claimed`), what is `gone`, and what isn't for the moderator to decide on (`barred`)."""

    public: int
    held: int
    accounts: int
    decided: int
    claimed: int
    barred: int
    gone: int

    @property
    def takes(self) -> int:
        return self.public + self.held

    @property
    def leaves(self) -> int:
        return self.decided + self.claimed + self.barred + self.gone


def outcome(wave: Wave, *, by: User) -> Outcome:
    """The dry run, in two queries; nothing is changed."""
    states, everything = Comment.State, Comment.objects.filter(pk__in=wave.comments)
    open_, fit = _undecided(), _fit(by)
    counted = everything.aggregate(
        public=Count("pk", filter=fit & Q(state=states.PUBLIC)),
        held=Count("pk", filter=fit & Q(state=states.HELD)),
        accounts=Count("author", filter=fit, distinct=True),
        decided=Count("pk", filter=~open_ & ~Q(state=states.DELETED)),
        claimed=Count("pk", filter=open_ & _claimed(by)),
        barred=Count("pk", filter=open_ & _barred(by) & ~_claimed(by)),
        there=Count("pk", filter=~Q(state=states.DELETED)),
    )
    return Outcome(gone=len(wave.comments) - counted.pop("there"), **counted)


def hide(wave: Wave, *, by: User, reason: str) -> list[ModerationEntry]:
    """Hide what of it is still undecided; returns the entries. Raises Refusal where the wave was decided on or nothing is left."""
    return _decide(wave, by, lambda comments: moderation.hide(comments, by=by, reason=reason, batch=uuid4()))


def approve(wave: Wave, *, by: User) -> list[ModerationEntry]:
    """Let what of it is still undecided stand. Raises as `hide`."""
    return _decide(wave, by, lambda comments: moderation.approve(comments, by=by))


def restore(wave: Wave, *, by: User) -> list[ModerationEntry]:
    """Make public what was hidden with it, and on which nothing was decided since. Raises Refusal where nothing is."""
    moderation.require_moderator(by)
    with transaction.atomic():
        locked = _locked(wave)
        if locked.decision is None or locked.decision.batch is None:
            raise Refusal(_("Nothing of it is hidden any more."), code="none")
        batch = whole_acts.restore_all(locked.decision.batch, by=by)
        return _keep(locked, list(whole_acts.of_batch(batch)))


def hidden_with(wave: Wave) -> Any:
    """Those that the wave's decision hid, and that are hidden by it still."""
    if wave.decision is None or wave.decision.batch is None:
        return Comment.objects.none()
    return whole_acts.still_hidden(whole_acts.of_batch(wave.decision.batch))


# ---------------------------------------------------------------------- the parts


def _decide(wave: Wave, by: User, verb: Callable[[Any], list[ModerationEntry]]) -> list[ModerationEntry]:
    moderation.require_moderator(by)
    with transaction.atomic():
        locked = _locked(wave)
        if not locked.is_open:
            raise Refusal(_("This wave has been decided on meanwhile."), code="moved")
        comments = Comment.objects.filter(_fit(by), pk__in=locked.comments)
        # What a moderator has looked at by itself stays as they decided; what one looks at now is theirs to decide.
        return _keep(locked, verb(comments))


def _locked(wave: Wave) -> Wave:
    """Locked before its comments, so that of two who decide on it at once one does."""
    locked: Wave = Wave.objects.select_for_update(of=["self"]).get(pk=wave.pk)
    return locked


def _keep(wave: Wave, entries: list[ModerationEntry]) -> list[ModerationEntry]:
    if not entries:
        raise Refusal(_("Nothing of this wave is left to decide."), code="moved")
    wave.decision = entries[0]
    wave.save(update_fields=["decision"])
    return entries


def _undecided() -> Q:
    return Q(looked_at=None, state__in=moderation.HIDEABLE)


def _claimed(by: User) -> Q:
    return Q(pk__in=Claim.objects.live(timezone.now()).exclude(moderator=by).values("comment"))


def _barred(by: User) -> Q:
    """As `moderation.not_for`."""
    return Q(pk__in=[]) if by.is_superuser else Q(author=by.pk) | Q(author__is_staff=True)


def _fit(by: User) -> Q:
    return _undecided() & ~_claimed(by) & ~_barred(by)
