"""The nouns of the newsroom, one a file."""

from articles.models.alert import Alert
from articles.models.alert_choice import AlertChoice
from articles.models.alert_delivery import AlertDelivery
from articles.models.announcement import Announcement
from articles.models.article import Article
from articles.models.article_topic import ArticleTopic
from articles.models.article_words import ArticleWords
from articles.models.author import Author
from articles.models.body_picture import BodyPicture
from articles.models.byline import Byline
from articles.models.correction import Correction
from articles.models.due_words import DueWords
from articles.models.edition import Edition
from articles.models.former_address import FormerAddress
from articles.models.former_picture import FormerPicture
from articles.models.front_page import FrontPageSlot
from articles.models.gone_address import GoneAddress
from articles.models.newsletter import Newsletter
from articles.models.newsletter_issue import NewsletterIssue
from articles.models.newsletter_story import NewsletterStory
from articles.models.note import Note, NoteMark
from articles.models.origin import Origin
from articles.models.partner_link import PartnerLink
from articles.models.photo import Photo
from articles.models.presence import Presence
from articles.models.reads import Reads
from articles.models.section import Section
from articles.models.source import Source
from articles.models.staff import Membership, Person
from articles.models.suggestion import Suggestion
from articles.models.topic import Topic
from articles.models.word import Word
from articles.models.working_copy import WorkingCopy

__all__ = [
    "Alert",
    "AlertChoice",
    "AlertDelivery",
    "Announcement",
    "Article",
    "ArticleTopic",
    "ArticleWords",
    "Author",
    "BodyPicture",
    "Byline",
    "Correction",
    "DueWords",
    "Edition",
    "FormerAddress",
    "FormerPicture",
    "FrontPageSlot",
    "GoneAddress",
    "Membership",
    "Newsletter",
    "NewsletterIssue",
    "NewsletterStory",
    "Note",
    "NoteMark",
    "Origin",
    "PartnerLink",
    "Person",
    "Photo",
    "Presence",
    "Reads",
    "Section",
    "Source",
    "Suggestion",
    "Topic",
    "Word",
    "WorkingCopy",
]
