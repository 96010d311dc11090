"""What a moderator saw of a comment when they decided on it, so that nobody decides unawares on what another has decided on,
or on other words than those that they read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, DateTimeField
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.characters import set_apart
from accounts.stamps import clock
from comments.models.claim import Claim
from comments.models.comment import Comment
from comments.models.moderation_entry import ModerationEntry
from comments.refusal import Refusal
from newsportal.compiled import Compiled, Parameter, among

if TYPE_CHECKING:
    from accounts.models import User


# Every decision asks these.
_newest_of = Compiled(
    lambda: (
        ModerationEntry.objects.decisions()
        .filter(among("comments_moderationentry.comment_id", "comments"))
        .newest()
    )
)
_claims = Compiled(
    lambda: (
        Claim.objects.live(Parameter("now", DateTimeField()))
        .filter(among("comments_claim.comment_id", "comments"))
        .exclude(moderator=Parameter("by", BigIntegerField()))
        .select_related("moderator")
        .only("until", "moderator__username")
    )
)


def sight(comment: Comment, newest: int | None) -> str:
    """A word for how `comment` stands, `newest` being the id of the newest decision on it: another as soon as somebody has
    decided on it, or its author has changed or deleted it."""
    words = hashlib.blake2b(comment.text.encode(), digest_size=6).hexdigest()
    return f"{comment.state}-{newest or 0}-{words}"


def sights(comments: Collection[Comment]) -> dict[int, str]:
    """The `sight` of each of these, by its id; in one query."""
    return _sights(comments, _newest(comments))


def moved(comments: Collection[Comment], seen: Mapping[int, str], by: User) -> dict[int, Refusal]:
    """Of these comments, which are locked, those that aren't as `by` has seen them or that another looks at, each with
    the sentence that says what has happened: who decided what, and when."""
    newest = _newest(comments)
    stands = _sights(comments, newest)
    claims = _claims(comments=[one.pk for one in comments], by=by.pk, now=timezone.now())
    claimed = {one.comment_id: one for one in claims}
    found = {}
    for one in comments:
        word = seen.get(one.pk, "")
        if word != stands[one.pk]:
            found[one.pk] = Refusal(_what_happened(one, word, newest.get(one.pk), by), code="moved")
        elif one.pk in claimed:
            found[one.pk] = being_looked_at(claimed[one.pk])
    return found


def being_looked_at(claim: Claim) -> Refusal:
    told = {"name": set_apart(claim.moderator.username), "time": clock(claim.until)}
    words = _("%(name)s is looking at it, and has until %(time)s to decide.") % told
    return Refusal(words, code="claimed")


def _sights(comments: Collection[Comment], newest: Mapping[int, ModerationEntry]) -> dict[int, str]:
    return {one.pk: sight(one, newest[one.pk].pk if one.pk in newest else None) for one in comments}


def _newest(comments: Collection[Comment]) -> dict[int, ModerationEntry]:
    return {entry.comment_id or 0: entry for entry in _newest_of(comments=[one.pk for one in comments])}


def _what_happened(comment: Comment, word: str, newest: ModerationEntry | None, by: User) -> str:
    if comment.state == Comment.State.DELETED:
        return _("Its author has deleted it meanwhile: there is nothing left to decide.")
    if newest is None or word.split("-")[1:2] == [str(newest.pk)]:
        return _("Its author has changed it meanwhile. Look at it again, then decide.")
    decided = {"act": newest.get_act_display(), "time": clock(newest.created_at)}
    if newest.actor_id == by.pk:
        return _("You have decided on it meanwhile: %(act)s, %(time)s.") % decided
    if newest.actor is None:
        return _("A rule has decided on it meanwhile: %(act)s, %(time)s.") % decided
    named = {**decided, "name": set_apart(newest.actor.username)}
    return _("%(name)s has decided on it meanwhile: %(act)s, %(time)s.") % named
