"""How the editors have set a rule of `comments/rules/`."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.edition import moves_edition
from comments.answers import Kind
from comments.models.rules_version import renews_rules

if TYPE_CHECKING:
    from accounts.models import User
    from comments.rules.rule import Rule, Settings


class RuleSetting(models.Model):
    """A row for each rule, made after each migrate with the rule's defaults. `values` are what the rule's own form has
    checked. Pages tell of some of it, so that a change moves the edition, too."""

    code = models.CharField(_("rule"), max_length=32, primary_key=True)
    is_on = models.BooleanField(_("on"), default=True)
    answer = models.CharField(_("answer"), max_length=8, choices=Kind, blank=True)
    values = models.JSONField(_("values"), default=dict)

    objects: ClassVar[models.Manager] = models.Manager()

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        triggers: list[Any] = [*renews_rules(), *moves_edition()]

    def __str__(self) -> str:
        return str(self.rule.name)

    @property
    def rule(self) -> Rule:
        from comments.rules import BY_CODE

        return BY_CODE[self.code]

    @property
    def settings(self) -> Settings:
        return self.rule.settings(is_on=self.is_on, answer=self.answer, values=self.values)

    @property
    def sight(self) -> str:
        """A word for how it is set: another as soon as somebody has set it otherwise."""
        stands = json.dumps([self.is_on, self.answer, self.values], sort_keys=True)
        return hashlib.blake2b(stands.encode(), digest_size=6).hexdigest()

    def change(
        self,
        *,
        by: User,
        is_on: bool,
        answer: str | None = None,
        values: dict[str, Any] | None = None,
        seen: str = "",
    ) -> None:
        """Set the rule so from the next comment on; without an `answer` or `values` these stay. What the same was before changes
        nothing. Raises PermissionDenied where `by` is no moderator, and with the `sight` that they saw, Refusal where somebody has
        set it since."""
        from comments.rule_changes import change

        change(self, by=by, is_on=is_on, answer=answer, values=values, seen=seen)
