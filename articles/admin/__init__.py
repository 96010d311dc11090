"""The newsroom's desk in Django admin, one noun a file."""

from articles.admin import (
    announcement,
    article,
    front_page,
    newsletter,
    newsletter_issue,
    partner_link,
    people,
    photo,
    section,
    suggestion,
    topic,
)

__all__ = [
    "announcement",
    "article",
    "front_page",
    "newsletter",
    "newsletter_issue",
    "partner_link",
    "people",
    "photo",
    "section",
    "suggestion",
    "topic",
]
