"""The moderators' desk in Django admin, one noun a file."""

from comments.admin import comment, discussion, moderation_entry, report

__all__ = ["comment", "discussion", "moderation_entry", "report"]
