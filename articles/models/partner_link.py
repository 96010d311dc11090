"""Links to the sister sites, in the block under each page."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.edition import moves_edition


class PartnerLink(models.Model):
    """`site` names where the link leads, as small print."""

    title = models.CharField(_("title"), max_length=150)
    url = models.URLField(_("link"))
    site = models.CharField(_("site"), max_length=80, blank=True)
    is_on = models.BooleanField(_("on"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("partner link")
        verbose_name_plural = _("partner links")
        triggers = moves_edition()

    def __str__(self) -> str:
        return self.title
