"""A section of the paper, such as politics; the first part of an article's address."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.edition import moves_edition
from articles.models.former_address import keeps_former_address
from articles.models.gone_address import keeps_gone_address
from articles.slugs import not_reserved


class Section(models.Model):
    """Sections stand in the navigation in the order of `position`."""

    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(_("slug"), max_length=60, unique=True, validators=[not_reserved])
    description = models.CharField(_("description"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        triggers = [
            *moves_edition(),
            keeps_former_address("section", "'/' || OLD.slug || '/'", "slug"),
            keeps_gone_address("'/' || OLD.slug || '/'"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.slug])
