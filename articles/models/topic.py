"""What an article is about, across sections."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.article_words import keeps_words_of_named
from articles.models.edition import moves_edition
from articles.models.former_address import keeps_former_address
from articles.models.gone_address import keeps_gone_address


class Topic(models.Model):
    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True, allow_unicode=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        triggers = [
            *moves_edition(),
            keeps_words_of_named("SELECT article_id FROM articles_articletopic WHERE topic_id = NEW.id"),
            keeps_former_address("topic", "'/topics/' || OLD.slug || '/'", "slug"),
            keeps_gone_address("'/topics/' || OLD.slug || '/'"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])
