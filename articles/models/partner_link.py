"""Links to the sister sites, in the block under each page."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.dated import Dated, DatedQuerySet, ends_after_start
from articles.models.edition import moves_edition


class PartnerLinkQuerySet(DatedQuerySet["PartnerLink"]):
    def current(self, at: datetime | None = None) -> PartnerLinkQuerySet:
        """Those switched on and within their dates at `at` (default now), in order."""
        return self.dated(at).filter(is_on=True)


class PartnerLink(Dated):
    """`site` names where the link leads, as small print."""

    title = models.CharField(_("title"), max_length=150)
    url = models.URLField(_("link"))
    site = models.CharField(_("site"), max_length=80, blank=True)
    is_on = models.BooleanField(_("on"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar[PartnerLinkQuerySet] = PartnerLinkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("partner link")
        verbose_name_plural = _("partner links")
        constraints = [
            ends_after_start("partner_link_ends_after_start", _("A link must end after it starts."))
        ]
        triggers = moves_edition()

    def __str__(self) -> str:
        return self.title
