"""A word or phrase, and what happens to a comment that says it; how it is found `comments/word_list.py` says."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.answers import Kind
from comments.models.rules_version import renews_rules


class WordRule(models.Model):
    """To pass is for what may be said though a part of it is listed, as "Scunthorpe"."""

    typed = models.CharField(
        _("word or phrase"),
        max_length=100,
        unique=True,
        help_text=_("* stands for any letters: “spam*”, “*spam*”, “sp*m”."),
    )
    answer = models.CharField(_("what happens"), max_length=8, choices=Kind, default=Kind.HOLD)

    objects: ClassVar[models.Manager] = models.Manager()

    class Meta:
        ordering = ["typed"]
        verbose_name = _("listed word")
        verbose_name_plural = _("listed words")
        triggers: list[Any] = renews_rules()

    def __str__(self) -> str:
        return self.typed
