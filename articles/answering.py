"""The mail by which a reader learns what became of the correction that they suggested."""

from __future__ import annotations

from django.utils.translation import gettext as _

from articles import letter_to_one
from articles.models import Suggestion


def tell(suggestion: Suggestion) -> None:
    """Leaves the mail to the worker, in the transaction of the decision. Who has no confirmed address finds the outcome in their
    account."""
    letter_to_one.post(
        suggestion.reader,
        lambda: _("Your suggestion: %(headline)s") % {"headline": suggestion.article.headline},
        "articles/mail/suggestion",
        {"suggestion": suggestion},
    )
