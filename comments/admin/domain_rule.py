"""The list of domains at the desk."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from comments import rule_changes
from comments.admin.listed import ListedAdmin, Listing
from comments.models import DomainRule
from comments.rule_trials import Trial, try_domains


def _tried(domains: Iterable[str], answer: str) -> Trial:
    return try_domains(dict.fromkeys(domains, answer))


@admin.register(DomainRule)
class DomainRuleAdmin(ListedAdmin):
    list_display = ["domain", "answer"]
    search_fields = ["domain"]
    listing = Listing(
        label=_("Domains"),
        help_text=_("One a line, each with all below it. Links to domains that pass aren't counted."),
        checked=rule_changes.checked_domain,
        tried=_tried,
        put=rule_changes.list_domains,
    )
