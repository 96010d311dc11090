"""Voting on a comment."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from comments.models import Comment, VotingPolicy
from comments.models.voting_policy import HIDDEN_TALLY
from comments.networks import network_of
from comments.refusal import Refusal
from comments.views.answers import comment_for, done, refused
from comments.views.drafting import keep_aside
from comments.views.gate import SignedInRequest, signed_in


def _back(request: HttpRequest, pk: int) -> str:
    keep_aside(request, pk)
    return reverse("comment", args=[pk])


@require_POST
@signed_in(back=_back)
def vote(request: SignedInRequest, pk: int) -> HttpResponse:
    """`value` is 1, -1 or 0; the same value again changes nothing."""
    comment: Comment = comment_for(request, pk)
    values = {"1": 1, "-1": -1, "0": 0}
    try:
        # An unknown value is passed on as one that the verb refuses, so that the sentence stands in one place.
        hold = comment.vote(
            by=request.user,
            value=values.get(request.POST.get("value", ""), 2),
            network=network_of(request),
        )
    except Refusal as refusal:
        return refused(request, refusal, comment.get_absolute_url())
    value, told = values[request.POST["value"]], hold.told(request.user) if hold else ""
    policy = VotingPolicy.objects.current()
    if policy.hides_count(comment, at=timezone.now(), voted=value != 0):
        counts: dict[str, Any] = {"tally": HIDDEN_TALLY}
    else:
        counts = {"tally": comment.tally, "up": comment.up, "down": comment.down}
    return done(request, comment.get_absolute_url(), **counts, value=value, message=told)
