"""The nouns of comments, one a file."""

from comments.models.comment import Comment
from comments.models.discussion import Discussion, VoteWindow
from comments.models.moderation_entry import ModerationEntry
from comments.models.report import Report
from comments.models.vote import Vote

__all__ = ["Comment", "Discussion", "ModerationEntry", "Report", "Vote", "VoteWindow"]
