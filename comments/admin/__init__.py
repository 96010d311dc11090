"""The moderators' desk in Django admin, one noun a file."""

from comments.admin import (
    appeal,
    comment,
    discussion,
    discussion_policy,
    listed,
    moderation_entry,
    premoderation,
    queue,
    reason,
    report,
    rule,
    sanction,
    vote_hold,
    voting_policy,
)

__all__ = [
    "appeal",
    "comment",
    "discussion",
    "discussion_policy",
    "listed",
    "moderation_entry",
    "premoderation",
    "queue",
    "reason",
    "report",
    "rule",
    "sanction",
    "vote_hold",
    "voting_policy",
]
