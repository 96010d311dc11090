"""The stories that editors place on the front page, or on that of a section; the latest follow by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from articles.models.dated import Dated, DatedQuerySet, ends_after_start
from articles.models.edition import moves_edition
from articles.models.section import Section


class FrontPageSlotQuerySet(DatedQuerySet["FrontPageSlot"]):
    def current(self, section: Section | None = None, at: datetime | None = None) -> FrontPageSlotQuerySet:
        """Those of a section's page, or of the front page, within their dates at `at` (default now), in order; the first is
        the lead."""
        return self.filter(section=section).dated(at)

    def number(self, section: int | None, before: Mapping[int, float]) -> None:
        """The places of a page's slots anew, see `numbered`; None is the front page."""
        with transaction.atomic():
            slots = list(self.filter(section=section).select_for_update())
            self.bulk_update(numbered(slots, before), ["position"])


def numbered(slots: Iterable[FrontPageSlot], before: Mapping[int, float]) -> list[FrontPageSlot]:
    """The slots of one page in the order that their places say, which are 1, 2, 3 and so on from then on.

    `before` is where those stood, by their ids, that were given another place: whoever says 1 means the first, so one that comes
    from further down takes the place of what stands there, which moves down, and one from further up comes behind it."""

    def place(slot: FrontPageSlot) -> tuple[int, bool, bool, int]:
        was = before.get(slot.pk, slot.position)
        return slot.position, was <= slot.position, was < slot.position, slot.pk

    found = sorted(slots, key=place)
    for number, slot in enumerate(found, 1):
        slot.position = number
    return found


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
        return str(self.article)
