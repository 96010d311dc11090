"""The comments app: discussions under articles, their votes and their moderation."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "comments"
