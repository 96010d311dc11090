"""Votes of a record that don't count: why they wait or were set aside, and whose they are.

In a record `votes` has every vote, and `held` names those among them that its `up` and `down` leave out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from comments.bursts import HISTORY
from comments.models import Vote, VoteHold
from comments.models.vote_hold import STANDS
from newsportal.exchange.fields import BadRecordError, choice_of, list_of, text_of, time_of

REASONS = tuple(VoteHold.Reason.values)
STATES = (VoteHold.State.WAITING.value, VoteHold.State.SET_ASIDE.value)


@dataclass(frozen=True)
class HeldVotes:
    """Votes of `voters` on one comment under one hold; what the record doesn't say is as if held now."""

    reason: str
    state: str
    since: datetime | None
    until: datetime | None
    words: str
    voters: frozenset[str]


def held_votes(value: dict[str, Any], voters: Collection[str], where: str) -> tuple[HeldVotes, ...]:
    """What a comment's record says under `held` of some of its `voters`. Raises BadRecordError."""
    holds = tuple(_held(one, f"{where}held: ") for one in list_of(value, "held", dict))
    named = [name for hold in holds for name in hold.voters]
    if len(named) > len(set(named)) or not set(named) <= set(voters):
        raise BadRecordError(f"{where}each held vote must be one of the comment's votes, and held once")
    return holds


def _held(value: dict[str, Any], where: str) -> HeldVotes:
    return HeldVotes(
        reason=choice_of(value, "reason", REASONS, where),
        state=choice_of(value, "state", STATES, where),
        since=time_of(value, "since", where),
        until=time_of(value, "until", where),
        words=text_of(value, "words", 500, where),
        voters=frozenset(list_of(value, "voters", str)),
    )


def cast_held(comment: int, held: HeldVotes, votes: dict[int, int], times: dict[int, datetime]) -> int:
    """Casts `votes` ({voter: value}) under a hold of their own, at their `times` where these are known; those that stand already stay
    as they are. Returns how many were new."""
    standing = Vote.objects.filter(comment=comment, voter__in=votes).values_list("voter", flat=True)
    lacking = votes.keys() - set(standing)
    if not lacking:
        return 0
    now = timezone.now()
    since = held.since or now
    hold = VoteHold.objects.create(
        comment_id=comment,
        reason=held.reason,
        state=held.state,
        opened_at=since,
        ends_at=held.until or since + STANDS,
        decided_at=now if held.state == VoteHold.State.SET_ASIDE else None,
        words=held.words,
    )
    Vote.objects.bulk_create(
        [
            Vote(comment_id=comment, voter_id=voter, value=votes[voter], hold=hold)
            for voter in sorted(lacking)
        ],
        ignore_conflicts=True,
    )
    # As old as all votes of records: they came together only here, and a burst would begin their waiting anew.
    hold.votes.update(cast_at=now - HISTORY)
    for voter in lacking & times.keys():
        hold.votes.filter(voter=voter).update(cast_at=times[voter])
    return len(lacking)


# ---------------------------------------------------------------------- out again


def held_subquery() -> ArraySubquery:
    """The held votes of each comment of a query, for `held_records`."""
    held = Vote.objects.filter(comment=OuterRef("pk"), counts=False).exclude(value=0)
    return ArraySubquery(
        held.order_by("hold", "voter__username").values(
            vote=JSONObject(
                hold=F("hold_id"),
                voter="voter__username",
                reason="hold__reason",
                state="hold__state",
                since="hold__opened_at",
                until="hold__ends_at",
                words="hold__words",
            )
        )
    )


def held_records(votes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What `held_subquery` found, as a comment's record has it."""
    records: dict[int, dict[str, Any]] = {}
    for vote in votes:
        times = {
            name: timezone.localtime(parse_datetime(vote[name])).isoformat() for name in ("since", "until")
        }
        kept = {name: vote[name] for name in ("reason", "state", "words") if vote[name]}
        records.setdefault(vote["hold"], {**kept, **times, "voters": []})["voters"].append(vote["voter"])
    return list(records.values())
