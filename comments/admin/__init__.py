"""The moderators' desk in Django admin, one noun a file."""

from comments.admin import (
    appeal,
    comment,
    discussion,
    discussion_policy,
    domain_rule,
    moderation_entry,
    premoderation,
    queue,
    reason,
    report,
    rule,
    sanction,
    vote_hold,
    voting_policy,
    word_rule,
)

__all__ = [
    "appeal",
    "comment",
    "discussion",
    "discussion_policy",
    "domain_rule",
    "moderation_entry",
    "premoderation",
    "queue",
    "reason",
    "report",
    "rule",
    "sanction",
    "vote_hold",
    "voting_policy",
    "word_rule",
]
