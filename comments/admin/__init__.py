"""The moderators' desk in Django admin, one noun a file."""

from comments.admin import comment, discussion, moderation_entry, report, sanction, vote_hold, voting_policy

__all__ = ["comment", "discussion", "moderation_entry", "report", "sanction", "vote_hold", "voting_policy"]
