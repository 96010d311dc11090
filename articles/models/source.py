"""The agency that an article came from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.edition import moves_edition


class Source(models.Model):
    name = models.CharField(_("name"), max_length=120, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        triggers = moves_edition()

    def __str__(self) -> str:
        return self.name
