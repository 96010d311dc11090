"""The moderators' desk in Django admin, one noun a file."""

from comments.admin import (
    comment,
    discussion,
    discussion_policy,
    listed,
    moderation_entry,
    premoderation,
    queue,
    report,
    rule,
    sanction,
    vote_hold,
    voting_policy,
)

__all__ = [
    "comment",
    "discussion",
    "discussion_policy",
    "listed",
    "moderation_entry",
    "premoderation",
    "queue",
    "report",
    "rule",
    "sanction",
    "vote_hold",
    "voting_policy",
]
