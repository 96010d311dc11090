"""One story in an issue of a newsletter: at its place, and why it stands there."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.newsletter_issue import NewsletterIssue


class NewsletterStory(models.Model):
    """The smallest place comes first."""

    class Why(models.TextChoices):
        PLACED = "placed", _("placed on the front page")
        READ = "read", _("most read of its section")
        DISCUSSED = "discussed", _("most discussed of its section")
        LATEST = "latest", _("latest of its section")
        EDITOR = "editor", _("chosen by an editor")

    issue = models.ForeignKey(NewsletterIssue, models.CASCADE, related_name="stories", db_index=False)
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="newsletter_stories", verbose_name=_("article")
    )
    position = models.PositiveSmallIntegerField(_("place"), default=1)
    why = models.CharField(_("why"), max_length=9, choices=Why, default=Why.EDITOR, editable=False)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "article"],
                name="newsletter_story_once_an_issue",
                violation_error_message=_("This story is in the issue already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.article)
