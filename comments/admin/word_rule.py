"""The list of words and phrases at the desk."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from comments import rule_changes
from comments.admin.listed import ListedAdmin, Listing
from comments.models import WordRule
from comments.rule_trials import Trial, try_words


def _tried(words: Iterable[str], answer: str) -> Trial:
    return try_words([(word, answer) for word in words])


@admin.register(WordRule)
class WordRuleAdmin(ListedAdmin):
    list_display = ["typed", "answer"]
    search_fields = ["typed"]
    listing = Listing(
        label=_("Words and phrases"),
        help_text=_(
            "One a line. A word is found whole, in any disguise; * stands for any letters: “spam*”, “*spam*”, “sp*m”. Let pass what "
            "may be said though a part of it is listed."
        ),
        checked=rule_changes.checked_word,
        tried=_tried,
        put=rule_changes.list_words,
    )
