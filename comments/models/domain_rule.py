"""A domain with all below it, and what happens to a comment that leads there; how it is found `comments/domain_list.py` says."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.answers import Kind
from comments.models.rules_version import renews_rules


class DomainRule(models.Model):
    domain = models.CharField(_("domain"), max_length=253, unique=True)
    answer = models.CharField(_("what happens"), max_length=8, choices=Kind, default=Kind.HOLD)

    objects: ClassVar[models.Manager] = models.Manager()

    class Meta:
        ordering = ["domain"]
        verbose_name = _("listed domain")
        verbose_name_plural = _("listed domains")
        triggers: list[Any] = renews_rules()

    def __str__(self) -> str:
        return self.domain
