"""After how many days the discussions of a section close by themselves, where that isn't as on the rest of the site."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Section
from articles.models.edition import moves_edition
from comments.models.rules_version import renews_rules


class DiscussionPolicy(models.Model):
    section = models.OneToOneField(Section, models.CASCADE, primary_key=True, verbose_name=_("section"))
    days = models.PositiveSmallIntegerField(
        _("days until a discussion closes by itself"),
        validators=[MaxValueValidator(3650)],
        help_text=_("From when its article could first be read here, or it was opened again. 0: never."),
    )

    objects: ClassVar[models.Manager] = models.Manager()

    class Meta:
        verbose_name = _("section's discussions")
        verbose_name_plural = _("sections' discussions")
        triggers: list[Any] = [*renews_rules(), *moves_edition()]

    def __str__(self) -> str:
        return str(self.section)
