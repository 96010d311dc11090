"""Why moderators decide as they do: the reasons that they choose from, in the languages of the site."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Reason(models.Model):
    """What a moderator adds to it is typed behind it; what was told once stays as it was, whatever becomes of the row."""

    words = models.CharField(_("reason"), max_length=120, unique=True)
    words_ja = models.CharField(
        _("in Japanese"),
        max_length=120,
        blank=True,
        help_text=_("For readers of Japanese; where it is empty they get the other."),
    )
    position = models.PositiveSmallIntegerField(
        _("place"), default=100, help_text=_("The smaller the number, the farther up it stands.")
    )

    objects: ClassVar[models.Manager] = models.Manager()

    class Meta:
        ordering = ["position", "words"]
        verbose_name = _("reason")
        verbose_name_plural = _("reasons for decisions")

    def __str__(self) -> str:
        """In the language of who reads it."""
        return (get_language() == "ja" and self.words_ja) or self.words
