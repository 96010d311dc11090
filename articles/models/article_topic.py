"""Which topics an article is about."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article_words import keeps_words_of_article
from articles.models.edition import moves_edition
from articles.models.topic import Topic


class ArticleTopic(models.Model):
    """A topic of an article; a model of its own so that a trigger can watch it."""

    article = models.ForeignKey("articles.Article", models.CASCADE)
    # The index below finds a topic's articles, too.
    topic = models.ForeignKey(Topic, models.CASCADE, verbose_name=_("topic"), db_index=False)

    class Meta:
        verbose_name = _("topic of an article")
        verbose_name_plural = _("topics of an article")
        constraints = [models.UniqueConstraint(fields=["article", "topic"], name="topic_once_in_an_article")]
        indexes = [models.Index(fields=["topic", "article"], name="topic_articles")]
        triggers = [*moves_edition(), keeps_words_of_article()]

    def __str__(self) -> str:
        return str(self.topic)
