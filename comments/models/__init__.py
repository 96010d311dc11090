"""The nouns of comments, one a file."""

from comments.models.appeal import Appeal
from comments.models.claim import Claim
from comments.models.comment import Comment
from comments.models.comment_edit import CommentEdit
from comments.models.comment_words import CommentWords
from comments.models.discussion import Discussion, VoteWindow
from comments.models.discussion_policy import DiscussionPolicy
from comments.models.domain_rule import DomainRule
from comments.models.draft import Draft
from comments.models.follow import Follow
from comments.models.moderation_entry import ModerationEntry
from comments.models.moderation_month import ModerationMonth
from comments.models.mute import Mute
from comments.models.notification import Notification
from comments.models.origin import Origin
from comments.models.pace import Pace
from comments.models.postbox import Postbox
from comments.models.premoderation import Premoderation
from comments.models.queue import Queue
from comments.models.reader_settings import ReaderSettings
from comments.models.reason import Reason
from comments.models.report import Report
from comments.models.rule_setting import RuleSetting
from comments.models.rules_version import RulesVersion
from comments.models.sanction import Sanction
from comments.models.statement import Statement
from comments.models.telling import Telling
from comments.models.visit import Visit
from comments.models.vote import Vote
from comments.models.vote_hold import VoteHold
from comments.models.voting_policy import VotingPolicy
from comments.models.wave import Wave
from comments.models.word_rule import WordRule

__all__ = [
    "Appeal",
    "Claim",
    "Comment",
    "CommentEdit",
    "CommentWords",
    "Discussion",
    "DiscussionPolicy",
    "DomainRule",
    "Draft",
    "Follow",
    "ModerationEntry",
    "ModerationMonth",
    "Mute",
    "Notification",
    "Origin",
    "Pace",
    "Postbox",
    "Premoderation",
    "Queue",
    "ReaderSettings",
    "Reason",
    "Report",
    "RuleSetting",
    "RulesVersion",
    "Sanction",
    "Statement",
    "Telling",
    "Visit",
    "Vote",
    "VoteHold",
    "VoteWindow",
    "VotingPolicy",
    "Wave",
    "WordRule",
]
