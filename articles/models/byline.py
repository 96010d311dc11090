"""The byline: who wrote an article, in order."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article_words import keeps_words_of_article
from articles.models.author import Author
from articles.models.edition import moves_edition


class Byline(models.Model):
    """An author of an article, at a place in the byline."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, related_name="bylines", verbose_name=_("author"))
    position = models.PositiveSmallIntegerField(_("place"), default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        constraints = [models.UniqueConstraint(fields=["article", "author"], name="author_once_in_a_byline")]
        triggers = [*moves_edition(), keeps_words_of_article()]

    def __str__(self) -> str:
        return str(self.author)
