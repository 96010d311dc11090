"""The stories that editors place on the front page, or on that of a section; the latest follow by themselves."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.dated import Dated, DatedQuerySet, ends_after_start
from articles.models.edition import moves_edition
from articles.models.section import Section


class FrontPageSlotQuerySet(DatedQuerySet["FrontPageSlot"]):
    def current(self, section: Section | None = None, at: datetime | None = None) -> FrontPageSlotQuerySet:
        """Those of a section's page, or of the front page, within their dates at `at` (default now), in order; the first is
        the lead."""
        return self.filter(section=section).dated(at)


class FrontPageSlot(Dated):
    """Place 1 is the lead story."""

    section = models.ForeignKey(
        Section,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="slots",
        verbose_name=_("page"),
        help_text=_("The section on whose page the story stands; none for the front page."),
    )
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="slots", verbose_name=_("article")
    )
    position = models.PositiveSmallIntegerField(_("place"), default=1)

    objects: ClassVar[FrontPageSlotQuerySet] = FrontPageSlotQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = [models.F("section").asc(nulls_first=True), "position", "id"]
        verbose_name = _("front page slot")
        verbose_name_plural = _("front page slots")
        constraints = [
            ends_after_start("slot_ends_after_start", _("A slot must end after it starts.")),
            models.UniqueConstraint(
                fields=["article", "section"],
                name="slot_once_on_a_page",
                nulls_distinct=False,
                violation_error_message=_("This article has a slot on that page already."),
            ),
        ]
        triggers = moves_edition()

    def __str__(self) -> str:
        return f"{self.position}"
